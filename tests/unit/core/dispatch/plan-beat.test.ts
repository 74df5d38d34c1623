import { describe, expect, it } from "vitest";
import { planBeat } from "../../../../core/dispatch/plan-beat.ts";
import { anExecutionRow } from "../../../support/execution-rows.ts";

const key = { execution: "E-1", attempt: 1 };
const beat = { type: "beat", sentAt: 7, running: [key], waiting: [], wallClock: 0, draining: false } as const;
const facts = { now: 1000, leaseMs: 45_000, cancelGraceMs: 10_000 };

describe("the server's answer to a heartbeat", () => {
  it("renews what it still regards as this agent's, counted from when the beat was sent", () => {
    const plan = planBeat(beat, [anExecutionRow()], facts);
    expect(plan.held).toEqual([key]);
    expect(plan.answers).toEqual([{ type: "beat-reply", sentAt: 7, held: [key], leaseMs: 45_000 }]);
  });

  it("tells the agent to end what is not its own any more", () => {
    const plan = planBeat(beat, [anExecutionRow({ attempt: 2 })], facts);
    expect(plan.held).toEqual([]);
    expect(plan.answers[1]).toMatchObject({ type: "no", ...key });
  });

  it("repeats a cancel that may have been lost, and keeps the lease until it is confirmed", () => {
    const plan = planBeat(beat, [anExecutionRow({ state: "cancelling" })], facts);
    expect(plan.held).toEqual([key]);
    expect(plan.answers[1]).toMatchObject({ type: "cancel", graceMs: 10_000 });
  });

  it("P8: does not renew for ever what should long have ended by its own time limit", () => {
    const plan = planBeat(beat, [anExecutionRow({ started_at: 0 })], { ...facts, now: 60_000 + 60_001 });
    expect(plan.held).toEqual([]);
  });
});
