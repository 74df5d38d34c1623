import type { FrameStep } from "../../core/model/frame.ts";
import type { Policy } from "../../core/model/policy.ts";
import type { Wish } from "./simulated-server.ts";
import type { SeededRandomness } from "./simulated-time.ts";

/** What somebody asks for in a random life: mostly plain work, sometimes in batches, in steps, or in turn. */
export function randomWish(randomness: SeededRandomness, agents: readonly string[]): Wish {
  const chance = (probability: number) => randomness.chance(probability);
  const action = chance(0.5) ? "safe.read" : "risky.change";
  const everywhere = chance(0.4);
  const targets = everywhere ? agents : [randomness.pick(agents)];
  const rollout: Policy = everywhere && chance(0.6) ? randomRollout(randomness) : {};
  const overlap = chance(0.3) ? { overlap: randomness.pick(["queue", "replace"] as const) } : {};
  const steps = chance(0.3) ? randomSteps(randomness) : [];
  // biome-ignore lint/suspicious/noThenProperty: the frame contract names the field
  return { action, targets, policy: { ...rollout, ...overlap }, then: steps };
}

function randomRollout(randomness: SeededRandomness): Policy {
  return {
    concurrency: randomness.pick([1, 2]),
    ...(randomness.chance(0.3) && { canary: 1 }),
    ...(randomness.chance(0.5) && { stopAfter: randomness.pick([0, 1]) }),
    ...(randomness.chance(0.2) && { stagger: "PT5S" }),
    ...(randomness.chance(0.2) && { check: { action: "safe.read" } }),
  };
}

function randomSteps(randomness: SeededRandomness): readonly FrameStep[] {
  const count = randomness.pick([1, 2]);
  return Array.from({ length: count }, () => ({
    when: randomness.pick(["success", "failure", "always"] as const),
    action: "safe.read",
    params: {},
  }));
}
