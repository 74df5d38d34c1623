import { wallMsAt, wallText } from "../kernel/wall-time.ts";
import type { Calendar } from "../model/calendar.ts";
import type { Policy } from "../model/policy.ts";

/**
 * Why nothing fires at this due time, or on its day in the zone of the schedule; undefined where nothing keeps it from
 * firing. Pure.
 */
export function dayOff(
  { calendar, skipDates = [], skipTimes = [] }: Policy,
  dueAt: number,
  timeZone: string,
  find: (name: string) => Calendar | undefined,
): string | undefined {
  const skipped = skipTimes.find(({ at }) => Date.parse(at) === dueAt);
  if (skipped) return `${skipped.by} said to skip this one.`;
  if (calendar === undefined && skipDates.length === 0) return undefined;
  const date = wallText(wallMsAt(dueAt, timeZone)).slice(0, 10);
  if (skipDates.includes(date)) return `${date} is one of the dates that this schedule leaves out.`;
  const day = calendar === undefined ? undefined : find(calendar)?.days.find((one) => one.date === date);
  if (!day) return undefined;
  const title = day.title === "" ? "" : ` (${day.title})`;
  return `${date}${title} is in the calendar "${calendar}", whose days this schedule leaves out.`;
}

/** A schedule must not quietly run on a holiday because its calendar is gone. */
export function calendarProblem(
  { calendar }: Policy,
  find: (name: string) => Calendar | undefined,
): string | undefined {
  if (calendar === undefined || find(calendar)) return undefined;
  return `I know no calendar "${calendar}". An administrator adds it: octopus calendars import FILE --name ${calendar}`;
}
