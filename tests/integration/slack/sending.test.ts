import { describe, expect, it } from "vitest";
import { postTable, roomTurnTable } from "../../../core/store/tables/channel-table.ts";
import type { Trouble } from "../../support/slack/fake-slack-api.ts";
import { messageEvent } from "../../support/slack/slack-deliveries.ts";
import { SlackWorld } from "../../support/slack/slack-world.ts";

async function setup(...troubles: readonly Trouble[]): Promise<SlackWorld> {
  const world = await SlackWorld.start();
  await world.linked("UADA", "ada", "admin");
  await world.connect();
  world.api.trouble("chat.postMessage", ...troubles);
  await world.deliver(messageEvent("<@UBOT> check disk on web-1", { type: "app_mention" }));
  return world;
}
const shown = (world: SlackWorld) => JSON.stringify(world.api.messages.map((message) => message.blocks));

describe("an answer on its way to Slack", () => {
  it.each<[string, readonly Trouble[]]>([
    ["is told to slow down", [{ kind: "rate", retryAfter: 30 }]],
    [
      "fails inside",
      [
        { kind: "status", status: 500 },
        { kind: "status", status: 503 },
      ],
    ],
    ["fails after it took the message", [{ kind: "status", status: 503, done: true }]],
    ["refuses the token for a while", [{ kind: "error", error: "invalid_auth" }]],
    ["does not like the blocks", [{ kind: "error", error: "invalid_blocks" }]],
  ])("is there once when Slack %s", async (_what, troubles) => {
    const world = await setup(...troubles);
    await world.settle();
    expect(world.api.messages).toHaveLength(1);
    expect(shown(world)).not.toContain("(repeated)");
    expect(await world.store.count(postTable, { state: "dead" })).toBe(0);
  });

  it("P12: is marked as a repetition when nobody can find out whether the first copy arrived", async () => {
    const world = await setup({ kind: "status", status: 503, done: true });
    world.api.trouble("conversations.replies", { kind: "error", error: "missing_scope" });
    await world.settle();
    expect(world.api.messages).toHaveLength(2);
    expect(shown(world)).toContain("(repeated)");
  });

  it("is given up when Slack says a clear no, and the run goes on", async () => {
    const world = await setup({ kind: "error", error: "is_archived" });
    await world.settle();
    expect(world.api.messages).toEqual([]);
    expect(await world.posts.deadCount("slack", 0)).toBe(1);
    expect(await world.conversations.taskCount()).toBe(1);
  });

  it("waits for a room that was written to a second ago, and every card is changed at most every two seconds", async () => {
    const world = await setup();
    world.api.now = () => world.clock.now();
    for (let index = 1; index < 6; index += 1) {
      await world.deliver(messageEvent(`<@UBOT> check disk on web-1`, { type: "app_mention" }));
    }
    await world.settle();
    const posted = world.api.calls.filter((one) => one.method.startsWith("chat.")).map((one) => one.at);
    const gaps = posted.slice(2).map((at, index) => at - (posted[index + 1] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1_000);
    expect(world.api.messages).toHaveLength(6);
  });

  it("says first that Slack was away, when it was for long", async () => {
    const long = Array.from({ length: 8 }, (): Trouble => ({ kind: "error", error: "invalid_auth" }));
    const world = await setup(...long);
    await world.until(() => world.service.state.state === "trouble");
    expect(world.service.state.problem).toContain("invalid_auth");
    await world.settle();
    expect(world.service.state.state).toBe("connected");
    expect(shown(world)).toContain("I was away from");
  });

  it("P12: is looked for when the line was cut in the middle of sending it, and not posted twice", async () => {
    const world = await setup({ kind: "cut", done: true });
    await world.settle();
    expect(world.api.messages).toHaveLength(1);
    expect(world.api.calls.filter((one) => one.method === "conversations.replies")).toHaveLength(1);
  });

  it("P12: is looked for after a crash, when somebody had begun to send it", async () => {
    const world = await SlackWorld.start();
    await world.linked("UADA", "ada", "admin");
    await world.connect();
    world.api.trouble("chat.postMessage", { kind: "rate", retryAfter: 60 });
    await world.deliver(messageEvent("<@UBOT> check disk on web-1", { type: "app_mention" }));
    await world.until(async () => (await world.posts.due("slack")).some((post) => post.tries === 1));
    await world.service.stop();
    const [post] = await world.posts.due("slack");
    await world.clock.advance(61_000);
    expect(post && (await world.posts.claim(post, "C1", world.clock.now() + 1_000))).toBe(true);
    expect(post && (await world.posts.claim(post, "C1", world.clock.now() + 2_000))).toBe(false);
    await world.restart();
    await world.connect();
    await world.settle();
    expect(world.api.calls.filter((one) => one.method === "conversations.replies")).toHaveLength(1);
    expect(world.api.messages).toHaveLength(1);
  });

  it("P12: is posted once by two servers over one database", async () => {
    const world = await setup();
    const other = world.another();
    await other.start();
    for (let index = 0; index < 5; index += 1) {
      await world.deliver(messageEvent("<@UBOT> check disk on web-1", { type: "app_mention", channel: `C${index}` }));
    }
    await world.settle();
    await other.stop();
    expect(world.api.messages).toHaveLength(6);
  });

  it("keeps the pace and the order of a room also where two servers send there", async () => {
    const world = await setup();
    world.api.now = () => world.clock.now();
    const other = world.another();
    await other.start();
    const threads = Array.from({ length: 6 }, (_, index) => `17952552${index}0.000001`);
    for (const ts of threads) await world.deliver(messageEvent("<@UBOT> help", { type: "app_mention", ts }));
    await world.settle();
    await other.stop();
    const posted = world.api.calls.filter((one) => one.method === "chat.postMessage").map((one) => one.at);
    const gaps = posted.slice(1).map((at, index) => at - (posted[index] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1_000);
    expect(world.api.messages.slice(1).map(({ thread }) => thread)).toEqual(threads);
  });

  it("holds up nobody in its room where another server was faster with it", async () => {
    const world = await setup();
    await world.settle();
    const [row] = await world.store.select(postTable, {});
    const until = world.clock.now() + 20_000;
    expect(row && (await world.posts.claim(row, "C7", until))).toBe(false);
    expect(await world.store.count(roomTurnTable, { room: "C7", free_at: { gt: world.clock.now() } })).toBe(0);
  });

  it("does not free a room that another server holds by now, because its own claim has run out", async () => {
    const world = await setup();
    await world.settle();
    const room = { channel: "slack", room: "C7" };
    const [mine, theirs] = [world.clock.now() + 20_000, world.clock.now() + 45_000];
    await world.store.write((writer) => writer.insertNew(roomTurnTable, { ...room, free_at: theirs }));
    await world.posts.freeRoom(room, { at: world.clock.now(), claimed: mine });
    expect(await world.store.count(roomTurnTable, { ...room, free_at: theirs })).toBe(1);
    await world.posts.freeRoom(room, { at: world.clock.now(), claimed: theirs });
    expect(await world.store.count(roomTurnTable, { ...room, free_at: theirs })).toBe(0);
  });

  it("is left to whoever sends it while it changes, however long Slack takes", async () => {
    const world = await setup();
    await world.settle();
    const [row] = await world.store.select(postTable, {});
    if (!row) throw new Error("no post");
    const { message_id: id, conversation_id: conversationId } = row;
    const note = (revision: number) =>
      world.store.write((writer) => world.posts.note(writer, { id, conversationId, revision }));
    await world.service.stop();
    await world.clock.advance(2_000);
    await note(row.revision + 1);
    const [due] = await world.posts.due("slack");
    expect(due && (await world.posts.claim(due, "C1", world.clock.now() + 20_000))).toBe(true);
    await note(row.revision + 2);
    const [changed] = await world.posts.due("slack");
    expect(changed).toMatchObject({ revision: row.revision + 2, next_at: world.clock.now() + 20_000 });
  });
});

describe("a Slack that is in trouble", () => {
  it("does not keep the server from starting, and is connected to when it is back", async () => {
    const world = await SlackWorld.start();
    await world.linked("UADA", "ada", "admin");
    const away: Trouble = { kind: "status", status: 503 };
    world.api.trouble("auth.test", away, away, away);
    await world.connect();
    expect(world.service.state).toMatchObject({ state: "trouble", problem: expect.stringContaining("HTTP 503") });
    await world.deliver(messageEvent("<@UBOT> check disk on web-1", { type: "app_mention" }));
    await world.until(() => world.service.state.state === "connected");
    await world.settle();
    expect(world.api.messages).toHaveLength(1);
  });

  it("does not hold up a thread for somebody whom it does not show", async () => {
    const world = await SlackWorld.start();
    await world.linked("UADA", "ada", "admin");
    await world.connect();
    world.api.trouble("chat.postEphemeral", { kind: "error", error: "channel_not_found" });
    const thread = "1795255200.000001";
    await world.deliver(messageEvent("<@UBOT> help", { type: "app_mention", ts: thread, user: "UGHOST" }));
    await world.deliver(messageEvent("<@UBOT> check disk on web-1", { type: "app_mention", thread }));
    await world.settle();
    expect(await world.conversations.taskCount()).toBe(1);
  });
});
