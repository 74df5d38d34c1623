import type { CoreEvents } from "../events/core-events.ts";
import type { EventBus } from "../kernel/event-bus.ts";
import type { ExecutionState } from "../model/states.ts";
import type { Writer } from "../store/rows.ts";
import type { ExecutionRow } from "../store/tables/run-table.ts";
import { settleRun } from "./change-execution.ts";
import { moveExecution } from "./move-execution.ts";

export interface CancelOutcome {
  /** Had not started: cancelled at once. */
  readonly cancelled: number;
  /** Running: told to stop; cancelled when the machine confirms that nothing of it is left. */
  readonly stopping: number;
  /** Already at an end, or unknown. */
  readonly untouched: number;
}

/** Cancels what can be, brings the runs in line, and wakes the machines that have something to stop. */
export async function cancelExecutions(
  writer: Writer,
  events: EventBus<CoreEvents>,
  executions: readonly ExecutionRow[],
  { by, now }: { readonly by: string; readonly now: number },
): Promise<CancelOutcome> {
  const outcome = { cancelled: 0, stopping: 0, untouched: 0 };
  const runs = new Set<string>();
  for (const execution of executions) {
    const state = cancelledState(execution.state as ExecutionState);
    const fields = { cancel_requested_at: now, error: `cancelled by ${by}` };
    const moved = state && (await moveExecution(writer, events, execution, { state, fields }, now));
    if (!moved) outcome.untouched += 1;
    else outcome[state === "cancelled" ? "cancelled" : "stopping"] += 1;
    if (!moved) continue;
    runs.add(execution.run_id);
    writer.afterCommit(() => events.emit("work.queued", { agentId: execution.agent_id }));
  }
  for (const runId of runs) await settleRun(writer, events, runId, now);
  return outcome;
}

/** Without a `go` nothing can have started, so those are cancelled at once. */
function cancelledState(state: ExecutionState): "cancelled" | "cancelling" | undefined {
  if (state === "queued" || state === "offered") return "cancelled";
  return state === "running" ? "cancelling" : undefined;
}
