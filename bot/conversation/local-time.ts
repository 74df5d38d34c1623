import { dayAndTime, timeOfDay } from "../../core/kernel/say-instant.ts";
import { instantOfWall, isKnownZone, wallFromText, wallMsAt } from "../../core/kernel/wall-time.ts";

const DAY_MS = 86_400_000;

/** The zone if this runtime knows it, otherwise UTC. */
export function knownZone(timeZone: string | undefined): string {
  return timeZone && isKnownZone(timeZone) ? timeZone : "UTC";
}

/** "14:02" today, "Mon 23 Nov 09:00" otherwise, with the year when it is another one. */
export function sayInstant(at: number, timeZone: string, now: number): string {
  const sameDay = dayOf(wallMsAt(at, timeZone)) === dayOf(wallMsAt(now, timeZone));
  return sameDay ? timeOfDay(at, timeZone) : dayAndTime(at, timeZone, now);
}

/** "Mon 23 Nov 09:00", always with the day: for times that will come. */
export function sayDayAndTime(at: number, timeZone: string, now: number): string {
  return dayAndTime(at, timeZone, now);
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
