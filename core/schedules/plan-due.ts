import type { Policy } from "../model/policy.ts";

export type DuePlan =
  | { readonly kind: "run"; readonly late: boolean }
  | { readonly kind: "missed"; readonly reason: string }
  | { readonly kind: "skipped"; readonly reason: string };

/** A firing up to this late still counts as on time. */
const ON_TIME_MS = 5_000;
/** Default misfire rule: run once if at most this late, otherwise skip and say so. */
const LATE_LIMIT_MS = 60 * 60_000;

interface DueFacts {
  readonly dueAt: number;
  readonly now: number;
  readonly policy: Policy;
  /** Runs of this task that have not ended. */
  readonly openRuns: number;
  /** A later due time has passed as well, so this one is history. */
  readonly superseded: boolean;
  readonly machineCount: number;
}

/** What becomes of one due time: every one leaves a row, also those that do not run. Pure. */
export function planDue({ dueAt, now, policy, openRuns, superseded, machineCount }: DueFacts): DuePlan {
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
  if (openRuns > 0 && (policy.overlap ?? "skip") === "skip") {
    return { kind: "skipped", reason: "The run before was still under way." };
  }
  if (machineCount === 0) return { kind: "skipped", reason: "No machine matches the target." };
  return { kind: "run", late: lateMs > ON_TIME_MS };
}
