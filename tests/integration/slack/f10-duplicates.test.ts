import { describe, expect, it } from "vitest";
import { taskTable } from "../../../core/store/tables/task-table.ts";
import { messageEvent } from "../../support/slack/slack-deliveries.ts";
import { SlackWorld } from "../../support/slack/slack-world.ts";

const MESSAGES = 1_000;
const AT_ONCE = 50;

/** All the ways in which one message comes more than once. */
function deliveriesOf(index: number): readonly object[] {
  const channel = `C${index % 200}`;
  const ts = `${1_795_255_200 + index}.000100`;
  const clientId = `client-${index}`;
  const eventId = `Ev-${index}`;
  const text = "<@UBOT> check disk on web-1";
  const message = messageEvent(text, { channel, ts, clientId, eventId });
  const mention = messageEvent(text, { channel, ts, clientId, type: "app_mention" });
  const otherTs = messageEvent(text, { channel, ts: `${1_795_255_200 + index}.000900`, clientId });
  // The pair, four deliveries of each half, and the same message under another time.
  return [message, mention, message, mention, message, mention, message, otherTs].slice(0, 1 + (index % 8));
}

describe("F10, P1: messages that are delivered again and again", () => {
  it("are one request each, with at most one visible answer, whatever happens in between", async () => {
    const world = await SlackWorld.start();
    await world.linked("UADA", "ada", "admin");
    await world.connect();
    // Some answers of ours get lost, some calls are too fast.
    const rate = { kind: "rate", retryAfter: 1 } as const;
    world.api.trouble("chat.postMessage", rate, { kind: "status", status: 503, done: true }, rate);
    const deliveries = Array.from({ length: MESSAGES }, (_, index) => deliveriesOf(index));
    const rounds = Math.max(...deliveries.map((each) => each.length));
    for (let round = 0; round < rounds; round += 1) {
      const due = deliveries.flatMap((each) => each[round] ?? []);
      for (let from = 0; from < due.length; from += AT_ONCE) {
        const statuses = await Promise.all(due.slice(from, from + AT_ONCE).map((one) => world.deliver(one)));
        expect(statuses.every((status) => status === 200)).toBe(true);
      }
    }
    await world.settle();
    expect(await world.store.count(taskTable, {})).toBe(MESSAGES);
    expect(world.api.messages).toHaveLength(MESSAGES);
    const threads = new Set(world.api.messages.map((message) => `${message.channel} ${message.thread}`));
    expect(threads.size).toBe(MESSAGES);
    expect(world.api.problems).toEqual([]);
  }, 120_000);

  it("survive a crash between the acknowledgement and the work", async () => {
    const world = await SlackWorld.start();
    await world.linked("UADA", "ada", "admin");
    // Not connected: what comes in is written down and waits.
    expect(await world.deliver(messageEvent("<@UBOT> check disk on web-1", { type: "app_mention" }))).toBe(200);
    await world.restart();
    await world.connect();
    await world.settle();
    expect(await world.store.count(taskTable, {})).toBe(1);
    expect(world.api.messages).toHaveLength(1);
  });
});
