import type { CoreEvents } from "../events/core-events.ts";
import type { EventBus } from "../kernel/event-bus.ts";
import { deriveRunState } from "../model/run-state.ts";
import { type ExecutionState, isFinal, type RunState } from "../model/states.ts";
import { touchTopic } from "../outbox/touch-topic.ts";
import type { Query, Writer } from "../store/rows.ts";
import { type ExecutionRow, executionTable, type RunRow, runTable } from "../store/tables/run-table.ts";
import { advanceRollout } from "./advance-rollout.ts";
import { followersOf } from "./followers-of.ts";
import { type ExecutionChange, moveExecution } from "./move-execution.ts";
import { HELD_UNTIL } from "./plan-run.ts";
import { planStep } from "./plan-step.ts";

/**
 * Moves one execution, if it still is in the state and attempt that the decision was made on, and brings its run and
 * its card along in the same unit. False: somebody else moved it first, and is right. `read`: the run as this unit has
 * read it, and not changed since.
 */
export async function changeExecution(
  writer: Writer,
  events: EventBus<CoreEvents>,
  from: ExecutionRow,
  change: ExecutionChange,
  now: number,
  read?: RunRow,
): Promise<boolean> {
  const moved = await moveExecution(writer, events, from, change, now);
  // An offer shows nowhere: the run goes on as it was, and so does its card.
  if (moved && change.state !== "offered") {
    await settle(writer, events, read ?? (await runOfId(writer, from.run_id)), now, stateGiven(change.state));
  }
  return moved;
}

/** One execution that is under way says enough about its run. */
function stateGiven(state: ExecutionState): "running" | undefined {
  return isFinal(state) || state === "unknown" ? undefined : "running";
}

/**
 * Brings a run, and its card, in line with its executions, which are read unless its state is `known`, and decides what
 * follows: the next batch, the end by the stop rule, the next step of the chain. The decision is kept with the run, in
 * this unit; `RunFollower` carries it out.
 */
export async function settleRun(
  writer: Writer,
  events: EventBus<CoreEvents>,
  runId: string,
  now: number,
  known?: "running",
): Promise<void> {
  await settle(writer, events, await runOfId(writer, runId), now, known);
}

async function runOfId(writer: Writer, id: string): Promise<RunRow | undefined> {
  const [run] = await writer.select(runTable, { where: { id } });
  return run;
}

async function settle(
  writer: Writer,
  events: EventBus<CoreEvents>,
  found: RunRow | undefined,
  now: number,
  known: "running" | undefined,
): Promise<void> {
  if (!found) return;
  const runId = found.id;
  const run = known ? found : await advanceRollout(writer, events, found, now);
  const state = known ?? (await runStateNow(writer, run));
  if (state !== run.state) await writer.update(runTable, { id: runId }, runChange(run, state, now));
  const passing = state === "running";
  await touchTopic(writer, events, { topic: `run:${runId}`, conversationId: followersOf(run), now, passing });
  if (run.root_run_id !== null && state !== run.state) {
    // The card of the chain's beginning shows how far it is.
    const topic = `run:${run.root_run_id}`;
    await touchTopic(writer, events, { topic, conversationId: run.conversation_id, now });
  }
  writer.afterCommit(() => {
    events.emit("run.changed", { runId });
    if (isEnd(state)) events.emit("run.ended", { runId });
  });
}

function runChange(run: RunRow, state: RunRow["state"], now: number): Partial<RunRow> {
  if (!isEnd(state)) return { state, finished_at: null };
  const endedNow = run.finished_at === null;
  const next = endedNow ? planStep({ ...run, stoppedAt: run.stopped_at }, state as RunState) : undefined;
  return {
    state,
    finished_at: run.finished_at ?? now,
    follow: next === undefined ? (endedNow ? null : run.follow) : "step",
    next_step: next ?? (endedNow ? null : run.next_step),
  };
}

const isEnd = (state: RunRow["state"]) => state !== "running" && state !== "unknown";

/** Runs of up to this many machines are read whole: one statement instead of up to eight. */
const READ_WHOLE = 8;

async function runStateNow(writer: Writer, run: RunRow): Promise<RunRow["state"]> {
  if (run.execution_count > READ_WHOLE) return await largeRunState(writer, run.id);
  const rows = await writer.select(executionTable, { where: { run_id: run.id } });
  const isHeld = (row: ExecutionRow) => row.state === "queued" && row.not_before === HELD_UNTIL;
  return stateOf(
    new Set(rows.filter((row) => !isHeld(row)).map(({ state }) => state as ExecutionState)),
    rows.some(isHeld),
  );
}

/** What is held waits for the rest; where the end of some of that is unknown, it waits for a person. */
function stateOf(present: ReadonlySet<ExecutionState>, someHeld: boolean): RunRow["state"] {
  const state = deriveRunState([...present]);
  return someHeld && state !== "unknown" ? "running" : state;
}

/** Asks for the first of each kind: a run may have thousands of executions, and this is asked at every change. */
async function largeRunState(writer: Writer, runId: string): Promise<RunRow["state"]> {
  const has = async (states: readonly ExecutionState[], due?: { readonly lt: number }) =>
    (await writer.select(executionTable, firstOf(runId, states, due))).length > 0;
  if (await has(["queued", "offered", "running", "cancelling"], { lt: HELD_UNTIL })) return "running";
  const present = new Set<ExecutionState>();
  for (const state of ["unknown", "failed", "timed_out", "expired", "cancelled", "succeeded", "skipped"] as const) {
    if (await has([state])) present.add(state);
  }
  return stateOf(present, await has(["queued"]));
}

function firstOf(
  runId: string,
  states: readonly ExecutionState[],
  due: { readonly lt: number } | undefined,
): Query<ExecutionRow> {
  const where = { run_id: runId, state: { in: states }, ...(due && { not_before: due }) };
  return { where, orderBy: [{ column: "seq" }], limit: 1 };
}
