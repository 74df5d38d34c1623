import type { ExecutionChange } from "../executions/move-execution.ts";
import { nextAttempt } from "../executions/next-attempt.ts";
import { backoffMs } from "../kernel/backoff.ts";
import { durationToMs } from "../kernel/duration.ts";
import type { Policy } from "../model/policy.ts";
import type { ExecutionState } from "../model/states.ts";
import { isLasting } from "../plugin-api/answers.ts";
import type { ResultMessage } from "../protocol/messages.ts";
import type { ExecutionRow } from "../store/tables/run-table.ts";

/** Attempts of a retry-safe action that may be lost (not failed) before a person is asked. */
const LOST_ATTEMPTS = 3;
const RETRY_BASE_MS = 5_000;
const RETRY_CAP_MS = 10 * 60_000;

interface Facts {
  readonly now: number;
  /** [0, 1), for jitter. */
  readonly fraction: number;
  readonly policy: Policy;
}

/** What the result of the current attempt makes of its execution; undefined when it changes nothing. Pure. */
export function planResult(execution: ExecutionRow, result: ResultMessage, facts: Facts): ExecutionChange | undefined {
  const state = execution.state as ExecutionState;
  if (execution.attempt !== result.attempt || !["offered", "running", "cancelling", "unknown"].includes(state)) {
    return undefined;
  }
  if (state === "offered") return planUnstarted(execution, result, facts.now);
  const answer = { response: result.response ?? null, error: result.error ?? null, ran_as: result.ranAs };
  switch (result.outcome) {
    case "succeeded":
      return { state: "succeeded", fields: { ...answer, error: null } };
    case "failed":
    case "timed_out":
      return mayRetry(execution) ? retryOrEnd(execution, result, facts) : { state: result.outcome, fields: answer };
    case "cancelled":
      return { state: "cancelled", fields: { ...answer, error: execution.error ?? answer.error } };
    case "never_started":
      return state === "cancelling" ? { state: "cancelled" } : nextAttempt(execution, facts.now, facts.now);
    default:
      return planLost(execution, facts.now, lostReason(result));
  }
}

/** The machine is silent, or says that the attempt broke off. Nobody knows how far it came. Pure. */
export function planLost(execution: ExecutionRow, now: number, reason: string): ExecutionChange | undefined {
  const state = execution.state as ExecutionState;
  if (state === "unknown") return undefined;
  const tries = Math.max(execution.max_attempts, LOST_ATTEMPTS);
  if (state === "running" && execution.idempotent && execution.attempt < tries) return nextAttempt(execution, now, now);
  return { state: "unknown", fields: { error: reason, lease_until: null } };
}

function planUnstarted(execution: ExecutionRow, result: ResultMessage, now: number): ExecutionChange {
  if (result.outcome === "never_started") return nextAttempt(execution, now, now);
  // Somebody on the machine said no before it began.
  if (result.outcome === "cancelled") return { state: "cancelled", fields: { error: result.error ?? null } };
  return {
    state: "failed",
    fields: { error: "The machine reported a result for work that it was not told to start." },
  };
}

function mayRetry(execution: ExecutionRow): boolean {
  return execution.state === "running" && execution.attempt < execution.max_attempts;
}

/** What the action itself calls lasting is not tried again, and the person who asked for tries is told why. */
function retryOrEnd(execution: ExecutionRow, result: ResultMessage, facts: Facts): ExecutionChange {
  if (!isLasting(result.response)) return retry(execution, facts);
  const error = `${result.error ?? result.response?.headline ?? "It failed"}. ${NOT_AGAIN}`;
  return { state: "failed", fields: { response: result.response ?? null, error, ran_as: result.ranAs } };
}

const NOT_AGAIN = "It is not tried again, because the same would happen.";

/** Fixed delays are kept to the letter; growing ones get full jitter, so that a fleet does not retry in step. */
function retry(execution: ExecutionRow, { now, fraction, policy }: Facts): ExecutionChange {
  const said = policy.retryDelay === undefined ? undefined : durationToMs(policy.retryDelay);
  const grows = policy.backoff === "exponential" || said === undefined;
  const ceiling = backoffMs(execution.attempt, { baseMs: said ?? RETRY_BASE_MS, capMs: RETRY_CAP_MS });
  const delayMs = grows ? Math.round(fraction * ceiling) : said;
  return nextAttempt(execution, now + delayMs, now);
}

function lostReason(result: ResultMessage): string {
  return result.outcome === "interrupted"
    ? (result.error ?? "The agent died while this ran; nobody knows how far it came.")
    : "The machine lost contact and stopped this half way; nobody knows how far it came.";
}
