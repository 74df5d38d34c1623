import { describe, expect, it } from "vitest";
import { conversationTable, messageTable } from "../../../../core/store/tables/conversation-table.ts";
import { taskTable } from "../../../../core/store/tables/task-table.ts";
import { userTable } from "../../../../core/store/tables/user-table.ts";
import { ConversationWorld } from "../../../support/conversation-world.ts";
import { endLatest, fireTask } from "../../../support/task-runs.ts";

async function setup(): Promise<ConversationWorld> {
  const world = new ConversationWorld();
  const rest = { role: "operator", state: "active", password_hash: null, time_zone: null, created_at: 0 };
  await world.store.write((writer) =>
    writer.insert(userTable, [{ id: "usr_grace", name: "Grace", name_key: "grace", ...rest }]),
  );
  return world;
}

/** The cards in the conversation that grace has of her own. */
async function told(world: ConversationWorld) {
  const [own] = await world.store.select(conversationTable, { where: { user_id: "usr_grace", channel: "web" } });
  const where = { conversation_id: own?.id ?? "" };
  return (await world.store.select(messageTable, { where, orderBy: [{ column: "seq" }] })).map((row) => row.card);
}

async function run(world: ConversationWorld, nth: number, state: "succeeded" | "failed" | "unknown"): Promise<void> {
  await fireTask(world, "T-1", nth);
  await endLatest(world, state);
  await world.notifier().runOnce();
}

describe("a person whom a task names", () => {
  it("is told of a failure in a conversation of their own, once, with the task it comes from", async () => {
    const world = await setup();
    await world.say("check disk on web-1 every day at 9, tell grace if it fails");
    await run(world, 1, "succeeded");
    expect(await told(world)).toEqual([]);
    await run(world, 2, "failed");
    await world.notifier().runOnce();
    const [card, ...more] = await told(world);
    expect(more).toEqual([]);
    expect(card).toMatchObject({ tone: "failure", id: "R-2", lines: ["df is not installed"] });
    expect(card?.facts).toContainEqual({ name: "Told because of", value: expect.stringContaining("T-1 (") });
  });

  it("is told how often it failed in a row, and once that it works again", async () => {
    const world = await setup();
    await world.say("check disk on web-1 every day at 9, tell grace if it fails");
    for (const [index, state] of (["failed", "failed", "succeeded", "succeeded", "failed"] as const).entries()) {
      await run(world, index + 1, state);
    }
    expect((await told(world)).map((card) => card?.lines[0])).toEqual([
      "df is not installed",
      "2nd time in a row.",
      "Works again, after 2 failures in a row.",
      "df is not installed",
    ]);
  });

  it("sees the card corrected when it turns out how a run ended after all", async () => {
    const world = await setup();
    await world.say("check disk on web-1 every day at 9, tell grace if it fails");
    await run(world, 1, "unknown");
    expect(await told(world)).toMatchObject([{ tone: "unknown" }]);
    await world.say("mark E-1 as succeeded");
    await world.notifier().runOnce();
    expect(await told(world)).toMatchObject([{ tone: "success" }]);
  });

  it("is told of what was asked for over REST, where nobody watches", async () => {
    const world = await setup();
    await world.say("check disk on web-1 every day at 9, tell grace if it fails");
    await world.store.write((writer) => writer.update(taskTable, { id: "T-1" }, { conversation_id: null }));
    await run(world, 2, "failed");
    expect(await told(world)).toMatchObject([{ id: "R-1" }]);
  });

  it("finds the run again by what is said there", async () => {
    const world = await setup();
    await world.say("check disk on web-1 every day at 9, tell grace if it fails");
    await run(world, 2, "failed");
    const [own] = await world.store.select(conversationTable, { where: { user_id: "usr_grace" } });
    expect(own?.context).toMatchObject({ lastRun: "R-1", lastTask: "T-1" });
  });

  it("who asked for it themselves is not told twice in the same console", async () => {
    const world = await setup();
    await world.say("check disk on web-1, tell me when it is done");
    await endLatest(world, "succeeded");
    await world.notifier().runOnce();
    expect(await world.store.count(messageTable, { direction: "out" })).toBe(1);
  });
});

describe("a task that names somebody who does not exist", () => {
  it("is read back with a sentence that says so, before it is made", async () => {
    const world = new ConversationWorld();
    const card = await world.answer("check disk on web-1 every day at 9, tell grace if it fails");
    expect(card).toMatchObject({
      tone: "question",
      lines: [expect.stringContaining("nobody here is called grace"), expect.anything()],
    });
    expect(await world.taskCount()).toBe(0);
    await world.say("yes");
    expect(await world.taskCount()).toBe(1);
  });

  it("is read back too when it names a channel and no chat service is set up", async () => {
    const world = await setup();
    const card = await world.answer("check disk on web-1 every day at 9, tell #ops if it fails");
    expect(card.lines[0]).toContain("no chat service is set up, so nothing could be told in #ops");
  });
});
