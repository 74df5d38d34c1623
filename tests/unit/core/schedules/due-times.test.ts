import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dueTimes } from "../../../../core/schedules/due-times.ts";
import { nextRuns } from "../../../../core/schedules/next-runs.ts";

const hourly = { kind: "cron", cron: "0 * * * *" } as const;
const options = { timeZone: "Europe/Paris", anchorAt: 0 };
const NOON = Date.UTC(2026, 10, 21, 12);

describe("jitter", () => {
  it("moves each due time by its own share, the same for everybody who asks", () => {
    const task = { id: "T-17", schedule: hourly, policy: { jitter: "PT10M" } };
    const found = dueTimes(task, NOON, 24, options);
    const shares = found.map((at) => at % 3_600_000);
    expect(new Set(shares).size).toBeGreaterThan(15);
    expect(Math.max(...shares)).toBeLessThan(600_000);
    expect(dueTimes(task, NOON, 24, options)).toEqual(found);
    expect(dueTimes({ ...task, id: "T-18" }, NOON, 24, options)).not.toEqual(found);
  });

  it("P10: walked from one to the next leaves out no due time and repeats none", () => {
    const ids = fc.integer({ min: 1, max: 9_999 }).map((seq) => `T-${seq}`);
    const minutes = fc.integer({ min: 1, max: 59 });
    fc.assert(
      fc.property(ids, minutes, fc.integer({ min: 0, max: 86_400_000 }), (id, jitter, ahead) => {
        const task = { id, schedule: hourly, policy: { jitter: `PT${jitter}M` } };
        const walked: number[] = [];
        for (let at = NOON + ahead; walked.length < 8; ) {
          [at = 0] = dueTimes(task, at, 1, options);
          walked.push(at);
        }
        const [first = 0] = walked;
        const planned = nextRuns(hourly, first - jitter * 60_000, 8, options);
        expect(walked.map((at) => Math.floor(at / 3_600_000) * 3_600_000)).toEqual(planned);
      }),
      { numRuns: 200 },
    );
  });
});
