import ICAL from "ical.js";
import { OctopusError } from "../kernel/errors.ts";
import type { CalendarDay } from "../model/calendar.ts";

/** Days of one calendar; a list of holidays has some tens a year. */
export const MOST_DAYS = 5_000;
/** How far repeating entries are written out. */
const YEARS_AHEAD = 10;
const MOST_STEPS = 20_000;
const LONGEST_DAYS = 366;

/**
 * The days of an ICS file from `now` back a year to ten years ahead: all-day entries, also of several days, also those
 * that repeat. What happens at a time of day is no day off and is left out. Throws `request.invalid`.
 */
export function readIcs(text: string, now: number): readonly CalendarDay[] {
  const first = new Date(now).getUTCFullYear() - 1;
  const days = new Map<string, string>();
  for (const event of eventsOf(text).filter((one) => one.startDate.isDate)) {
    const title = (event.summary ?? "").slice(0, 100);
    for (const day of daysOf(event, first + 1 + YEARS_AHEAD)) {
      if (day.year >= first) days.set(day.toString(), title);
      if (days.size > MOST_DAYS)
        throw new OctopusError("request.invalid", `A calendar holds ${MOST_DAYS} days at most.`);
    }
  }
  return [...days].map(([date, title]) => ({ date, title })).sort((a, b) => (a.date < b.date ? -1 : 1));
}

/** Every day of every showing. */
function* daysOf(event: ICAL.Event, lastYear: number): Generator<ICAL.Time> {
  const { weeks, days } = event.duration;
  const length = Math.min(LONGEST_DAYS, Math.max(1, weeks * 7 + days));
  for (const start of startsOf(event, lastYear)) {
    for (let offset = 0; offset < length; offset += 1) {
      const day = start.clone();
      day.adjust(offset, 0, 0, 0);
      yield day;
    }
  }
}

function eventsOf(text: string): readonly ICAL.Event[] {
  try {
    const calendar = new ICAL.Component(ICAL.parse(text));
    return calendar.getAllSubcomponents("vevent").map((event) => new ICAL.Event(event));
  } catch {
    throw new OctopusError("request.invalid", "This is no ICS file: it should begin with BEGIN:VCALENDAR.");
  }
}

function* startsOf(event: ICAL.Event, lastYear: number): Generator<ICAL.Time> {
  if (!event.isRecurring()) {
    yield event.startDate;
    return;
  }
  const iterator = event.iterator();
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const next = iterator.next();
    if (!next || next.year > lastYear) return;
    yield next;
  }
}
