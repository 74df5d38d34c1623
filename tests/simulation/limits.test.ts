import { describe, expect, it } from "vitest";
import { seedSlices } from "./seed-slices.ts";
import { simulate } from "./simulated-world.ts";

const SEEDS = Number(process.env["OCTOPUS_SIMULATION_SEEDS"] ?? (process.env["OCTOPUS_TEST_TIER"] ? 20_000 : 500));

describe("the real server and agent under seeded faults, with a limit on what may be under way at once", () => {
  it.each(seedSlices(SEEDS))(
    "P6 P8: it is never exceeded by what really runs, and nothing waits for ever, in $count lives ($seeds)",
    {
      timeout: 3_600_000,
    },
    async ({ first, count }) => {
      const bad: { readonly seed: number; readonly violations: readonly string[] }[] = [];
      for (let seed = first; seed < first + count; seed += 1) {
        const { violations } = await simulate({ seed, limit: 1 + (seed % 2) });
        if (violations.length > 0) bad.push({ seed, violations });
      }
      expect(bad.slice(0, 5)).toEqual([]);
    },
  );

  it("F03: the referee sees the damage when the limit is forgotten", { timeout: 300_000 }, async () => {
    let seed = 1;
    while (seed < 200 && (await simulate({ seed, limit: 1, server: { skipLimit: true } })).violations.length === 0)
      seed += 1;
    expect(seed).toBeLessThan(200);
  });
});
