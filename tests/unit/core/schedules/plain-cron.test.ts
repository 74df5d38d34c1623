import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cronProblem, cronTimes, engineTimes } from "../../../../core/schedules/cron-next.ts";
import { readPlainCron } from "../../../../core/schedules/plain-cron.ts";

const part = (low: number, high: number) => {
  const value = fc.integer({ min: low, max: high });
  const range = fc.tuple(value, value).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`);
  const step = fc.integer({ min: 1, max: Math.min(high, 12) });
  const stepped = fc.tuple(fc.oneof(fc.constant("*"), range), step).map(([of, by]) => `${of}/${by}`);
  return fc.oneof(fc.constant("*"), value.map(String), range, stepped);
};
const field = (low: number, high: number) =>
  fc.oneof(
    part(low, high),
    fc.array(part(low, high), { minLength: 1, maxLength: 3 }).map((parts) => parts.join(",")),
  );
const anyCron = fc
  .tuple(field(0, 59), field(0, 23), field(1, 31), field(1, 12), field(0, 7))
  .map((fields) => fields.join(" "));

function firstTimes(times: Iterable<number>, count: number): readonly number[] {
  const found: number[] = [];
  for (const time of times) {
    found.push(time);
    if (found.length === count) break;
  }
  return found;
}

describe("a plain cron text", () => {
  it("gives what the full engine gives, whatever the text and the day", () => {
    const from = fc.integer({ min: 1_577_836_800, max: 2_051_222_400 }).map((seconds) => seconds * 1000);
    fc.assert(
      fc.property(anyCron, from, (cron, at) => {
        fc.pre(cronProblem(cron) === undefined);
        expect(firstTimes(cronTimes(cron, at), 5)).toEqual(firstTimes(engineTimes(cron, at), 5));
      }),
      { numRuns: 300 },
    );
  });

  it("is not one that engines read in different ways: that is left to the full one", () => {
    for (const cron of ["0 9 * * MON", "0 9 L * *", "0 9 * * 5#2", "5/10 * * * *", "0 0 */2 * 1", "0 9 * JAN *"]) {
      expect(readPlainCron(cron)).toBeUndefined();
    }
  });

  it("of 29 February finds it over a century that skips it, and of 31 February ends", () => {
    const first = (cron: string, at: number) =>
      firstTimes(cronTimes(cron, at), 1).map((time) => new Date(time).toISOString());
    expect(first("0 0 29 2 *", Date.UTC(2096, 2, 1))).toEqual(["2104-02-29T00:00:00.000Z"]);
    expect(first("0 0 31 2 *", Date.UTC(2026, 0, 1))).toEqual([]);
  });
});
