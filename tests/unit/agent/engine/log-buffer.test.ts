import { expect, it } from "vitest";
import { LogBuffer } from "../../../../agent/engine/log-buffer.ts";

const log = (seq: number, size: number) =>
  ({
    type: "log",
    execution: "E-1",
    attempt: 1,
    seq,
    stream: "out",
    text: "x".repeat(size),
    sinceStartMs: 0,
  }) as const;

it("keeps the newest megabyte of output and lets the oldest go", () => {
  const buffer = new LogBuffer();
  for (let seq = 0; seq < 40; seq += 1) buffer.add(log(seq, 64 * 1024));
  const kept = buffer.take().map((message) => (message.type === "log" ? message.seq : -1));
  expect(kept).toEqual(Array.from({ length: 16 }, (_, index) => 24 + index));
  expect(buffer.take()).toEqual([]);
});
