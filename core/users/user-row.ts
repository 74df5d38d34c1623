import type { UserId } from "../model/ids.ts";
import type { Role, User } from "../model/user.ts";
import type { UserRow } from "../store/tables/user-table.ts";

export function userOf(row: UserRow): User {
  return {
    id: row.id as UserId,
    name: row.name,
    role: row.role as Role,
    state: row.state === "active" ? "active" : "disabled",
    timeZone: row.time_zone ?? undefined,
    createdAt: row.created_at,
  };
}
