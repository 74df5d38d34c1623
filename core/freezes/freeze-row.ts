import type { Freeze } from "../model/freeze.ts";
import type { FreezeId, UserId } from "../model/ids.ts";
import type { Risk } from "../model/risk.ts";
import type { FreezeRow } from "../store/tables/freeze-table.ts";

export function freezeOf(row: FreezeRow): Freeze {
  return {
    id: row.id as FreezeId,
    targets: row.targets,
    risk: row.risk as Risk,
    startsAt: row.starts_at,
    endsAt: row.ends_at ?? undefined,
    reason: row.reason,
    byId: row.by_id as UserId,
    byName: row.by_name,
    createdAt: row.created_at,
    endedAt: row.ended_at ?? undefined,
    endedByName: row.ended_by_name ?? undefined,
  };
}
