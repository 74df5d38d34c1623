import { describe, expect, it } from "vitest";
import { planDue } from "../../../../core/schedules/plan-due.ts";

const MINUTE = 60_000;
const facts = { dueAt: 0, now: 500, policy: {}, openRuns: 0, unknownRuns: 0, superseded: false, machineCount: 1 };

describe("what becomes of a due time", () => {
  it("runs on time", () => {
    expect(planDue(facts)).toEqual({ kind: "run", late: false });
  });

  it("P10: makes up for one missed time within the hour, and says so for the rest", () => {
    expect(planDue({ ...facts, now: 30 * MINUTE })).toEqual({ kind: "run", late: true });
    expect(planDue({ ...facts, now: 90 * MINUTE })).toMatchObject({ kind: "missed" });
    expect(planDue({ ...facts, now: 30 * MINUTE, superseded: true })).toMatchObject({ kind: "missed" });
  });

  it("runs every missed time where the policy says all, and none where it says skip", () => {
    const late = { ...facts, now: 90 * MINUTE, superseded: true };
    expect(planDue({ ...late, policy: { misfire: "all" } })).toEqual({ kind: "run", late: true });
    expect(planDue({ ...facts, now: 6_000, policy: { misfire: "skip" } })).toMatchObject({ kind: "missed" });
  });

  it("skips, and says so, while the run before is under way, unless overlapping is allowed", () => {
    expect(planDue({ ...facts, openRuns: 1 })).toMatchObject({ kind: "skipped" });
    expect(planDue({ ...facts, openRuns: 1, policy: { overlap: "allow" } })).toMatchObject({ kind: "run" });
  });

  it("skips while nobody knows how the run before ended, and says that", () => {
    expect(planDue({ ...facts, unknownRuns: 1 })).toMatchObject({
      kind: "skipped",
      reason: expect.stringContaining("Nobody has said yet"),
    });
  });

  it("skips, and says so, when no machine matches", () => {
    expect(planDue({ ...facts, machineCount: 0 })).toEqual({
      kind: "skipped",
      reason: "No machine matches the target.",
    });
  });
});
