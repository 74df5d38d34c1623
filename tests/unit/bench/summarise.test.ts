import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { percentile, summarise } from "../../../bench/summarise.ts";

const figures = fc.array(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
  { minLength: 1, maxLength: 200 },
);

describe("percentiles", () => {
  it("are values that were measured, by nearest rank", () => {
    const hundred = Array.from({ length: 100 }, (_one, at) => at + 1);
    expect(summarise(hundred)).toEqual({ count: 100, p50: 50, p90: 90, p99: 99, longest: 100 });
    expect(summarise([7])).toEqual({ count: 1, p50: 7, p90: 7, p99: 7, longest: 7 });
    expect(percentile([1, 2, 3], 0)).toBe(1);
  });

  it("do not depend on the order, grow, and leave the values alone", () => {
    fc.assert(
      fc.property(figures, (values) => {
        const before = [...values];
        const { p50, p90, p99, longest } = summarise(values);
        expect(values).toEqual(before);
        expect(summarise([...values].reverse())).toEqual(summarise(values));
        expect(p50 <= p90 && p90 <= p99 && p99 <= longest).toBe(true);
        expect(longest).toBe(Math.max(...values));
      }),
    );
  });

  it("leave at least as large a share at or below them as they say", () => {
    fc.assert(
      fc.property(figures, fc.integer({ min: 1, max: 100 }), (values, percent) => {
        const sorted = [...values].sort((one, other) => one - other);
        const found = percentile(sorted, percent);
        const below = values.filter((value) => value <= found).length;
        expect(below / values.length).toBeGreaterThanOrEqual(percent / 100 - 1e-9);
      }),
    );
  });

  it("are nothing where nothing was measured", () => {
    expect(summarise([])).toMatchObject({ count: 0, p50: Number.NaN });
  });
});
