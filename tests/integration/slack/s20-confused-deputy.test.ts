import { describe, expect, it } from "vitest";
import { linkTable } from "../../../core/store/tables/channel-table.ts";
import { userTable } from "../../../core/store/tables/user-table.ts";
import { messageEvent, press } from "../../support/slack/slack-deliveries.ts";
import { SlackWorld } from "../../support/slack/slack-world.ts";

async function asked() {
  const world = await SlackWorld.start();
  await world.linked("UADA", "ada", "admin");
  await world.linked("UEVE", "eve", "admin");
  await world.connect();
  await world.deliver(messageEvent("<@UBOT> restart nginx on db-1", { type: "app_mention" }));
  await world.settle();
  const [question] = world.api.in("C1");
  const where = { ts: question?.ts ?? "", thread: question?.thread ?? "", at: world.clock.now() };
  const confirm = async (change: Partial<Parameters<typeof press>[1]> = {}) => {
    await world.deliver(press("confirm P-1", { ...where, ...change }));
    await world.settle();
  };
  return { world, confirm, question };
}

describe("S20, P3: somebody's word used by somebody else", () => {
  it("does not count from another person, however mighty", async () => {
    const { world, confirm } = await asked();
    await confirm({ user: "UEVE" });
    expect(await world.conversations.taskCount()).toBe(0);
  });

  it("does not count for a question of another conversation, as when a card is forwarded", async () => {
    const { world } = await asked();
    await world.deliver(messageEvent("<@UBOT> confirm P-1", { user: "UEVE", channel: "C2", type: "app_mention" }));
    await world.deliver(
      messageEvent("<@UBOT> check disk on web-1", { channel: "C2", type: "app_mention", ts: "1795255300.01" }),
    );
    await world.settle();
    const card = world.api.in("C2").at(-1);
    const elsewhere = { channel: "C2", ts: card?.ts ?? "", thread: "1795255300.01", at: world.clock.now() };
    await world.deliver(press("confirm P-1", { ...elsewhere, user: "UEVE" }));
    await world.settle();
    expect(await world.conversations.taskCount()).toBe(1);
  });

  it("does not count any more when the person was demoted, disabled or unlinked meanwhile", async () => {
    for (const change of ["demoted", "disabled", "unlinked"]) {
      const { world, confirm } = await asked();
      await world.store.write(async (writer) => {
        if (change === "demoted") await writer.update(userTable, { id: "usr_ada" }, { role: "viewer" });
        if (change === "disabled") await writer.update(userTable, { id: "usr_ada" }, { state: "disabled" });
        if (change === "unlinked") await writer.delete(linkTable, { person: "UADA" });
      });
      await confirm();
      expect(await world.conversations.taskCount(), change).toBe(0);
    }
  });

  it("is asked for again when the plan has changed since, and when it is pressed too late", async () => {
    const { world, confirm } = await asked();
    world.clock.step(11 * 60_000);
    await confirm({ at: world.clock.now() });
    expect(await world.conversations.taskCount()).toBe(0);
    expect(JSON.stringify(world.api.in("C1").at(-1)?.blocks)).toContain("has expired");
  });

  it.each(["deleted", "is_bot", "is_restricted", "is_ultra_restricted", "is_stranger"])(
    "is not heard from an account that is %s",
    async (flag) => {
      const { world, confirm } = await asked();
      world.api.person("UADA", { [flag]: true });
      world.clock.step(10 * 60_000 + 1);
      await world.deliver(messageEvent("<@UBOT> check disk on web-1", { type: "app_mention", ts: "1795255900.01" }));
      await world.settle();
      await confirm({ at: world.clock.now() });
      expect(await world.conversations.taskCount()).toBe(0);
      expect(world.api.whispers.at(-1)).toMatchObject({ user: "UADA" });
    },
  );

  it("does nothing at once that was said long ago: it asks whether it is still wanted", async () => {
    const { world } = await asked();
    world.clock.step(40 * 60_000);
    await world.deliver(messageEvent("<@UBOT> check disk on web-1", { type: "app_mention", ts: "1795255200.09" }));
    await world.settle();
    expect(await world.conversations.taskCount()).toBe(0);
    const late = world.api.in("C1").at(-1);
    expect(JSON.stringify(late?.blocks)).toContain("arrived late");
    const where = { ts: late?.ts ?? "", thread: "1795255200.09", at: world.clock.now() };
    await world.deliver(press("confirm P-2", where));
    await world.settle();
    expect(await world.conversations.taskCount()).toBe(1);
  });
});
