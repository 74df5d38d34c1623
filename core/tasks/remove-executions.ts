import type { Writer } from "../store/rows.ts";
import { attemptTable, executionTable, logChunkTable } from "../store/tables/run-table.ts";

const REMOVED_AT_ONCE = 500;

/** Everything that the machines did for a task, in slices, because it may have run for years. */
export async function removeExecutions(writer: Writer, taskId: string): Promise<void> {
  for (;;) {
    const query = { where: { task_id: taskId }, orderBy: [{ column: "seq" as const }], limit: REMOVED_AT_ONCE };
    const ids = (await writer.select(executionTable, query)).map((execution) => execution.id);
    if (ids.length === 0) return;
    await writer.delete(logChunkTable, { execution_id: { in: ids } });
    await writer.delete(attemptTable, { execution_id: { in: ids } });
    await writer.delete(executionTable, { id: { in: ids } });
  }
}
