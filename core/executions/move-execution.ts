import type { CoreEvents } from "../events/core-events.ts";
import type { EventBus } from "../kernel/event-bus.ts";
import { EXECUTION_MOVES, type ExecutionState, isFinal } from "../model/states.ts";
import type { Writer } from "../store/rows.ts";
import { attemptTable, type ExecutionRow, executionTable } from "../store/tables/run-table.ts";

export interface ExecutionChange {
  readonly state: ExecutionState;
  readonly fields?: Partial<Omit<ExecutionRow, "id" | "state">>;
}

/** As `changeExecution`, but leaves the run to a `settleRun` in the same unit: for many executions of one run. */
export async function moveExecution(
  writer: Writer,
  events: EventBus<CoreEvents>,
  from: ExecutionRow,
  change: ExecutionChange,
  now: number,
): Promise<boolean> {
  if (!EXECUTION_MOVES[from.state as ExecutionState].includes(change.state)) return false;
  const final = isFinal(change.state);
  const changed = await writer.update(
    executionTable,
    { id: from.id, state: from.state, attempt: from.attempt },
    { ...change.fields, state: change.state, ...(final ? { finished_at: now, lease_until: null } : {}) },
  );
  if (changed === 0) return false;
  await closeAttempt(writer, from, change);
  writer.afterCommit(() => events.emit("execution.changed", { executionId: from.id, runId: from.run_id }));
  return true;
}

/** An attempt without a result must not look alive when its execution has moved on; a late result still counts for it. */
async function closeAttempt(writer: Writer, from: ExecutionRow, change: ExecutionChange): Promise<void> {
  const replaced = (change.fields?.attempt ?? from.attempt) !== from.attempt;
  if (!replaced && change.state !== "unknown" && !isFinal(change.state)) return;
  const key = { execution_id: from.id, attempt: from.attempt, finished_at: null };
  await writer.update(attemptTable, key, { state: replaced ? "unknown" : change.state });
}
