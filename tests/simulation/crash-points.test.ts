import { describe, expect, it } from "vitest";
import type { Script } from "./script.ts";
import { type SimulationOptions, type SimulationOutcome, simulate } from "./simulated-world.ts";

const SEED = 7;
const read = { action: "safe.read", targets: ["web-1"] };
const step = { action: "safe.read", params: {} };
const change = { action: "risky.change", targets: ["web-1"] };

/** Each story with how its executions end when nothing dies. */
const SCRIPTS: readonly (readonly [string, Script, Readonly<Record<string, number>>])[] = [
  ["a read that works", { wishes: [read], lastsMs: 2_000 }, { succeeded: 1 }],
  ["a change that works", { wishes: [change], lastsMs: 2_000 }, { succeeded: 1 }],
  ["a change that fails", { wishes: [change], lastsMs: 2_000, fails: () => true }, { failed: 1 }],
  [
    "a read that works at the third try",
    { wishes: [{ ...read, policy: { retries: 3, retryDelay: "PT2S" } }], lastsMs: 1_000, fails: (n) => n < 3 },
    { succeeded: 1 },
  ],
  [
    "a read whose tries are used up",
    { wishes: [{ ...read, policy: { retries: 2 } }], lastsMs: 1_000, fails: () => true },
    { failed: 1 },
  ],
  ["a change cancelled while it runs", { wishes: [change], lastsMs: 60_000, cancelAt: 12_000 }, { cancelled: 1 }],
  ["a read cancelled while it runs", { wishes: [read], lastsMs: 60_000, cancelAt: 12_000 }, { cancelled: 1 }],
  ["a cancel just after the request", { wishes: [change], lastsMs: 9_000, cancelAt: 6_050 }, { cancelled: 1 }],
  [
    "a change on every machine",
    { wishes: [{ ...change, targets: ["web-1", "web-2", "db-1"] }], lastsMs: 3_000 },
    { succeeded: 3 },
  ],
  ["three wishes at once for one machine", { wishes: [read, change, read], lastsMs: 4_000 }, { succeeded: 3 }],
  [
    "a rollout one by one",
    { wishes: [{ ...change, targets: ["web-1", "web-2", "db-1"], policy: { concurrency: 1 } }], lastsMs: 2_000 },
    { succeeded: 3 },
  ],
  [
    "a rollout that its rule stops",
    {
      wishes: [{ ...change, targets: ["web-1", "web-2", "db-1"], policy: { concurrency: 1, stopAfter: 0 } }],
      lastsMs: 2_000,
      fails: () => true,
    },
    { failed: 1, skipped: 2 },
  ],
  [
    "a rollout that is checked after each batch",
    {
      wishes: [
        {
          ...change,
          targets: ["web-1", "web-2", "db-1"],
          policy: { concurrency: 1, check: { action: "safe.read" } },
        },
      ],
      lastsMs: 2_000,
    },
    { succeeded: 5 },
  ],
  [
    "a chain of two steps",
    {
      wishes: [
        {
          ...read,
          // biome-ignore lint/suspicious/noThenProperty: the frame contract names the field
          then: [
            { when: "success", ...step },
            { when: "always", ...step },
          ],
        },
      ],
      lastsMs: 1_000,
    },
    { succeeded: 3 },
  ],
  [
    "a run that waits for the one before",
    {
      wishes: [
        { ...read, policy: { overlap: "queue" } },
        { ...read, againOf: "message-0" },
      ],
      lastsMs: 3_000,
    },
    { succeeded: 2 },
  ],
  ["every packet arrives three times", { wishes: [change, read], lastsMs: 2_000, copies: 3 }, { succeeded: 2 }],
  [
    "a change whose machine is cut off for a while",
    { wishes: [change], lastsMs: 10_000, cut: { agent: "web-1", at: 9_000, forMs: 20_000 } },
    { succeeded: 1 },
  ],
  [
    "a read whose machine is cut off beyond its lease",
    { wishes: [read], lastsMs: 50_000, cut: { agent: "web-1", at: 9_000, forMs: 70_000 } },
    { succeeded: 1 },
  ],
];

/** Lives the story once for each durable step, dying there; until a life has no such step. */
async function diesEverywhere(
  script: Script,
  of: "server" | "agent",
  ablations: Pick<SimulationOptions, "agent" | "server"> = {},
): Promise<readonly SimulationOutcome[]> {
  const lives: SimulationOutcome[] = [];
  for (let step = 1; ; step += 1) {
    const life = await simulate({ ...ablations, seed: SEED, script: { ...script, crash: { of, step } } });
    if (life.crashes === 0) return lives;
    lives.push(life);
  }
}

describe.each(SCRIPTS)("F04 %s", (_name, script, ends) => {
  it("ends as it should when nothing dies", async () => {
    const life = await simulate({ seed: SEED, script });
    expect({ violations: life.violations, states: life.states }).toEqual({ violations: [], states: ends });
  });

  it.each(["server", "agent"] as const)("loses, doubles and hangs nothing wherever the %s dies", async (of) => {
    const lives = await diesEverywhere(script, of);
    expect(lives.flatMap((life, index) => life.violations.map((one) => `step ${index + 1}: ${one}`))).toEqual([]);
    const whole = await simulate({ seed: SEED, script });
    expect(lives.length).toBeGreaterThanOrEqual(whole.steps[of]);
  });
});

describe("F04 the referee", () => {
  const story: Script = { wishes: [change], lastsMs: 2_000 };

  it("sees the second task when the server dies before its answer and the inbox key is off", async () => {
    const lives = await diesEverywhere(story, "server", { server: { skipInbox: true } });
    expect(lives.flatMap((life) => life.violations).join()).toContain("2 runs for 1 messages");
  });

  it("sees the second start when the agent dies half way and silence counts as failure", async () => {
    const lives = await diesEverywhere(story, "agent", { server: { requeueOnSilence: true } });
    expect(lives.flatMap((life) => life.violations).join()).toContain("is not retry-safe");
  });
});
