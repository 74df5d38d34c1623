import { durationToMs } from "../kernel/duration.ts";
import type { Agent } from "../model/agent.ts";
import type { CountOrPercent, Policy } from "../model/policy.ts";
import type { ActionManifest } from "../plugin-api/manifest.ts";

/** How long an execution waits for its machine before it is given up, unless the policy says otherwise. */
export const QUEUE_WAIT_MS = 10 * 60_000;
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
}

interface PlanInput {
  readonly action: ActionManifest;
  readonly policy: Policy;
  readonly machines: readonly Agent[];
  readonly now: number;
}

/** One execution for each machine; with `pick`, for that many of them: connected ones first, then by name. Pure. */
export function planRun({ action, policy, machines, now }: PlanInput): readonly PlannedExecution[] {
  const timeoutMs = durationToMs(policy.timeout ?? action.timeout) ?? FALLBACK_TIMEOUT_MS;
  const chosen = policy.pick === undefined ? machines : pickMachines(machines, policy.pick);
  return chosen.map((machine) => ({
    agentId: machine.id,
    agentName: machine.name,
    maxAttempts: 1 + Math.min(policy.retries ?? 0, LARGEST_RETRIES),
    idempotent: action.idempotent,
    timeoutMs,
    notBefore: now,
    expiresAt: now + QUEUE_WAIT_MS,
  }));
}

function pickMachines(machines: readonly Agent[], pick: CountOrPercent): readonly Agent[] {
  const ready = (machine: Agent) => (machine.liveness === "online" && machine.state === "active" ? 0 : 1);
  const sorted = [...machines].sort((a, b) => ready(a) - ready(b) || (a.name < b.name ? -1 : 1));
  return sorted.slice(0, countOf(pick, machines.length));
}

/** "25%" of 10 is 3: a share rounds up, and is at least one. */
export function countOf(amount: CountOrPercent, total: number): number {
  if (typeof amount === "number") return Math.max(0, Math.min(amount, total));
  const percent = Number(amount.replace("%", ""));
  return Number.isFinite(percent) ? Math.max(1, Math.ceil((total * percent) / 100)) : total;
}
