import { describe, expect, it } from "vitest";
import { holdAttempt } from "../../../../agent/engine/held-attempt.ts";
import { planBeat, planRenewal } from "../../../../agent/engine/plan-beat.ts";

const held = (execution: string, phase: Parameters<typeof holdAttempt>[2]) =>
  holdAttempt({ execution, attempt: 1 }, undefined, phase);
const input = { sentAt: 5, wallClock: 6, draining: false, facts: undefined };

describe("planBeat", () => {
  it("tells what runs from what waits for the server, and keeps silent about what is not durable", () => {
    const phases = ["preparing", "accepted", "starting", "running", "finishing", "finished"] as const;
    const beat = planBeat(
      phases.map((phase) => held(phase, phase)),
      input,
    );
    expect(beat.running.map(({ execution }) => execution)).toEqual(["starting", "running", "finishing"]);
    expect(beat.waiting.map(({ execution }) => execution)).toEqual(["accepted", "finished"]);
  });

  it("stays within what the wire takes", () => {
    const many = Array.from({ length: 2001 }, (_, index) => held(`E-${index}`, "finished"));
    expect(planBeat(many, input).waiting).toHaveLength(2000);
  });
});

describe("planRenewal", () => {
  it("never moves a lease back", () => {
    const one = { ...held("E-1", "running"), renewedAt: 100 };
    const reply = { type: "beat-reply" as const, held: [one.key], leaseMs: 45_000 };
    expect(planRenewal([one], { ...reply, sentAt: 90 }, 200)).toEqual([]);
    expect(planRenewal([one], { ...reply, sentAt: 110 }, 200)).toEqual([one]);
  });
});
