import { instantOfWall, isKnownZone, wallFields, wallFromText, wallMsAt } from "../../core/kernel/wall-time.ts";

const DAY_MS = 86_400_000;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

/** The zone if this runtime knows it, otherwise UTC. */
export function knownZone(timeZone: string | undefined): string {
  return timeZone && isKnownZone(timeZone) ? timeZone : "UTC";
}

/** "14:02" today, "Mon 23 Nov 09:00" otherwise, with the year when it is another one. */
export function sayInstant(at: number, timeZone: string, now: number): string {
  const sameDay = dayOf(wallMsAt(at, timeZone)) === dayOf(wallMsAt(now, timeZone));
  return sameDay ? sayTime(at, timeZone) : sayDayAndTime(at, timeZone, now);
}

/** "Mon 23 Nov 09:00", always with the day: for times that will come. */
export function sayDayAndTime(at: number, timeZone: string, now: number): string {
  const { day, month, weekday, year } = wallFields(wallMsAt(at, timeZone));
  const thisYear = wallFields(wallMsAt(now, timeZone)).year;
  const date = `${WEEKDAYS[weekday]} ${day} ${MONTHS[month - 1]}`;
  return `${year === thisYear ? date : `${date} ${year}`} ${sayTime(at, timeZone)}`;
}

function sayTime(at: number, timeZone: string): string {
  const { hour, minute } = wallFields(wallMsAt(at, timeZone));
  return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}

/** The instant of a wall time without zone; in a gap the first valid one after it, in an overlap the first. */
export function instantOf(wall: string, timeZone: string): number | undefined {
  const wallMs = wallFromText(wall);
  return wallMs === undefined ? undefined : instantOfWall(wallMs, timeZone);
}

/** Midnight that began the day of `at`. */
export function startOfDay(at: number, timeZone: string): number {
  return instantOfWall(dayOf(wallMsAt(at, timeZone)) * DAY_MS, timeZone);
}

/** Whole days since 1970 by the wall clock. */
function dayOf(wallMs: number): number {
  return Math.floor(wallMs / DAY_MS);
}
