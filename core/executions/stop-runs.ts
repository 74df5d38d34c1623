import type { CoreEvents } from "../events/core-events.ts";
import type { EventBus } from "../kernel/event-bus.ts";
import type { Writer } from "../store/rows.ts";
import { executionTable, type RunRow, runTable } from "../store/tables/run-table.ts";
import { type CancelOutcome, cancelExecutions } from "./cancel-executions.ts";

/** Stops these runs: what is under way is cancelled, and no further step follows, whatever they end as. */
export async function stopRuns(
  writer: Writer,
  events: EventBus<CoreEvents>,
  runs: readonly RunRow[],
  { by, now }: { readonly by: string; readonly now: number },
): Promise<CancelOutcome> {
  if (runs.length === 0) return { cancelled: 0, stopping: 0, untouched: 0 };
  const ids = runs.map((run) => run.id);
  await writer.update(runTable, { id: { in: ids } }, { stopped_at: now });
  await writer.update(runTable, { id: { in: ids }, follow: "step" }, { follow: null, next_step: null });
  const executions = await writer.select(executionTable, { where: { run_id: { in: ids } } });
  const outcome = await cancelExecutions(writer, events, executions, { by, now });
  writer.afterCommit(() => {
    for (const runId of ids) events.emit("run.ended", { runId });
  });
  return outcome;
}

/** The run and every other one of its chain. */
export async function chainOf(writer: Writer, run: RunRow): Promise<readonly RunRow[]> {
  const rootId = run.root_run_id ?? run.id;
  const [root] = rootId === run.id ? [run] : await writer.select(runTable, { where: { id: rootId } });
  const steps = await writer.select(runTable, { where: { root_run_id: rootId }, orderBy: [{ column: "seq" }] });
  return root ? [root, ...steps] : steps;
}
