import { describe, expect, it } from "vitest";
import type { Exchange } from "../../../bench/client/chat-plan.ts";
import { partsOf, type Seen } from "../../../bench/latency-parts.ts";

const times = { sentAt: 0, answeredAt: 4, endedAt: 20, keptAt: 23 };
const exchange: Exchange = { messageId: "m", runId: "R-1", tone: "success", ...times };
const seen: Seen = {
  handledAt: 1,
  unitAt: 2,
  committedAt: 3,
  offeredAt: 5,
  wantedAt: 7,
  wentAt: 8,
  resultAt: 14,
  ranMs: 4,
  rackedAt: 16,
  shownAt: 19,
};

describe("the parts of a message's way", () => {
  it("add up to the whole, with the run taken out of the part it is in", () => {
    const parts = partsOf(exchange, seen) ?? [];
    expect(parts.reduce((sum, { ms }) => sum + ms, 0)).toBe(20);
    expect(parts.find(({ name }) => name === "run on the agent")?.ms).toBe(4);
    expect(parts.find(({ name }) => name.startsWith("go -> result"))?.ms).toBe(2);
  });

  it("have one fewer way where the go went out with the offer", () => {
    const { wantedAt: _want, wentAt: _go, ...withOffer } = seen;
    const parts = partsOf(exchange, withOffer) ?? [];
    expect(parts.reduce((sum, { ms }) => sum + ms, 0)).toBe(20);
    expect(parts.find(({ name }) => name.startsWith("offer and go -> result"))?.ms).toBe(5);
  });

  it("are not told where one is missing or out of order", () => {
    const { wantedAt: _gone, ...withoutWant } = seen;
    expect(partsOf(exchange, withoutWant)).toBeUndefined();
    expect(partsOf(exchange, { ...seen, wentAt: 6 })).toBeUndefined();
    expect(partsOf(exchange, { ...seen, shownAt: Number.NaN })).toBeUndefined();
  });
});
