import { describe, expect, it } from "vitest";
import { seedSlices } from "./seed-slices.ts";
import { type SimulationOutcome, simulate } from "./simulated-world.ts";

const SEEDS = Number(process.env["OCTOPUS_SIMULATION_SEEDS"] ?? (process.env["OCTOPUS_TEST_TIER"] ? 200_000 : 5_000));
const FIRST_SEED = Number(process.env["OCTOPUS_SIMULATION_FIRST_SEED"] ?? 1);

describe("the real server and agent under seeded faults", () => {
  it.each(seedSlices(SEEDS, FIRST_SEED))(
    "F03 F06 F08 P1 P4 P5 P6 P7 P8 P9: nothing is lost, doubled, or stuck in $count lives full of crashes, loss, duplication and partitions ($seeds)",
    {
      timeout: 3_600_000,
    },
    async ({ first, count }) => {
      const bad: { readonly seed: number; readonly violations: readonly string[] }[] = [];
      const total = { executions: 0, crashes: 0, states: {} as Record<string, number> };
      for (let seed = first; seed < first + count; seed += 1) {
        const outcome: SimulationOutcome = await simulate({ seed });
        if (outcome.violations.length > 0) bad.push({ seed, violations: outcome.violations });
        total.executions += outcome.executions;
        total.crashes += outcome.crashes;
        for (const [state, ended] of Object.entries(outcome.states)) {
          total.states[state] = (total.states[state] ?? 0) + ended;
        }
      }
      console.info(`simulation: ${count} seeds from ${first} on ${JSON.stringify(total)}`);
      expect(bad.slice(0, 5)).toEqual([]);
      expect(total.states["succeeded"]).toBeGreaterThan(count);
    },
  );

  it("the same seed gives the same life", async () => {
    expect(await simulate({ seed: 42 })).toEqual(await simulate({ seed: 42 }));
  });
});
