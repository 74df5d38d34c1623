import { describe, expect, it } from "vitest";
import { LiveCards } from "../../../bot/conversation/live-cards.ts";
import { changeExecution } from "../../../core/executions/change-execution.ts";
import type { ExecutionId } from "../../../core/model/ids.ts";
import { postTable } from "../../../core/store/tables/channel-table.ts";
import { executionTable } from "../../../core/store/tables/run-table.ts";
import { messageEvent } from "../../support/slack/slack-deliveries.ts";
import { SlackWorld } from "../../support/slack/slack-world.ts";

async function setup() {
  const world = await SlackWorld.start();
  await world.linked("UADA", "ada", "admin");
  await world.connect();
  world.api.now = () => world.clock.now();
  const { conversations, clock } = world;
  const live = new LiveCards({ ...conversations.services, clock }, (message) => world.service.live(message));
  await live.start();
  await world.deliver(messageEvent("<@UBOT> check disk on web-1", { type: "app_mention" }));
  await world.settle();
  await move(world, "offered");
  await move(world, "running");
  await conversations.notifier().runOnce();
  await world.settle();
  const log = (text: string, seq: number) =>
    conversations.events.emit("log.appended", {
      executionId: "E-1",
      runId: "R-1",
      chunks: [{ executionId: "E-1" as ExecutionId, attempt: 1, seq, stream: "out", text, at: clock.now() }],
    });
  return { world, log };
}

async function move(world: SlackWorld, state: "offered" | "running" | "succeeded"): Promise<void> {
  const { store, events, now } = world.conversations;
  const response = state === "succeeded" ? { response: { ok: true, headline: "12 GiB free", data: {} } } : {};
  await store.write(async (writer) => {
    const [from] = await writer.select(executionTable, { where: { id: "E-1" } });
    const fields = { ...response, ...(state === "running" && { started_at: now }) };
    if (from) await changeExecution(writer, events, from, { state, fields }, now);
  });
}
const edits = (world: SlackWorld) =>
  world.api.calls.filter((call) => call.method === "chat.update").map(({ at }) => at);
const shown = (world: SlackWorld) => JSON.stringify(world.api.in("C1")[0]?.blocks);

describe("work that runs", () => {
  it("shows its output on its card in Slack, with two seconds between any two edits, and its end last", async () => {
    const { world, log } = await setup();
    for (let index = 0; index < 60; index += 1) {
      log(`line ${index}\n`, index);
      await world.until(() => true);
      await world.clock.advance(200);
    }
    await world.until(() => shown(world).includes("line 59"));
    await move(world, "succeeded");
    log("too late\n", 60);
    await world.conversations.notifier().runOnce();
    await world.settle();
    await world.clock.advance(10_000);
    expect(shown(world)).toContain("12 GiB free");
    expect(shown(world)).not.toContain("line 59");
    const at = edits(world);
    expect(at.length).toBeGreaterThan(4);
    expect(Math.min(...at.slice(1).map((one, index) => one - (at[index] ?? 0)))).toBeGreaterThanOrEqual(2_000);
    expect(world.api.problems).toEqual([]);
  });

  it("goes on when Slack refuses an edit of it, and its end is shown all the same", async () => {
    const { world, log } = await setup();
    world.api.trouble("chat.update", { kind: "rate", retryAfter: 5 });
    log("line 1\n", 1);
    await world.until(() => world.api.calls.filter((call) => call.method === "chat.update").length > 1);
    await move(world, "succeeded");
    await world.conversations.notifier().runOnce();
    await world.settle();
    expect(shown(world)).toContain("12 GiB free");
  });

  it("is shown again in its last state when another server showed that while an edit was under way", async () => {
    const { world } = await setup();
    const [message] = await world.store.select(postTable, {});
    if (!message) throw new Error("nothing was posted");
    await world.posts.shown(message.message_id, {
      revision: message.delivered + 1,
      remoteId: message.remote_id ?? "",
      room: message.room ?? "",
    });
    await world.posts.editedBetween(message);
    expect(await world.posts.due("slack")).toHaveLength(1);
  });
});
