import type { CountOrPercent, Policy } from "../model/policy.ts";

/** "25%" of 10 is 3: a share rounds up, and is at least one. */
export function countOf(amount: CountOrPercent, total: number): number {
  if (typeof amount === "number") return Math.max(0, Math.min(amount, total));
  const percent = Number(amount.replace("%", ""));
  return Number.isFinite(percent) ? Math.max(1, Math.ceil((total * percent) / 100)) : total;
}

/** How a run goes from machine to machine. */
export interface Rollout {
  /** Machines in each batch, in order. */
  readonly sizes: readonly number[];
  /** It stops as soon as more than this many failed; undefined: only a failed canary stops it. */
  readonly failLimit: number | undefined;
  /** Whether the first batch is a canary: any failure in it stops the rest. */
  readonly canary: boolean;
}

type RolloutPolicy = Pick<Policy, "canary" | "concurrency" | "stagger" | "stopAfter">;

/**
 * The batches of a run on so many machines; undefined where the policy asks for none, or one batch is all there is.
 * A stop rule needs machines that have not begun, so where nothing says how many at a time, one more go together than
 * may fail; a pause between machines means one at a time. Pure.
 */
export function rolloutOf(policy: RolloutPolicy, total: number): Rollout | undefined {
  const limit = failLimit(policy, total);
  const canary = Math.min(policy.canary ?? 0, total);
  const size = batchSize(policy, total, limit);
  const sizes = canary > 0 ? [canary] : [];
  for (let left = total - canary; left > 0; left -= size) sizes.push(Math.min(size, left));
  return sizes.length > 1 ? { sizes, failLimit: limit, canary: canary > 0 } : undefined;
}

/** "Stop if more than this many fail." A share is of all machines of the run and rounds down: 10% of 12 is 1. Pure. */
export function failLimit({ stopAfter }: Pick<Policy, "stopAfter">, total: number): number | undefined {
  if (stopAfter === undefined || typeof stopAfter === "number") return stopAfter;
  return Math.floor((total * Number(stopAfter.replace("%", ""))) / 100);
}

function batchSize(policy: RolloutPolicy, total: number, limit: number | undefined): number {
  if (policy.concurrency !== undefined) return Math.max(1, countOf(policy.concurrency, total));
  if (policy.stagger !== undefined) return 1;
  return limit === undefined ? Math.max(1, total) : limit + 1;
}

/** The batch of each machine, from 1, for machines in order. Pure. */
export function batchesOf({ sizes }: Pick<Rollout, "sizes">): readonly number[] {
  return sizes.flatMap((size, index) => Array.from({ length: size }, () => index + 1));
}

/** What is known of a rollout when one of its executions has moved. */
export interface RolloutFacts {
  readonly policy: RolloutPolicy;
  readonly total: number;
  /** Failed, timed out, or nobody knows: machines that may be damaged. One that was never begun is none of them. */
  readonly failed: number;
  readonly failedCanaries: number;
  /** In an open batch and not at an end; an unknown end is one too. */
  readonly open: number;
  /** The lowest batch that is still held; undefined: all are open. */
  readonly nextBatch: number | undefined;
}

export type RolloutPlan =
  | { readonly kind: "wait" }
  | { readonly kind: "open"; readonly batch: number }
  | { readonly kind: "stop"; readonly reason: string };

/**
 * What happens next in a rollout. The stop rule comes first, and as early as it can: at the failure that breaks it, not
 * at the end of the batch. Then the next batch opens when nothing of the open ones is left without an end. Pure.
 */
export function planRollout(facts: RolloutFacts): RolloutPlan {
  const { policy, total, failed, failedCanaries, open, nextBatch } = facts;
  const limit = failLimit(policy, total);
  if ((policy.canary ?? 0) > 0 && failedCanaries > 0) {
    return { kind: "stop", reason: "Stopped because the canary failed." };
  }
  if (limit !== undefined && failed > limit) {
    return { kind: "stop", reason: `Stopped by its rule: ${failed} of ${total} failed, and ${limit} may.` };
  }
  return open > 0 || nextBatch === undefined ? { kind: "wait" } : { kind: "open", batch: nextBatch };
}
