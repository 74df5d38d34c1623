import { durationToMs } from "../kernel/duration.ts";
import type { Agent } from "../model/agent.ts";
import type { CountOrPercent, Policy } from "../model/policy.ts";
import type { ActionManifest } from "../plugin-api/manifest.ts";
import { unmetNeeds } from "../plugin-api/unmet-needs.ts";
import { batchesOf, countOf, rolloutOf } from "./rollout.ts";

/** How long an execution waits for its machine before it is given up, unless the policy says otherwise. */
export const QUEUE_WAIT_MS = 10 * 60_000;
/** How long an execution of this policy waits for a machine that is away or busy. */
export function queueWaitMs({ waitForMachine }: Policy): number {
  return (waitForMachine === undefined ? undefined : durationToMs(waitForMachine)) ?? QUEUE_WAIT_MS;
}

/** Where another machine can take its place, one that does not begin is waited for this long. */
const SPARE_WAIT_MS = 60_000;
/** How long an execution waits before it is looked at again, or given up. */
export function firstWaitMs(policy: Policy, hasSpares: boolean): number {
  return hasSpares ? Math.min(SPARE_WAIT_MS, queueWaitMs(policy)) : queueWaitMs(policy);
}

/** `not_before` of what is held until its batch, or its run, has its turn: the end of the year 9999. */
export const HELD_UNTIL = Date.UTC(9999, 11, 31);
const LARGEST_RETRIES = 10;
const FALLBACK_TIMEOUT_MS = 60_000;

export interface PlannedExecution {
  readonly agentId: string;
  readonly agentName: string;
  readonly maxAttempts: number;
  readonly idempotent: boolean;
  readonly timeoutMs: number;
  readonly notBefore: number;
  readonly expiresAt: number;
  /** From 1; null where all start together. */
  readonly batch: number | null;
  readonly priority: number;
}

const PRIORITY = { high: 0, normal: 1, low: 2 } as const;

interface PlanInput {
  readonly action: ActionManifest;
  readonly policy: Policy;
  readonly machines: readonly Agent[];
  readonly now: number;
}

/**
 * One execution for each machine; with `pick`, for that many of them: those that can do it, connected ones first, then the
 * least busy, then by name. In a rollout
 * they have their turn in the order of `runOrder`, and all but the first batch are held. Pure.
 */
export function planRun({ action, policy, machines, now }: PlanInput): readonly PlannedExecution[] {
  const timeoutMs = durationToMs(policy.timeout ?? action.timeout) ?? FALLBACK_TIMEOUT_MS;
  const chosen = runOrder(policy, machines, action);
  const rollout = rolloutOf(policy, chosen.length);
  const batches = rollout && batchesOf(rollout);
  const waitMs = firstWaitMs(policy, sparesOf(policy, machines, action).length > 0);
  return chosen.map((machine, index) => {
    const batch = batches?.[index] ?? null;
    const held = batch !== null && batch > 1;
    return {
      agentId: machine.id,
      agentName: machine.name,
      maxAttempts: 1 + Math.min(policy.retries ?? 0, LARGEST_RETRIES),
      idempotent: action.idempotent,
      timeoutMs,
      notBefore: held ? HELD_UNTIL : now,
      expiresAt: held ? HELD_UNTIL : now + waitMs,
      batch,
      priority: PRIORITY[policy.priority ?? "normal"],
    };
  });
}

/**
 * The machines of a run in their order. In a rollout the connected ones come first, so that one that is away holds up
 * nothing but the end; there it has the usual time to come back, and is then listed as not run. Pure.
 */
export function runOrder(policy: Policy, machines: readonly Agent[], action: Needy): readonly Agent[] {
  const chosen = policy.pick === undefined ? machines : pickMachines(machines, policy.pick, action);
  return rolloutOf(policy, chosen.length) ? readyFirst(chosen) : chosen;
}

function readyFirst(machines: readonly Agent[]): readonly Agent[] {
  return [...machines].sort((a, b) => rankOf(a) - rankOf(b));
}

const rankOf = (machine: Agent) => (machine.liveness === "online" && machine.state === "active" ? 0 : 1);

type Needy = Pick<ActionManifest, "name" | "needs">;

function pickMachines(machines: readonly Agent[], pick: CountOrPercent, action: Needy): readonly Agent[] {
  return pickOrder(machines, action).slice(0, countOf(pick, machines.length));
}

/** The machines that `pick` passed over, best first. Pure. */
export function sparesOf(
  { pick }: Policy,
  machines: readonly Agent[],
  action: Needy,
): readonly Pick<Agent, "id" | "name">[] {
  if (pick === undefined) return [];
  const able = pickOrder(machines, action).filter(({ facts }) => unmetNeeds(action, facts) === undefined);
  const passed = able.slice(countOf(pick, machines.length));
  return passed.map(({ id, name }) => ({ id, name }));
}

/** Never a machine that cannot do it while another can; of those that can the least busy of the connected ones first. */
function pickOrder(machines: readonly Agent[], action: Needy): readonly Agent[] {
  const unable = (machine: Agent) => (unmetNeeds(action, machine.facts) === undefined ? 0 : 1);
  return [...machines].sort(
    (a, b) => unable(a) - unable(b) || rankOf(a) - rankOf(b) || busyness(a) - busyness(b) || (a.name < b.name ? -1 : 1),
  );
}

/** Load for each processor in steps of a quarter, so that a breath more does not choose another; unknown counts as idle. */
function busyness({ facts }: Agent): number {
  return facts?.load === undefined ? 0 : Math.floor((facts.load / Math.max(1, facts.cpuCount)) * 4);
}
