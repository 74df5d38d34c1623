import type { CoreEvents } from "../events/core-events.ts";
import type { EventBus } from "../kernel/event-bus.ts";
import { deriveRunState } from "../model/run-state.ts";
import { EXECUTION_MOVES, type ExecutionState, isFinal } from "../model/states.ts";
import { touchTopic } from "../outbox/touch-topic.ts";
import type { Query, Writer } from "../store/rows.ts";
import { attemptTable, type ExecutionRow, executionTable, type RunRow, runTable } from "../store/tables/run-table.ts";

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
  const moved = await moveExecution(writer, events, from, change, now);
  // An offer shows nowhere: the run goes on as it was, and so does its card.
  if (moved && change.state !== "offered") await settleRun(writer, events, from.run_id, now, stateGiven(change.state));
  return moved;
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

/** One execution that is under way says enough about its run. */
function stateGiven(state: ExecutionState): "running" | undefined {
  return isFinal(state) || state === "unknown" ? undefined : "running";
}

/** Brings a run, and its card, in line with its executions, which are read unless its state is `known`. */
export async function settleRun(
  writer: Writer,
  events: EventBus<CoreEvents>,
  runId: string,
  now: number,
  known?: "running",
): Promise<void> {
  const [run] = await writer.select(runTable, { where: { id: runId } });
  if (!run) return;
  const state = known ?? (await runStateNow(writer, run));
  if (state !== run.state) await writer.update(runTable, { id: runId }, runChange(run, state, now));
  const passing = state === "running";
  await touchTopic(writer, events, { topic: `run:${runId}`, conversationId: run.conversation_id, now, passing });
  writer.afterCommit(() => events.emit("run.changed", { runId }));
}

function runChange(run: RunRow, state: RunRow["state"], now: number): Partial<RunRow> {
  const ended = state !== "running" && state !== "unknown";
  return { state, finished_at: ended ? (run.finished_at ?? now) : null };
}

/** Runs of up to this many machines are read whole: one statement instead of up to eight. */
const READ_WHOLE = 8;

async function runStateNow(writer: Writer, run: RunRow): Promise<RunRow["state"]> {
  if (run.execution_count > READ_WHOLE) return await largeRunState(writer, run.id);
  const rows = await writer.select(executionTable, { where: { run_id: run.id } });
  return deriveRunState([...new Set(rows.map((row) => row.state as ExecutionState))]);
}

/** Asks for the first of each kind: a run may have thousands of executions, and this is asked at every change. */
async function largeRunState(writer: Writer, runId: string): Promise<RunRow["state"]> {
  const has = async (states: readonly ExecutionState[]) =>
    (await writer.select(executionTable, firstOf(runId, states))).length > 0;
  if (await has(["queued", "offered", "running", "cancelling"])) return "running";
  const present: ExecutionState[] = [];
  for (const state of ["unknown", "failed", "timed_out", "expired", "cancelled", "succeeded", "skipped"] as const) {
    if (await has([state])) present.push(state);
  }
  return deriveRunState(present);
}

function firstOf(runId: string, states: readonly ExecutionState[]): Query<ExecutionRow> {
  return { where: { run_id: runId, state: { in: states } }, orderBy: [{ column: "seq" }], limit: 1 };
}
