import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emitGap, OutputReader, outputBudget } from "../../../../agent/runner/output-reader.ts";
import { PROTOCOL_LIMITS } from "../../../../core/protocol/version.ts";

function read(parts: readonly Buffer[], limitBytes?: number) {
  const chunks: { stream: string; text: string }[] = [];
  const emit = (stream: string, text: string) => chunks.push({ stream, text });
  const budget = outputBudget(limitBytes);
  const reader = new OutputReader("out", budget, emit);
  for (const part of parts) reader.write(part);
  reader.end();
  emitGap(budget, emit);
  return chunks;
}

const joined = (chunks: ReturnType<typeof read>) => chunks.map(({ text }) => text).join("");

describe("an output reader", () => {
  it("loses nothing and cuts no character, however the bytes arrive", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), fc.integer({ min: 1, max: 7 }), (text, step) => {
        const bytes = Buffer.from(text.repeat(200));
        const parts = [];
        for (let from = 0; from < bytes.length; from += step * 997) parts.push(bytes.subarray(from, from + step * 997));
        expect(joined(read(parts))).toBe(bytes.toString());
      }),
      { numRuns: 40 },
    );
  });

  it("keeps every chunk within what the wire takes, also without a newline or valid text", () => {
    for (const bytes of [Buffer.alloc(300_000, 0x61), Buffer.alloc(300_000, 0xff), Buffer.from("🐙".repeat(80_000))]) {
      const chunks = read([bytes]);
      const sizes = chunks.map(({ text }) => Buffer.byteLength(text));
      expect(Math.max(...sizes)).toBeLessThanOrEqual(PROTOCOL_LIMITS.logChunkBytes);
    }
  });

  it("cuts at line ends where there are any", () => {
    const chunks = read([Buffer.from("a line of some length\n".repeat(5000))]);
    expect(chunks.length).toBeGreaterThan(3);
    expect(chunks.every(({ text }) => text.endsWith("\n"))).toBe(true);
  });

  it.each([
    [1000, []],
    [1001, [{ stream: "gap", text: "1 bytes of output were dropped here." }]],
  ])("keeps %i bytes of a limit of 1000 as it promises", (size, gap) => {
    const chunks = read([Buffer.alloc(size, 0x61)], 1000);
    expect(chunks.filter(({ stream }) => stream === "gap")).toEqual(gap);
    expect(joined(chunks.filter(({ stream }) => stream === "out"))).toHaveLength(1000);
  });
});
