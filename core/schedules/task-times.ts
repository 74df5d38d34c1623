import type { TaskRow } from "../store/tables/task-table.ts";
import { dueTimes } from "./due-times.ts";

/** Due times looked at in one go: a gap longer than this is dealt with in several. */
const MOST_PASSED = 20_000;

/** When a task fires next after `after`; undefined when it never does, or has fired as often as it may. Pure. */
export function nextDue(row: TaskRow, after: number, timeZone: string): number | undefined {
  return times(row, after, 1, { timeZone })[0];
}

/** What decides when a task fires next. */
export type TimedRow = Pick<TaskRow, "id" | "schedule" | "policy" | "fired_count" | "created_at">;

/** Its next due times after `after`, ascending, at most `limit`. Pure. */
export function nextDues(row: TimedRow, after: number, limit: number, timeZone: string): readonly number[] {
  return times(row, after, limit, { timeZone });
}

/** Its due times after `after` and up to `until`, ascending, at most 20,000. Pure. */
export function dueBetween(row: TaskRow, after: number, until: number, timeZone: string): readonly number[] {
  return times(row, after, MOST_PASSED, { timeZone, until });
}

function times(
  row: TimedRow,
  after: number,
  limit: number,
  options: { readonly timeZone: string; readonly until?: number },
): readonly number[] {
  if (!row.schedule) return [];
  // The row counts its firings; counting by the schedule alone would forget pauses.
  const { count, ...endless } = { count: undefined, ...row.schedule };
  const left = count === undefined ? limit : Math.min(limit, count - row.fired_count);
  if (left <= 0) return [];
  const timed = { id: row.id, schedule: endless, policy: row.policy };
  return dueTimes(timed, after, left, { ...options, anchorAt: row.created_at });
}
