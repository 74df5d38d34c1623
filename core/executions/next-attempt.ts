import type { ExecutionRow } from "../store/tables/run-table.ts";
import type { ExecutionChange } from "./move-execution.ts";
import { QUEUE_WAIT_MS } from "./plan-run.ts";

/** Back to the queue with the next number; what the earlier attempt said stays with that attempt. */
export function nextAttempt(execution: ExecutionRow, notBefore: number, now: number): ExecutionChange {
  return {
    state: "queued",
    fields: {
      attempt: execution.attempt + 1,
      not_before: notBefore,
      expires_at: Math.max(notBefore, now) + QUEUE_WAIT_MS,
      lease_until: null,
      cancel_requested_at: null,
      error: null,
      response: null,
    },
  };
}
