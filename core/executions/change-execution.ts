import type { CoreEvents } from "../events/core-events.ts";
import type { EventBus } from "../kernel/event-bus.ts";
import { deriveRunState } from "../model/run-state.ts";
import { EXECUTION_MOVES, type ExecutionState, isFinal } from "../model/states.ts";
import { touchTopic } from "../outbox/touch-topic.ts";
import type { Writer } from "../store/rows.ts";
import { type ExecutionRow, executionTable, type RunRow, runTable } from "../store/tables/run-table.ts";

export interface ExecutionChange {
  readonly state: ExecutionState;
  readonly fields?: Partial<Omit<ExecutionRow, "id" | "state">>;
}

/**
 * Moves one execution, if it still is in the state and attempt that the decision was made on, and brings its run and
 * its card along in the same unit. False: somebody else moved it first, and is right.
 */
export async function changeExecution(
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
  await settleRun(writer, events, from.run_id, now);
  writer.afterCommit(() => events.emit("execution.changed", { executionId: from.id, runId: from.run_id }));
  return true;
}

async function settleRun(writer: Writer, events: EventBus<CoreEvents>, runId: string, now: number): Promise<void> {
  const [run] = await writer.select(runTable, { where: { id: runId } });
  if (!run) return;
  const state = await runStateNow(writer, runId);
  if (state !== run.state) await writer.update(runTable, { id: runId }, runChange(run, state, now));
  await touchTopic(writer, events, { topic: `run:${runId}`, conversationId: run.conversation_id, now });
  writer.afterCommit(() => events.emit("run.changed", { runId }));
}

function runChange(run: RunRow, state: RunRow["state"], now: number): Partial<RunRow> {
  const ended = state !== "running" && state !== "unknown";
  return { state, finished_at: ended ? (run.finished_at ?? now) : null };
}

/** Asks for presence, not for rows: a run may have thousands of executions with long answers. */
async function runStateNow(writer: Writer, runId: string): Promise<RunRow["state"]> {
  const has = async (states: readonly ExecutionState[]) =>
    (await writer.count(executionTable, { run_id: runId, state: { in: states } })) > 0;
  if (await has(["queued", "offered", "running", "cancelling"])) return "running";
  const present: ExecutionState[] = [];
  for (const state of ["unknown", "failed", "timed_out", "expired", "cancelled", "succeeded", "skipped"] as const) {
    if (await has([state])) present.push(state);
  }
  return deriveRunState(present);
}
