import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LogChunk } from "../../../../core/model/run.ts";
import { Coalescer } from "../../../../web/live/coalescer.ts";
import { LogBuffer } from "../../../../web/live/log-buffer.ts";
import { FakeClock } from "../../../support/fake-clock.ts";

describe("Coalescer", () => {
  it("sends the first change at once and the rest together", async () => {
    const clock = new FakeClock();
    const sent: string[] = [];
    const coalescer = new Coalescer({ everyMs: 100, clock, flush: (topic) => sent.push(topic) });
    coalescer.touch("a");
    coalescer.touch("a");
    coalescer.touch("b");
    coalescer.touch("a");
    expect(sent).toEqual(["a", "b"]);
    await clock.advance(100);
    expect(sent).toEqual(["a", "b", "a"]);
    await clock.advance(1000);
    expect(sent).toHaveLength(3);
  });

  it("never sends a topic more often than it may, and never leaves a change unsent", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 250 }), { maxLength: 40 }), async (gaps) => {
        const clock = new FakeClock();
        const sentAt: number[] = [];
        const coalescer = new Coalescer({ everyMs: 100, clock, flush: () => sentAt.push(clock.now()) });
        let touchedAt = Number.NEGATIVE_INFINITY;
        for (const gap of gaps) {
          await clock.advance(gap);
          coalescer.touch("a");
          touchedAt = clock.now();
        }
        await clock.advance(100);
        for (const [index, at] of sentAt.entries())
          expect(at - (sentAt[index - 1] ?? Number.NEGATIVE_INFINITY)).toBeGreaterThanOrEqual(100);
        expect(sentAt.at(-1) ?? Number.NEGATIVE_INFINITY).toBeGreaterThanOrEqual(touchedAt);
      }),
      { numRuns: 50 },
    );
  });

  it("lets the first few changes of a quiet topic go at once, and again after it was quiet", async () => {
    const clock = new FakeClock();
    const sentAt: number[] = [];
    const start = clock.now();
    const flush = () => sentAt.push(clock.now() - start);
    const coalescer = new Coalescer({ everyMs: 100, atOnce: 3, clock, flush });
    for (let at = 0; at < 5; at += 1) coalescer.touch("a");
    expect(sentAt).toEqual([0, 0, 0]);
    await clock.advance(1000);
    expect(sentAt).toEqual([0, 0, 0, 100]);
    for (let at = 0; at < 5; at += 1) coalescer.touch("a");
    expect(sentAt).toEqual([0, 0, 0, 100, 1000, 1000, 1000]);
  });

  it("sends a topic that never rests at its pace and not faster, however many may go at once", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 60 }),
        async (atOnce, gaps) => {
          const clock = new FakeClock();
          const sentAt: number[] = [];
          const coalescer = new Coalescer({ everyMs: 100, atOnce, clock, flush: () => sentAt.push(clock.now()) });
          let touchedAt = Number.NEGATIVE_INFINITY;
          for (const gap of gaps) {
            await clock.advance(gap);
            coalescer.touch("a");
            touchedAt = clock.now();
          }
          await clock.advance(100);
          for (const [index, at] of sentAt.entries()) {
            const before = sentAt[index - atOnce - 1];
            if (before !== undefined) expect(at - before).toBeGreaterThanOrEqual(100);
          }
          expect(sentAt.at(-1) ?? Number.NEGATIVE_INFINITY).toBeGreaterThanOrEqual(touchedAt);
        },
      ),
      { numRuns: 50 },
    );
  });

  it("is silent once stopped", async () => {
    const clock = new FakeClock();
    const sent: string[] = [];
    const coalescer = new Coalescer({ everyMs: 100, clock, flush: (topic) => sent.push(topic) });
    coalescer.touch("a");
    coalescer.touch("a");
    coalescer.stop();
    await clock.advance(1000);
    expect(sent).toEqual(["a"]);
  });
});

describe("LogBuffer", () => {
  const chunk = (seq: number, text = "x"): LogChunk => ({
    executionId: "E-1" as LogChunk["executionId"],
    attempt: 1,
    seq,
    stream: "out",
    text,
    at: 0,
  });
  it("gives back what was added, in order, once, for each execution alone", () => {
    const buffer = new LogBuffer();
    buffer.add("E-1", [chunk(0), chunk(1)]);
    buffer.add("E-2", [chunk(9)]);
    buffer.add("E-1", [chunk(2)]);
    expect(buffer.take("E-1").map((one) => one.seq)).toEqual([0, 1, 2]);
    expect(buffer.take("E-1")).toEqual([]);
    expect(buffer.take("E-2")).toHaveLength(1);
  });
  it("drops the oldest when it holds too many or too much, never the newest", () => {
    const buffer = new LogBuffer();
    buffer.add(
      "E-1",
      Array.from({ length: 250 }, (_one, seq) => chunk(seq)),
    );
    expect(
      buffer
        .take("E-1")
        .map((one) => one.seq)
        .at(0),
    ).toBe(50);
    buffer.add("E-1", [chunk(0, "a".repeat(100_000)), chunk(1, "b".repeat(100_000))]);
    expect(buffer.take("E-1").map((one) => one.seq)).toEqual([1]);
  });
});
