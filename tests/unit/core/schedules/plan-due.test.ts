import { describe, expect, it } from "vitest";
import type { Policy } from "../../../../core/model/policy.ts";
import { type DueFacts, planDue } from "../../../../core/schedules/plan-due.ts";

const MINUTE = 60_000;
const facts: DueFacts = {
  dueAt: 0,
  now: 500,
  policy: {},
  openRuns: 0,
  unknownRuns: 0,
  superseded: false,
  machineCount: 1,
  lateWhy: "down",
};

describe("what becomes of a due time", () => {
  it("runs on time", () => {
    expect(planDue(facts)).toEqual({ kind: "run", cause: "on-time" });
  });

  it("P10: makes up for one missed time within the hour, and says so for the rest", () => {
    expect(planDue({ ...facts, now: 30 * MINUTE })).toEqual({ kind: "run", cause: "late" });
    expect(planDue({ ...facts, now: 90 * MINUTE })).toMatchObject({ kind: "missed", cause: "down" });
    expect(planDue({ ...facts, now: 30 * MINUTE, superseded: true })).toMatchObject({ kind: "missed", cause: "down" });
  });

  it.each<[string, Policy, number, string]>([
    ["none", { misfire: "skip" }, 6_000, "misfire-skip"],
    ["every one of them", { misfire: "all" }, 900 * MINUTE, "late"],
    ["those within its window", { misfire: "all", lateLimit: "PT2H" }, 119 * MINUTE, "late"],
    ["none outside its window", { misfire: "all", lateLimit: "PT2H" }, 121 * MINUTE, "down"],
    ["the last within a window of its own", { lateLimit: "PT4H" }, 239 * MINUTE, "late"],
    ["the last outside of it no more", { lateLimit: "PT10M" }, 11 * MINUTE, "down"],
  ])("P10: makes up for %s where the policy says %j", (_what, policy, lateMs, cause) => {
    const superseded = policy.misfire === "all";
    expect(planDue({ ...facts, policy, now: lateMs, superseded })).toMatchObject({ cause });
  });

  it("says that the clock was set forward where that is why", () => {
    expect(planDue({ ...facts, now: 90 * MINUTE, lateWhy: "clock-step" })).toMatchObject({
      cause: "clock-step",
      reason: "It was due 1 h 30 min ago (the server's clock was set forward over it), and the limit is 1 h.",
    });
  });

  it("skips, and says so, while the run before is under way, unless overlapping is allowed", () => {
    expect(planDue({ ...facts, openRuns: 1 })).toMatchObject({ kind: "skipped", cause: "overlap" });
    expect(planDue({ ...facts, openRuns: 1, policy: { overlap: "allow" } })).toMatchObject({ kind: "run" });
  });

  it("skips while nobody knows how the run before ended, and says that", () => {
    expect(planDue({ ...facts, unknownRuns: 1 })).toMatchObject({
      kind: "skipped",
      cause: "overlap",
      reason: expect.stringContaining("Nobody has said yet"),
    });
  });

  it("skips, and says so, when no machine matches", () => {
    expect(planDue({ ...facts, machineCount: 0 })).toEqual({
      kind: "skipped",
      cause: "no-machine",
      reason: "No machine matches the target.",
    });
  });
});
