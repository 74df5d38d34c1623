import { FINAL_EXECUTION_STATES } from "../model/states.ts";
import type { Reader, Store, Where, Writer } from "../store/rows.ts";
import { outboxTable } from "../store/tables/conversation-table.ts";
import { attemptTable, executionTable, logChunkTable, type RunRow, runTable } from "../store/tables/run-table.ts";
import { taskTable } from "../store/tables/task-table.ts";

export const FINAL_RUN_STATES = ["succeeded", "failed", "cancelled", "missed", "skipped"] as const;
const RUNS_AT_ONCE = 20;
/** An execution may have 10 MB of log: few in one unit, so that nobody waits behind the cleaning. */
const EXECUTIONS_AT_ONCE = 20;

/** Finished runs for which `where` holds, the oldest first, up to `most`; with all that hangs on them. Returns how many. */
export async function removeRuns(store: Store, where: Where<RunRow>, most: number): Promise<number> {
  let removed = 0;
  while (removed < most) {
    const runs = await store.select(runTable, {
      where: { ...where, state: { in: FINAL_RUN_STATES } },
      orderBy: [{ column: "created_at" }],
      limit: Math.min(RUNS_AT_ONCE, most - removed),
    });
    const ready = await withoutOpenWork(store, runs);
    if (ready.length === 0) return removed;
    await removeBatch(store, ready);
    removed += ready.length;
  }
  return removed;
}

/** A final run has no open execution; if one had, it would be somebody's work, and stays. */
async function withoutOpenWork(reader: Reader, runs: readonly RunRow[]): Promise<readonly RunRow[]> {
  const ready: RunRow[] = [];
  for (const run of runs) {
    const final = await reader.count(executionTable, { run_id: run.id, state: { in: FINAL_EXECUTION_STATES } });
    const all = await reader.count(executionTable, { run_id: run.id });
    if (all === final) ready.push(run);
  }
  return ready;
}

async function removeBatch(store: Store, runs: readonly RunRow[]): Promise<void> {
  const runIds = runs.map((run) => run.id);
  let isEmpty = false;
  while (!isEmpty) {
    isEmpty = await store.write(async (writer) => {
      if (await removeExecutions(writer, runIds)) return false;
      await writer.delete(outboxTable, { topic: { in: runIds.map((id) => `run:${id}`) } });
      await writer.delete(runTable, { id: { in: runIds }, state: { in: FINAL_RUN_STATES } });
      await removeEmptyTasks(writer, new Set(runs.map((run) => run.task_id)));
      return true;
    });
  }
}

/** True while there was something to remove. */
async function removeExecutions(writer: Writer, runIds: readonly string[]): Promise<boolean> {
  const executions = await writer.select(executionTable, {
    where: { run_id: { in: runIds }, state: { in: FINAL_EXECUTION_STATES } },
    limit: EXECUTIONS_AT_ONCE,
  });
  if (executions.length === 0) return false;
  const ids = executions.map((execution) => execution.id);
  await writer.delete(logChunkTable, { execution_id: { in: ids } });
  await writer.delete(attemptTable, { execution_id: { in: ids } });
  await writer.delete(executionTable, { id: { in: ids } });
  return true;
}

/** A task that has ended goes with its last run: there is one for each sentence that somebody typed. */
async function removeEmptyTasks(writer: Writer, taskIds: ReadonlySet<string>): Promise<void> {
  for (const id of taskIds) {
    if ((await writer.count(runTable, { task_id: id })) > 0) continue;
    const removed = await writer.delete(taskTable, { id, state: { in: ["finished", "cancelled"] } });
    if (removed > 0) await writer.delete(outboxTable, { topic: `task:${id}` });
  }
}
