import { describe, expect, it } from "vitest";
import { splitFrames } from "../../../../agent/connection/split-frames.ts";
import type { FromAgent } from "../../../../core/protocol/messages.ts";
import { PROTOCOL_LIMITS } from "../../../../core/protocol/version.ts";

const want = (index: number): FromAgent => ({ type: "want", execution: `E-${index}`, attempt: 1, nonce: "0123456789" });
const log = (seq: number, text: string): FromAgent => ({
  type: "log",
  execution: "E-1",
  attempt: 1,
  seq,
  stream: "out",
  text,
  sinceStartMs: 1,
});

describe("splitFrames", () => {
  it.each([
    [0, []],
    [200, [200]],
    [201, [200, 1]],
  ])("puts %i messages into frames of %j", (count, sizes) => {
    const messages = Array.from({ length: count }, (_, index) => want(index));
    const frames = splitFrames(messages);
    expect(frames.map((frame) => frame.length)).toEqual(sizes);
    expect(frames.flat()).toEqual(messages);
  });

  it("keeps each frame below its limit in bytes, counting what JSON escapes", () => {
    const messages = Array.from({ length: 20 }, (_, seq) => log(seq, "\u0001".repeat(16_000)));
    const frames = splitFrames(messages);
    expect(frames.flat()).toEqual(messages);
    for (const frame of frames) expect(JSON.stringify(frame).length).toBeLessThan(PROTOCOL_LIMITS.frameBytes);
  });
});
