import type { LedgerCause } from "../model/ledger.ts";
import type { Policy } from "../model/policy.ts";
import { LATE_WORDS, type LateWhy, lateLimitMs } from "./plan-due.ts";

/** Up to this many missed due times have a row each. */
const ROWS_EACH = 10;
/** At most this many are made up for where the policy says `all`: the latest. */
export const MOST_MADE_UP = 100;

/** Missed due times that become one row. */
export interface Fold {
  readonly count: number;
  readonly since: number;
  readonly until: number;
  readonly cause: LedgerCause;
  readonly reason: string;
}

/**
 * The beginning of a long gap as one row, so that a task of every minute does not write ten thousand after a week;
 * undefined where each due time has a row of its own. `passed` are all due times that have passed, ascending. Those that
 * may still be made up for are never folded. Pure.
 */
export function planGap(passed: readonly number[], policy: Policy, now: number, why: LateWhy): Fold | undefined {
  if (passed.length <= ROWS_EACH) return undefined;
  const { misfire = "last" } = policy;
  const count = passed.length - keptCount(passed, policy, now);
  const [since] = passed;
  const until = passed[count - 1];
  if (count < 2 || since === undefined || until === undefined) return undefined;
  if (misfire === "skip") {
    const reason = `${count} due times in a row were missed, and late runs of this task are skipped. This one row stands for them.`;
    return { count, since, until, cause: "misfire-skip", reason };
  }
  const rest =
    misfire === "all" ? `at most the latest ${MOST_MADE_UP} are made up for` : "only the latest is made up for";
  const reason = `${count} due times in a row were missed: ${LATE_WORDS[why]}, and ${rest}. This one row stands for them.`;
  return { count, since, until, cause: why === "late" ? "down" : why, reason };
}

/** How many of the latest are dealt with one by one. */
function keptCount(passed: readonly number[], policy: Policy, now: number): number {
  if (policy.misfire !== "all") return 1;
  const limitMs = lateLimitMs(policy);
  const recent = passed.filter((at) => now - at <= limitMs).length;
  return Math.max(1, Math.min(recent, MOST_MADE_UP));
}
