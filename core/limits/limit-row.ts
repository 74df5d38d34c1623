import type { LimitId, TaskId, UserId } from "../model/ids.ts";
import type { Limit } from "../model/limit.ts";
import type { LimitRow } from "../store/tables/limit-table.ts";

export function limitOf(row: LimitRow): Limit {
  return {
    id: row.id as LimitId,
    most: row.most,
    what: row.what,
    action: row.action ?? undefined,
    taskId: (row.task_id ?? undefined) as TaskId | undefined,
    targets: row.targets ?? undefined,
    person: (row.person ?? undefined) as UserId | undefined,
    byId: row.by_id as UserId,
    byName: row.by_name,
    createdAt: row.created_at,
  };
}
