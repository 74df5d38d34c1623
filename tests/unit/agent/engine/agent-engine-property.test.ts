import fc from "fast-check";
import { expect, it } from "vitest";
import { anOffer, EngineWorld, settled } from "../../../support/agent-engine-world.ts";

const KEY = { execution: "E-1", attempt: 1 };
const STEPS = [
  "offer",
  "go",
  "old-go",
  "no",
  "cancel",
  "end",
  "beat",
  "wait",
  "hold",
  "release",
  "crash",
  "cut",
] as const;
type Step = (typeof STEPS)[number];

/** Plays one story; returns how often the attempt was started over all lives, and what was said of it from then on. */
async function play(steps: readonly Step[], ablations = {}) {
  const world = await new EngineWorld({ ablations }).up();
  const nonces: string[] = [];
  const outcomes: string[] = [];
  let starts = 0;
  const collect = () => {
    // Only what is said once it has begun: before, a cancel out of turn may well be answered by "never started".
    if (starts + world.runner.started.length === 0) world.take("result");
    nonces.push(...world.take("want").map(({ nonce }) => nonce));
    outcomes.push(...world.take("result").map(({ outcome }) => outcome));
  };
  const acts: Record<Step, () => Promise<unknown>> = {
    offer: () => world.receive(anOffer()),
    go: () => world.receive({ type: "go", ...KEY, nonce: nonces.at(-1) ?? "none" }),
    "old-go": () => world.receive({ type: "go", ...KEY, nonce: nonces[0] ?? "none" }),
    no: () => world.receive({ type: "no", ...KEY, reason: "no" }),
    cancel: () => world.receive({ type: "cancel", ...KEY, graceMs: 1 }),
    end: async () => world.runner.end("E-1/1"),
    beat: async () => world.engine.heartbeat(),
    wait: () => world.clock.advance(7000),
    hold: async () => Object.assign(world.spool, { holding: true }),
    release: async () => world.spool.release(),
    crash: async () => {
      starts += world.runner.started.length;
      world.spool.dropHeld();
      await world.restart();
    },
    cut: async () => {
      world.engine.disconnected();
      await world.clock.advance(1);
      world.engine.connected();
    },
  };
  for (const step of steps) {
    await acts[step]();
    await settled();
    collect();
  }
  return { starts: starts + world.runner.started.length, outcomes };
}

const story = fc.array(fc.constantFrom(...STEPS), { maxLength: 40 });

it("starts an attempt at most once and never changes what it said of it, whatever happens in whatever order", async () => {
  await fc.assert(
    fc.asyncProperty(story, async (steps) => {
      const { starts, outcomes } = await play(steps);
      expect(starts).toBeLessThanOrEqual(1);
      expect(new Set(outcomes).size).toBeLessThanOrEqual(1);
      expect(outcomes).not.toContain("never_started");
    }),
    { numRuns: 1500 },
  );
});

it("would start on an old go if it did not look at the nonce", async () => {
  const steps: Step[] = ["offer", "crash", "offer", "old-go"];
  expect((await play(steps)).starts).toBe(0);
  expect((await play(steps, { skipNonceCheck: true })).starts).toBe(1);
});
