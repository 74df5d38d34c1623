import { describe, expect, it } from "vitest";
import { messageEvent } from "../../support/slack/slack-deliveries.ts";
import { SlackWorld } from "../../support/slack/slack-world.ts";
import { endLatest, fireTask } from "../../support/task-runs.ts";

async function setup(): Promise<SlackWorld> {
  const world = await SlackWorld.start();
  await world.linked("UADA", "ada", "admin");
  world.api.rooms.push({ id: "C7", name: "ops", is_member: true }, { id: "C8", name: "lobby", is_member: false });
  await world.connect();
  return world;
}

async function say(world: SlackWorld, text: string): Promise<void> {
  await world.deliver(messageEvent(`<@UBOT> ${text}`, { type: "app_mention" }));
  await world.settle();
}

async function run(world: SlackWorld, nth: number, state: "succeeded" | "failed"): Promise<void> {
  const { conversations } = world;
  await fireTask(conversations, "T-1", nth);
  await endLatest(conversations, state);
  await conversations.notifier().runOnce();
  await world.settle();
}
const lines = (world: SlackWorld, room: string) => world.api.in(room).map((message) => message.text);

describe("the results of a task", () => {
  it("are posted in the channel that it names, failures in a row in one thread, and their end there", async () => {
    const world = await setup();
    await say(world, "check disk on web-1 every day at 9, tell #ops if it fails");
    for (const [index, state] of (["failed", "failed", "succeeded", "succeeded", "failed"] as const).entries()) {
      await run(world, index + 1, state);
    }
    const [first, second, recovery, later, ...more] = world.api.in("C7");
    expect(more).toEqual([]);
    expect(first?.thread).toBeUndefined();
    expect(second).toMatchObject({ thread: first?.ts, text: expect.stringContaining("2nd time in a row.") });
    expect(recovery).toMatchObject({ thread: first?.ts, text: expect.stringContaining("Works again, after 2") });
    expect(later?.thread).toBeUndefined();
    expect(world.api.problems).toEqual([]);
  });

  it("are posted in a channel that was picked from the menu, and its name is shown", async () => {
    const world = await setup();
    await say(world, "check disk on web-1 every day at 9, tell <#C7> if it fails");
    expect(JSON.stringify(world.api.in("C1")[0]?.blocks)).toContain("tells #ops: failure");
    await run(world, 2, "failed");
    expect(world.api.in("C7")).toHaveLength(1);
  });

  it("reach whoever said “tell me when it is done” as a direct message", async () => {
    const world = await setup();
    await say(world, "check disk on web-1, tell me when it is done");
    await endLatest(world.conversations, "succeeded");
    await world.conversations.notifier().runOnce();
    await world.settle();
    expect(lines(world, "DUADA")).toEqual([expect.stringContaining("12 GiB free")]);
    expect(world.api.in("C1")).toHaveLength(1);
  });

  it("reach a person in Slack for a task that was made in the web chat", async () => {
    const world = await setup();
    await world.conversations.say("check disk on web-1, tell me when it is done");
    await endLatest(world.conversations, "succeeded");
    await world.conversations.notifier().runOnce();
    await world.settle();
    expect(lines(world, "DUADA")).toEqual([expect.stringContaining("12 GiB free")]);
  });

  it("can be asked about below the notice", async () => {
    const world = await setup();
    await say(world, "check disk on web-1 every day at 9, tell #ops if it fails");
    await run(world, 2, "failed");
    const [notice] = world.api.in("C7");
    await world.deliver(messageEvent("<@UBOT> why", { channel: "C7", thread: notice?.ts ?? "", type: "app_mention" }));
    await world.settle();
    expect(world.api.in("C7")[1]).toMatchObject({
      thread: notice?.ts,
      text: expect.stringContaining("df is not installed"),
    });
  });

  it("are posted by the name of the channel where the app may not list channels", async () => {
    const world = await setup();
    await say(world, "check disk on web-1 every day at 9, tell #ops if it fails");
    // What was seen of the channels is not believed for ever, and whoever looks again is refused, too.
    for (let look = 0; look < 20; look += 1)
      world.api.trouble("conversations.list", { kind: "error", error: "missing_scope" });
    await world.clock.advance(700_000);
    await run(world, 2, "failed");
    expect(world.api.in("#ops")).toHaveLength(1);
    expect(world.service.state.state).toBe("connected");
  });
});

describe("a channel that nobody could be told in", () => {
  const PHRASE = "check disk on web-1 every day at 9, tell #ops if it fails";
  it.each<[string, (world: SlackWorld) => void, string]>([
    ["is not there", ({ api }) => api.rooms.splice(0), "I see no channel #ops"],
    [
      "has not invited us",
      ({ api }) => api.rooms.splice(0, 1, { id: "C7", name: "ops", is_member: false }),
      "I am not in #ops",
    ],
    [
      "cannot be looked up",
      ({ api }) => api.trouble("conversations.list", { kind: "status", status: 503 }),
      "I could not find out whether there is a channel #ops",
    ],
  ])(
    "is named on the plan when it %s, and nothing is made before that is answered",
    async (_what, change, sentence) => {
      const world = await setup();
      change(world);
      await say(world, PHRASE);
      expect(lines(world, "C1")).toEqual([expect.stringContaining(sentence)]);
      expect(await world.conversations.taskCount()).toBe(0);
    },
  );
});
