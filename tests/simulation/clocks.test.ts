import { describe, expect, it } from "vitest";
import { seedSlices } from "./seed-slices.ts";
import { simulate } from "./simulated-world.ts";

const SEEDS = process.env["OCTOPUS_TEST_TIER"] === "nightly" ? 50_000 : 300;

describe("clocks that are wrong, go wrong, and are set while work runs", () => {
  it.each(seedSlices(SEEDS))(
    "F13, P4, P5, P6, P7, P8: nothing is lost, doubled, or stuck in $count lives with steps of an hour and a drift of a percent ($seeds)",
    {
      timeout: 3_600_000,
    },
    async ({ first, count }) => {
      const bad: { readonly seed: number; readonly violations: readonly string[] }[] = [];
      let succeeded = 0;
      for (let seed = first; seed < first + count && bad.length < 5; seed += 1) {
        const { states, violations } = await simulate({ seed, wildClocks: true });
        if (violations.length > 0) bad.push({ seed, violations });
        succeeded += states["succeeded"] ?? 0;
      }
      expect(bad).toEqual([]);
      expect(succeeded).toBeGreaterThan(count);
    },
  );
});
