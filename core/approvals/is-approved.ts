import { GRANTED_STATES } from "../model/approval.ts";
import type { Reader } from "../store/rows.ts";
import { approvalTable } from "../store/tables/approval-table.ts";
import { type RunRow, runTable } from "../store/tables/run-table.ts";

type Begun = Pick<RunRow, "id" | "trigger" | "task_id" | "root_run_id" | "parent_run_id">;

/**
 * Whether another person said yes to this run: to it, to the chain or the rollout that it is a part of, or to the
 * schedule that fired it.
 */
export async function isApproved(reader: Reader, run: Begun): Promise<boolean> {
  const state = { in: [...GRANTED_STATES] };
  const ids = [run.id, ...(run.root_run_id === null ? [] : [run.root_run_id])];
  if ((await reader.count(approvalTable, { run_id: { in: ids }, state })) > 0) return true;
  const isPart = run.trigger === "step" || run.trigger === "check";
  const [parent] =
    isPart && run.parent_run_id !== null ? await reader.select(runTable, { where: { id: run.parent_run_id } }) : [];
  if (parent) return await isApproved(reader, parent);
  return (
    run.trigger === "schedule" && (await reader.count(approvalTable, { task_id: run.task_id, state, run_id: null })) > 0
  );
}
