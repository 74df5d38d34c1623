import type { Policy } from "../model/policy.ts";

export type DuePlan =
  | { readonly kind: "run"; readonly late: boolean }
  | { readonly kind: "missed"; readonly reason: string }
  | { readonly kind: "skipped"; readonly reason: string };

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
}

/** What becomes of one due time: every one leaves a row, also those that do not run. Pure. */
export function planDue(facts: DueFacts): DuePlan {
  const { dueAt, now, policy, superseded, machineCount } = facts;
  const lateMs = now - dueAt;
  const misfire = policy.misfire ?? "last";
  if (lateMs > ON_TIME_MS) {
    const minutes = Math.round(lateMs / 60_000);
    if (misfire === "skip")
      return { kind: "missed", reason: `It was due ${minutes} min ago, and late runs are skipped.` };
    if (misfire === "last" && superseded)
      return { kind: "missed", reason: "I was not running then; only the latest missed time is made up for." };
    if (misfire === "last" && lateMs > LATE_LIMIT_MS)
      return { kind: "missed", reason: `It was due ${minutes} min ago; the limit is 60 min.` };
  }
  const overlap = (policy.overlap ?? "skip") === "skip" ? overlapReason(facts) : undefined;
  if (overlap !== undefined) return { kind: "skipped", reason: overlap };
  if (machineCount === 0) return { kind: "skipped", reason: "No machine matches the target." };
  return { kind: "run", late: lateMs > ON_TIME_MS };
}

function overlapReason({ openRuns, unknownRuns }: DueFacts): string | undefined {
  if (openRuns > 0) return "The run before was still under way.";
  if (unknownRuns > 0) return "Nobody has said yet how the run before ended, and it may still be at work.";
  return undefined;
}
