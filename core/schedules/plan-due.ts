import { describeMs, durationToMs } from "../kernel/duration.ts";
import type { LedgerCause } from "../model/ledger.ts";
import type { Policy } from "../model/policy.ts";

export type DuePlan =
  | { readonly kind: "run"; readonly cause: "on-time" | "late" }
  | { readonly kind: "missed" | "skipped"; readonly cause: LedgerCause; readonly reason: string };

/** Why a due time was not dealt with when it came: not running, a clock set forward, or too much to do. */
export type LateWhy = "down" | "clock-step" | "late";

/** A firing up to this late still counts as on time. */
const ON_TIME_MS = 5_000;
/** Default misfire rule: run once if at most this late, otherwise skip and say so. */
const LATE_LIMIT_MS = 60 * 60_000;

/** What is known about a due time when it is dealt with. */
export interface DueFacts {
  readonly dueAt: number;
  readonly now: number;
  readonly policy: Policy;
  /** Runs of this task that are under way. */
  readonly openRuns: number;
  /** Runs of which nobody knows how they ended. */
  readonly unknownRuns: number;
  /** A later due time has passed as well, so this one is history. */
  readonly superseded: boolean;
  readonly machineCount: number;
  readonly lateWhy: LateWhy;
}

/** What becomes of one due time: every one leaves a row, also those that do not run. Pure. */
export function planDue(facts: DueFacts): DuePlan {
  const lateMs = facts.now - facts.dueAt;
  const missed = lateMs > ON_TIME_MS ? missedReason(facts, lateMs) : undefined;
  if (missed) return { kind: "missed", ...missed };
  const overlap = (facts.policy.overlap ?? "skip") === "skip" ? overlapReason(facts) : undefined;
  if (overlap !== undefined) return { kind: "skipped", cause: "overlap", reason: overlap };
  if (facts.machineCount === 0) {
    return { kind: "skipped", cause: "no-machine", reason: "No machine matches the target." };
  }
  return { kind: "run", cause: lateMs <= ON_TIME_MS ? "on-time" : "late" };
}

export const LATE_WORDS: Readonly<Record<LateWhy, string>> = {
  down: "I was not running when it was due",
  "clock-step": "the server's clock was set forward over it",
  late: "there was more to do than could be done in time",
};

/** How late a missed time may still be made up for. */
export function lateLimitMs({ misfire, lateLimit }: Policy): number {
  const said = lateLimit === undefined ? undefined : durationToMs(lateLimit);
  return said ?? (misfire === "all" ? Number.POSITIVE_INFINITY : LATE_LIMIT_MS);
}

function missedReason({ policy, superseded, lateWhy }: DueFacts, lateMs: number) {
  const { misfire = "last" } = policy;
  const limitMs = lateLimitMs(policy);
  const why = LATE_WORDS[lateWhy];
  const cause: LedgerCause = lateWhy === "late" ? "down" : lateWhy;
  if (misfire === "skip") {
    const reason = `It was due ${describeMs(lateMs)} ago, and late runs of this task are skipped.`;
    return { cause: "misfire-skip", reason } as const;
  }
  if (misfire === "last" && superseded) {
    return { cause, reason: `It was missed: ${why}. Only the latest missed time is made up for.` };
  }
  if (lateMs <= limitMs) return undefined;
  return { cause, reason: `It was due ${describeMs(lateMs)} ago (${why}), and the limit is ${describeMs(limitMs)}.` };
}

function overlapReason({ openRuns, unknownRuns }: DueFacts): string | undefined {
  if (openRuns > 0) return "The run before was still under way.";
  if (unknownRuns > 0) return "Nobody has said yet how the run before ended, and it may still be at work.";
  return undefined;
}
