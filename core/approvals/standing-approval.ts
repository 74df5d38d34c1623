import { canonicalJson } from "../kernel/json.ts";
import { GRANTED_STATES } from "../model/approval.ts";
import type { Reader } from "../store/rows.ts";
import { approvalTable } from "../store/tables/approval-table.ts";
import { definitionOf } from "../tasks/same-work.ts";
import type { TaskPreview } from "../tasks/task-request.ts";
import { touchedBy } from "../tasks/touched-by.ts";
import { decodeWork, pluginsOf } from "./approval-work.ts";

/**
 * Why a schedule must not fire without being approved anew, as a sentence; undefined when the yes that it was made or
 * last changed with covers what it would do now: the same work by the same plugins, on no machine that was not shown then.
 */
export async function uncovered(reader: Reader, taskId: string, preview: TaskPreview): Promise<string | undefined> {
  const where = { task_id: taskId, run_id: null, state: { in: [...GRANTED_STATES] } };
  const newest = { orderBy: [{ column: "seq", descending: true }], limit: 1 } as const;
  const [row] = await reader.select(approvalTable, { where, ...newest });
  const again = "change the task, or make it anew, to ask for approval";
  if (!row) return `It needs another person's approval now, and has none; ${again}.`;
  const work = decodeWork(row.work);
  if (!work.ok || definitionOf(work.value.request) !== definitionOf(preview.request)) {
    return `It is not what ${row.id} was given for; ${again}.`;
  }
  const { plugins } = work.value;
  if (plugins && canonicalJson(plugins) !== canonicalJson(pluginsOf(preview))) {
    return `A plugin of it was replaced since ${row.id} was given; ${again}.`;
  }
  const approved = new Set(row.machines.map(({ id }) => id));
  const fresh = touchedBy(preview).flatMap(({ id, name }) => (approved.has(id) ? [] : [name]));
  if (fresh.length === 0) return undefined;
  return `${row.id} was given before ${fresh.slice(0, 5).join(", ")} belonged to it; ${again}.`;
}
