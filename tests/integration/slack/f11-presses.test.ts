import { describe, expect, it } from "vitest";
import { messageEvent, press } from "../../support/slack/slack-deliveries.ts";
import { SlackWorld } from "../../support/slack/slack-world.ts";

describe("F11, P3: a hundred presses of one button", () => {
  it.each(["UADA", "UBEN"])("by ten people at once have one effect, by the one who asked (%s)", async (asker) => {
    const world = await SlackWorld.start();
    await world.linked("UADA", "ada", "admin");
    await world.linked("UBEN", "ben", "operator");
    const others = Array.from({ length: 8 }, (_, index) => `U${index}`);
    for (const other of others) await world.linked(other, other.toLowerCase(), "admin");
    await world.connect();
    await world.deliver(messageEvent("<@UBOT> restart nginx on db-1", { user: asker, type: "app_mention" }));
    await world.settle();
    const [question] = world.api.in("C1");
    const where = { ts: question?.ts ?? "", thread: question?.thread ?? "", at: world.clock.now() };
    const pressers = Array.from({ length: 100 }, (_, index) => ["UADA", "UBEN", ...others][index % 10] ?? "");
    const presses = pressers.map((user) => press("confirm P-1", { ...where, user }));
    const statuses = await Promise.all(presses.map((one) => world.deliver(one)));
    expect(new Set(statuses)).toEqual(new Set([200]));
    await world.settle();
    expect(await world.conversations.taskCount()).toBe(1);
    const { items } = await world.conversations.taskQueries.list({}, { limit: 5 });
    expect(items.map((task) => task.ownerId)).toEqual([asker === "UADA" ? "usr_ada" : "usr_ben"]);
  });

  it("by somebody else alone have none", async () => {
    const world = await SlackWorld.start();
    await world.linked("UADA", "ada", "admin");
    await world.linked("UEVE", "eve", "admin");
    await world.connect();
    await world.deliver(messageEvent("<@UBOT> restart nginx on db-1", { type: "app_mention" }));
    await world.settle();
    const [question] = world.api.in("C1");
    const where = { ts: question?.ts ?? "", thread: question?.thread ?? "", at: world.clock.now() };
    await Promise.all(
      Array.from({ length: 20 }, () => world.deliver(press("confirm P-1", { ...where, user: "UEVE" }))),
    );
    await world.settle();
    expect(await world.conversations.taskCount()).toBe(0);
    expect(world.api.in("C1")).toHaveLength(1);
    expect(world.api.whispers).toMatchObject([
      { user: "UEVE", text: expect.stringContaining("Only the person who asked") },
    ]);
  });
});
