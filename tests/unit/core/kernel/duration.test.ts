import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { backoffMs } from "../../../../core/kernel/backoff.ts";
import { describeMs, durationToMs, msToDuration } from "../../../../core/kernel/duration.ts";

describe("durations", () => {
  it("whatever is written is read back as the same span, up to eight years", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 250_000_000 }), fc.constantFrom(1, 1_000, 60_000), (count, unit) => {
        const ms = (count * unit) % 250_000_000_000;
        expect(durationToMs(msToDuration(ms))).toBe(ms);
      }),
    );
  });

  it.each([
    ["PT90S", 90_000],
    ["PT2H", 7_200_000],
    ["P1D", 86_400_000],
    ["P1W", 604_800_000],
    ["P1DT2H3M4.5S", 93_784_500],
    ["PT0.001S", 1],
  ])("reads %s", (text, ms) => {
    expect(durationToMs(text)).toBe(ms);
  });

  it.each(["", "P", "PT", "P1DT", "P1M", "P1Y", "-PT1S", "PT1.S", "1h", "PT1S ", "pt1s", "PT1H1H", "PT1M1H"])(
    'refuses "%s"',
    (text) => {
      expect(durationToMs(text)).toBeUndefined();
    },
  );

  it.each([
    [0, "0 ms"],
    [850, "850 ms"],
    [3_800, "3.8 s"],
    [42_000, "42 s"],
    [252_000, "4 min 12 s"],
    [3_599_900, "60 min"],
    [7_500_000, "2 h 5 min"],
    [259_200_000, "3 days"],
  ])("tells a person that %d is %s", (ms, text) => {
    expect(describeMs(ms)).toBe(text);
  });

  it("delays before tries double up to their cap", () => {
    const delays = [1, 2, 3, 4, 60].map((attempt) => backoffMs(attempt, { baseMs: 5, capMs: 30 }));
    expect(delays).toEqual([5, 10, 20, 30, 30]);
  });
});
