import { wallFields, wallMsAt } from "./wall-time.ts";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

/** "Mon 23 Nov 09:00", always with the day, and with the year when it is another than that of `now`. */
export function dayAndTime(at: number, timeZone: string, now: number): string {
  const { day, month, weekday, year } = wallFields(wallMsAt(at, timeZone));
  const thisYear = wallFields(wallMsAt(now, timeZone)).year;
  const date = `${WEEKDAYS[weekday]} ${day} ${MONTHS[month - 1]}`;
  return `${year === thisYear ? date : `${date} ${year}`} ${timeOfDay(at, timeZone)}`;
}

/** "09:00" */
export function timeOfDay(at: number, timeZone: string): string {
  const { hour, minute } = wallFields(wallMsAt(at, timeZone));
  return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}
