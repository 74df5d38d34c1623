import { OctopusError } from "../kernel/errors.ts";
import type { TaskRow } from "../store/tables/task-table.ts";
import { versionOf } from "./task-row.ts";

/** Throws `request.conflict` where the task is not the one that was looked at any more. Undefined: whatever it is. */
export function assertVersion(row: TaskRow, seen: number | undefined): void {
  const { id } = row;
  const present = versionOf(row);
  if (seen === undefined || seen === present) return;
  throw new OctopusError(
    "request.conflict",
    `Somebody has changed ${id} meanwhile: this change was made from version ${seen}, and it is at version ${present}. Look at it again, then change it.`,
    { id, seen, present },
  );
}
