import type { AttemptKey, OfferMessage, ResultMessage } from "../../core/protocol/messages.ts";
import type { RunningAttempt } from "./ports.ts";

/**
 * preparing: nothing durable yet. accepted: durable, may want. starting: a go was believed, its record is being made
 * durable. running. finishing: the result is being made durable. finished: durable, sent until racked.
 */
export type AttemptPhase = "preparing" | "accepted" | "starting" | "running" | "finishing" | "finished";

/** `cancelled` by the server; `cancelled_here` by somebody on this machine. */
export type StopReason = "cancelled" | "cancelled_here" | "lost_lease" | "stopping";

/** The newest want of an attempt: only a go that answers it counts. */
export interface Want {
  readonly nonce: string;
  /** Monotonic clock when sent. */
  readonly sentAt: number;
}

/** What the agent holds of one attempt. Owned and changed by the engine alone. */
export interface HeldAttempt {
  readonly key: AttemptKey;
  /** Absent only for a result that outlived a restart. */
  readonly offer: OfferMessage | undefined;
  phase: AttemptPhase;
  /** Wall clock when it was taken, began to run or ended, whichever was last; for people only. */
  since: number;
  want: Want | undefined;
  /** Monotonic instant from which the lease counts. */
  renewedAt: number;
  leaseMs: number;
  running: RunningAttempt | undefined;
  /** Set once somebody wants it stopped; the first reason stays. */
  stopReason: StopReason | undefined;
  result: ResultMessage | undefined;
  /** The disk refused the result; the next heartbeat tries again. */
  finishFailed: boolean;
  /** Number of log chunks so far; the next one's seq. */
  logChunks: number;
}

export function holdAttempt(
  key: AttemptKey,
  offer: OfferMessage | undefined,
  phase: AttemptPhase,
  since = 0,
): HeldAttempt {
  return {
    key: { execution: key.execution, attempt: key.attempt },
    offer,
    phase,
    since,
    want: undefined,
    renewedAt: 0,
    leaseMs: 0,
    running: undefined,
    stopReason: undefined,
    result: undefined,
    finishFailed: false,
    logChunks: 0,
  };
}

/** A go is believed: its lease counts from the want that it answers, also while what it needs is still fetched. */
export function beginLease(held: HeldAttempt, now: number, leaseMs: number): void {
  held.phase = "starting";
  held.renewedAt = held.want?.sentAt ?? now;
  held.leaseMs = leaseMs;
}

/** Counts against the concurrency limit. */
export function isActive(held: HeldAttempt): boolean {
  return held.phase !== "finished" && held.phase !== "finishing";
}
