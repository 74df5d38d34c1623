import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Policy } from "../../../../core/model/policy.ts";
import { MOST_MADE_UP, planGap } from "../../../../core/schedules/plan-gap.ts";

const MINUTE = 60_000;
const everyMinute = (count: number) => Array.from({ length: count }, (_, index) => index * MINUTE);

describe("a long gap", () => {
  it("of up to ten due times is not folded", () => {
    expect(planGap(everyMinute(10), {}, 11 * MINUTE, "down")).toBeUndefined();
  });

  it("is one row for all but the latest, which may still be made up for", () => {
    expect(planGap(everyMinute(10_080), {}, 10_080 * MINUTE, "down")).toEqual({
      count: 10_079,
      since: 0,
      until: 10_078 * MINUTE,
      cause: "down",
      reason:
        "10079 due times in a row were missed: I was not running when it was due, and only the latest is made up for. This one row stands for them.",
    });
  });

  it("of which all are to be made up for leaves a bounded number of the latest, within the window", () => {
    const passed = everyMinute(1_000);
    expect(planGap(passed, { misfire: "all" }, 1_000 * MINUTE, "down")).toMatchObject({ count: 1_000 - MOST_MADE_UP });
    const window = { misfire: "all", lateLimit: "PT20M" } as const;
    expect(planGap(passed, window, 1_000 * MINUTE, "down")).toMatchObject({ count: 980 });
  });

  it("P10: stands for a beginning of the gap without a hole, whatever the policy", () => {
    const policies = fc.record(
      {
        misfire: fc.constantFrom<NonNullable<Policy["misfire"]>>("skip", "last", "all"),
        lateLimit: fc.constantFrom("PT5M", "PT1H", "P1D"),
      },
      { requiredKeys: [] },
    );
    const passed = fc.uniqueArray(fc.integer({ min: 0, max: 1e9 }), { minLength: 1, maxLength: 400 });
    fc.assert(
      fc.property(passed, policies, (times, policy) => {
        const sorted = times.sort((a, b) => a - b);
        const fold = planGap(sorted, policy, 1e9 + 1, "down");
        if (!fold) return;
        expect([fold.since, fold.until]).toEqual([sorted[0], sorted[fold.count - 1]]);
        expect(fold.count).toBeLessThan(sorted.length);
      }),
    );
  });
});
