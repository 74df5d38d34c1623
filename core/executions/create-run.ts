import type { CoreEvents } from "../events/core-events.ts";
import type { EventBus } from "../kernel/event-bus.ts";
import type { Execution, Run } from "../model/run.ts";
import { touchTopic } from "../outbox/touch-topic.ts";
import type { Writer } from "../store/rows.ts";
import { type ExecutionRow, executionTable, type RunRow, runTable } from "../store/tables/run-table.ts";
import { followersOf } from "./followers-of.ts";
import type { NewRun } from "./new-run.ts";
import { executionOf, runOf } from "./run-row.ts";
import { executionRow, runRow } from "./run-rows.ts";

export interface CreatedRun {
  readonly run: Run;
  readonly executions: readonly Execution[];
}

/**
 * Freezes who runs what, in the caller's unit. Undefined when this due time of the schedule has already fired: the
 * unique key decides, so that two servers or a restart cannot fire it twice.
 */
export async function createRun(
  writer: Writer,
  events: EventBus<CoreEvents>,
  wanted: NewRun,
): Promise<CreatedRun | undefined> {
  const seq = await writer.next("run");
  const row = runRow(wanted, seq);
  if (!(await writer.insertNew(runTable, row))) return undefined;
  const executions = await insertExecutions(writer, [{ wanted, row }]);
  await announce(writer, events, { wanted, row, executions });
  return { run: runOf(row), executions: executions.map(executionOf) };
}

/** Many at once, in few statements. Throws, and the unit is void, where one of their due times has already fired. */
export async function createRuns(
  writer: Writer,
  events: EventBus<CoreEvents>,
  wanted: readonly NewRun[],
): Promise<void> {
  if (wanted.length === 0) return;
  const first = (await writer.next("run", wanted.length)) - wanted.length + 1;
  const runs = wanted.map((one, index) => ({ wanted: one, row: runRow(one, first + index) }));
  await writer.insert(
    runTable,
    runs.map(({ row }) => row),
  );
  const executions = await insertExecutions(writer, runs);
  const ofRun = new Map<string, ExecutionRow[]>(runs.map(({ row }) => [row.id, []]));
  for (const execution of executions) ofRun.get(execution.run_id)?.push(execution);
  for (const run of runs) await announce(writer, events, { ...run, executions: ofRun.get(run.row.id) ?? [] });
}

interface MadeRun {
  readonly wanted: NewRun;
  readonly row: RunRow;
}

async function insertExecutions(writer: Writer, runs: readonly MadeRun[]): Promise<readonly ExecutionRow[]> {
  const planned = runs.flatMap(({ wanted, row }) => wanted.planned.map((one) => ({ one, row })));
  if (planned.length === 0) return [];
  const first = (await writer.next("execution", planned.length)) - planned.length + 1;
  const executions = planned.map(({ one, row }, index) => executionRow(one, row, first + index));
  await writer.insert(executionTable, executions);
  return executions;
}

async function announce(
  writer: Writer,
  events: EventBus<CoreEvents>,
  { wanted, row, executions }: MadeRun & { readonly executions: readonly ExecutionRow[] },
): Promise<void> {
  const { now, task } = wanted;
  const topic = { topic: `run:${row.id}`, conversationId: followersOf(row), now, isNew: true };
  await touchTopic(writer, events, { ...topic, passing: row.state === "running" });
  writer.afterCommit(() => {
    events.emit("run.changed", { runId: row.id });
    events.emit("task.changed", { taskId: task.id, once: task.schedule === null });
    for (const agentId of new Set(executions.map((execution) => execution.agent_id))) {
      events.emit("work.queued", { agentId });
    }
  });
}
