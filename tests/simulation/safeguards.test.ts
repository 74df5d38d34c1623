import { describe, expect, it } from "vitest";
import { type SimulationOptions, simulate } from "./simulated-world.ts";

/** The first seed whose life shows a violation. */
async function firstViolation(seeds: number, options: Omit<SimulationOptions, "seed">): Promise<number | undefined> {
  for (let seed = 1; seed <= seeds; seed += 1) {
    if ((await simulate({ ...options, seed })).violations.length > 0) return seed;
  }
  return undefined;
}

describe("the referee of the simulation", () => {
  it.each<[string, Omit<SimulationOptions, "seed">]>([
    ["the nonce and age of a go", { lateChance: 0.6, agent: { skipNonceCheck: true } }],
    ["the end of wants given in advance", { lateChance: 0.6, agent: { keepStandingWants: true } }],
    ["the agent's self-fence", { agent: { skipSelfFence: true } }],
    ["the order of batches and turns", { server: { skipHold: true } }],
    ["the inbox key", { server: { skipInbox: true } }],
    ["the difference between silence and failure", { server: { requeueOnSilence: true } }],
  ])("F03: sees the damage when a safeguard is off: %s", { timeout: 300_000 }, async (_name, options) => {
    expect(await firstViolation(2_000, options)).toBeDefined();
  });
});
