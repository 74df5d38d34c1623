import { describe, expect, it } from "vitest";
import { LiveCards } from "../../../../bot/conversation/live-cards.ts";
import type { Clock } from "../../../../core/kernel/clock.ts";
import type { ConversationMessage } from "../../../../core/model/conversation.ts";
import type { ExecutionId } from "../../../../core/model/ids.ts";
import { ConversationWorld, TEN } from "../../../support/conversation-world.ts";

/** Timers that fire when the test says so. */
class HandClock implements Clock {
  #now = TEN;
  #timers: { readonly at: number; readonly act: () => void }[] = [];
  now = () => this.#now;
  monotonic = () => this.#now;
  after = (delayMs: number, act: () => void) => {
    const timer = { at: this.#now + delayMs, act };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((one) => one !== timer);
    };
  };

  async advance(ms: number): Promise<void> {
    this.#now += ms;
    const due = this.#timers.filter((timer) => timer.at <= this.#now);
    this.#timers = this.#timers.filter((timer) => timer.at > this.#now);
    for (const timer of due) timer.act();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function setup() {
  const world = new ConversationWorld();
  const { conversationId, replies } = await world.say("check disk on web-1");
  const clock = new HandClock();
  const published: ConversationMessage[] = [];
  const live = new LiveCards({ ...world.services, clock }, (message) => void published.push(message));
  await live.start();
  const log = (text: string, seq = 0) =>
    world.events.emit("log.appended", {
      executionId: "E-1",
      runId: "R-1",
      chunks: [{ executionId: "E-1" as ExecutionId, attempt: 1, seq, stream: "out", text, at: TEN }],
    });
  return { world, clock, live, published, log, conversationId, messageId: replies[0]?.id };
}

describe("live output", () => {
  it("is shown on the card of the run, to its conversation", async () => {
    const { clock, log, published, conversationId, messageId } = await setup();
    log("reading /\nreading /var\n");
    await clock.advance(0);
    expect(published).toMatchObject([
      { conversationId, id: messageId, revision: 1, card: { tone: "running", logTail: ["reading /", "reading /var"] } },
    ]);
  });

  it("is coalesced to five updates a second, and the last line goes out", async () => {
    const { clock, log, published } = await setup();
    for (let index = 0; index < 1000; index += 1) {
      log(`line ${index}\n`, index);
      await clock.advance(1);
    }
    await clock.advance(200);
    expect(published.length).toBeLessThanOrEqual(7);
    expect(published.at(-1)?.card?.logTail?.at(-1)).toBe("line 999");
    expect(published.at(-1)?.card?.logTail).toHaveLength(8);
  });

  it("shows progress beside the output", async () => {
    const { clock, world, published } = await setup();
    world.events.emit("progress.reported", { executionId: "E-1", runId: "R-1", percent: 41.7, text: "copying" });
    await clock.advance(0);
    expect(published[0]?.card?.lines).toContain("42 % · copying");
  });

  it("cannot act", async () => {
    const { clock, log, published } = await setup();
    log("\u001b[2J\u001b[31m<!channel>\u202e\n");
    await clock.advance(0);
    expect(published[0]?.card?.logTail).toEqual(["<!channel>"]);
  });

  it("writes nothing, and ends with the run", async () => {
    const { clock, log, published, world } = await setup();
    await world.say("cancel that");
    await world.notifier().runOnce();
    log("late\n");
    await clock.advance(200);
    expect(published).toEqual([]);
  });

  it("stops when it is stopped", async () => {
    const { clock, live, log, published } = await setup();
    log("one\n");
    await live.stop();
    log("two\n");
    await clock.advance(1000);
    expect(published).toEqual([]);
  });
});
