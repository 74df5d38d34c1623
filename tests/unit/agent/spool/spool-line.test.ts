import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SpoolRecord } from "../../../../agent/engine/spool.ts";
import { decodeSpoolLine, encodeSpoolLine, parseSpool } from "../../../../agent/spool/spool-line.ts";
import { anOffer } from "../../../support/agent-engine-world.ts";

const records: readonly SpoolRecord[] = [
  { kind: "accepted", offer: anOffer("E-1", 1, { params: { path: "/tmp/ä\n漢" } }) },
  { kind: "started", execution: "E-1", attempt: 1 },
  {
    kind: "finished",
    result: {
      type: "result",
      execution: "E-1",
      attempt: 1,
      outcome: "succeeded",
      response: { ok: true, headline: "Grüße 🐙", data: { lines: ["a", "b"] } },
      durationMs: 12,
      ranAs: "nobody (uid 65534)",
      logChunks: 3,
    },
  },
];
const lines = records.map(encodeSpoolLine);
const whole = Buffer.from(lines.join(""));

describe("parseSpool", () => {
  it("reads back what was written", () => {
    expect(parseSpool(whole)).toEqual({ records, soundBytes: whole.length, damagedInside: false });
  });

  it("F07: drops the last record, and only it, wherever the file was cut", () => {
    const before = Buffer.byteLength(lines.slice(0, 2).join(""));
    for (let length = before; length < whole.length; length += 1) {
      const parsed = parseSpool(whole.subarray(0, length));
      expect(parsed).toEqual({ records: records.slice(0, 2), soundBytes: before, damagedInside: false });
    }
  });

  it("F07: drops the last record when any byte of it was changed", () => {
    const before = Buffer.byteLength(lines.slice(0, 2).join(""));
    for (let position = before; position < whole.length; position += 1) {
      const damaged = Buffer.from(whole);
      damaged[position] = (damaged[position] ?? 0) ^ 0x01;
      expect(parseSpool(damaged).records).toEqual(records.slice(0, 2));
    }
  });

  it("notices damage that others follow", () => {
    const damaged = Buffer.from(whole);
    damaged[20] = (damaged[20] ?? 0) ^ 0x01;
    expect(parseSpool(damaged)).toMatchObject({ records: records.slice(1), soundBytes: 0, damagedInside: true });
  });
});

it("never takes a line that it did not write", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 60 }), (line) => {
      expect(decodeSpoolLine(line)).toBeUndefined();
    }),
  );
});
