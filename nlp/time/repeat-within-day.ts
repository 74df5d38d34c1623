import { msToDuration } from "../../core/kernel/duration.ts";
import type { Schedule } from "../../core/model/schedule.ts";
import { listField } from "./cron-fields.ts";
import { UNIT_MS } from "./durations.ts";
import type { DayTime, TimeFacts } from "./time-facts.ts";

/** The times of one day, and as cron fields where two lists can say them. */
export interface DayGrid {
  readonly times: readonly DayTime[];
  readonly clock: { readonly minute: string; readonly hour: string } | undefined;
}

interface Counted {
  readonly schedule: Schedule;
  readonly assumed: readonly string[];
}
type Window = NonNullable<TimeFacts["window"]>;

/** "hourly between 9 and 17": on the hour, both included; over midnight where the end is before the start. */
export function hourly({ from, to }: Window): readonly DayTime[] {
  const length = Math.max(1, ((to.hour - from.hour + 24) % 24) + (to.minute >= from.minute ? 1 : 0));
  return Array.from({ length }, (_, index) => ({ hour: (from.hour + index) % 24, minute: from.minute }));
}

/** Every so many minutes or hours: a grid of the day, or an interval from now where the clock has no place for it. */
export function withinDay(
  facts: TimeFacts,
  every: number,
  unit: "second" | "minute" | "hour",
): DayGrid | Counted | undefined {
  if (unit === "minute" && every === 60) return withinDay(facts, 1, "hour");
  if (unit === "second") return fromNow(facts, every * 1000);
  const { window } = facts;
  const onlyWindow = window && !facts.hours && !facts.times && !facts.minutes;
  if (onlyWindow && offGrid(window, every, unit)) return steps(window, every * (unit === "hour" ? 60 : 1));
  return gridOf(facts, every, unit);
}

function gridOf(facts: TimeFacts, every: number, unit: "minute" | "hour"): DayGrid | Counted | undefined {
  const perHour = unit === "minute" && 60 % every === 0;
  const wholeHours = unit === "hour" && (24 % every === 0 || facts.window !== undefined) && every < 24;
  if (!perHour && !wholeHours) return fromNow(facts, every * (UNIT_MS[unit] ?? 0));
  const minute = perHour ? minutesPer(facts, every) : minutesOf(facts);
  const hour = hoursOf(facts, wholeHours ? every : 1);
  if (!minute || !hour) return undefined;
  const times = hour.values.flatMap((h) => minute.values.map((m) => ({ hour: h, minute: m })));
  return { times, clock: { minute: minute.text, hour: hour.text } };
}

/** A window that does not begin or end with an hour, or a step that does not fit into one. */
function offGrid({ from, to }: Window, every: number, unit: "minute" | "hour"): boolean {
  if (unit === "hour") return from.minute !== 0 || (to.minute !== 0 && to.hour === from.hour);
  const wholeEnd = to.minute === 0 || to.minute + every >= 60;
  return 60 % every !== 0 || from.minute !== 0 || !wholeEnd;
}

/** The times themselves, from the start of the window to its end; cron says them when all lie in one hour. */
function steps({ from, to }: Window, everyMinutes: number): DayGrid | undefined {
  const first = from.hour * 60 + from.minute;
  const last = to.hour * 60 + to.minute;
  if (last < first) return undefined;
  const length = Math.floor((last - first) / everyMinutes) + 1;
  const times = Array.from({ length }, (_, index) => first + index * everyMinutes).map((minutes) => ({
    hour: Math.floor(minutes / 60),
    minute: minutes % 60,
  }));
  const hours = [...new Set(times.map(({ hour }) => hour))];
  const minutes = [...new Set(times.map(({ minute }) => minute))];
  const exact = hours.length * minutes.length === times.length;
  return { times, clock: exact ? { minute: listField(minutes, "*"), hour: listField(hours, "*") } : undefined };
}

/** Every 45 minutes or 5 hours has no place on the clock; with days or hours beside it, it has no meaning. */
function fromNow(facts: TimeFacts, everyMs: number): Counted | undefined {
  const filtered = facts.weekdays ?? facts.months ?? facts.window ?? facts.times ?? facts.monthDays ?? facts.nth;
  const more =
    facts.hours ?? facts.minutes ?? facts.firstMinute ?? facts.alsoTimes ?? facts.weekNumbers ?? facts.positions;
  if (filtered !== undefined || more !== undefined) return undefined;
  return { schedule: { kind: "interval", every: msToDuration(everyMs) }, assumed: [] };
}

interface Field {
  readonly values: readonly number[];
  readonly text: string;
}

const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);

function minutesOf(facts: TimeFacts): Field {
  const [time] = facts.times ?? [];
  const values = facts.minutes ?? [facts.firstMinute ?? (facts.alsoTimes ? 0 : (time?.minute ?? 0))];
  return { values, text: listField(values, "0") };
}

/** "every 5 minutes", "every 30 minutes starting at 5 past", "every 3 minutes, minutes 2 through 59" */
function minutesPer(facts: TimeFacts, every: number): Field | undefined {
  const { minutes, firstMinute, firstHour } = facts;
  if (minutes && (minutes.length > 1 || every === 1)) {
    const [first = 0] = minutes;
    const values = minutes.filter((minute) => (minute - first) % every === 0);
    return { values, text: listField(values, "*") };
  }
  const first = (firstMinute ?? minutes?.[0] ?? 0) % (firstHour === undefined ? 60 : every);
  if (minutes && first !== 0) return undefined;
  const values = upTo(60).filter((minute) => minute >= first && (minute - first) % every === 0);
  if (first > 0) return { values, text: `${first}-59/${every}` };
  return { values, text: every === 1 ? "*" : `*/${every}` };
}

function hoursOf(facts: TimeFacts, every: number): Field | undefined {
  if (facts.window) return windowHours(facts.window, every);
  const { hours, times } = facts;
  if (hours) {
    const values = [...new Set([...hours, ...(times ?? []).map(({ hour }) => hour)])];
    return every === 1 ? { values, text: listField(values, "*") } : undefined;
  }
  if (times) {
    const values = [...new Set(times.map(({ hour }) => hour))];
    const sameMinute = facts.minutes !== undefined || new Set(times.map(({ minute }) => minute)).size === 1;
    return every === 1 && sameMinute ? { values, text: listField(values, "*") } : undefined;
  }
  return steppedHours(facts, every);
}

/** "every 2 hours", counted from midnight or from the hour it starts at, perhaps with more times on top. */
function steppedHours({ firstHour = 0, alsoTimes }: TimeFacts, every: number): Field | undefined {
  const phase = firstHour % every;
  const values = upTo(24).filter((hour) => hour % every === phase);
  if (alsoTimes?.some(({ minute }) => minute !== 0)) return undefined;
  if (alsoTimes) {
    const more = [...new Set([...values, ...alsoTimes.map(({ hour }) => hour)])].sort((a, b) => a - b);
    return { values: more, text: listField(more, "*") };
  }
  if (phase > 0) return { values, text: `${phase}-23/${every}` };
  return { values, text: every === 1 ? "*" : `*/${every}` };
}

function windowHours({ from, to }: Window, every: number): Field | undefined {
  const span = (to.hour - from.hour + 24) % 24;
  const values = upTo(span + 1)
    .filter((index) => index % every === 0)
    .map((index) => (from.hour + index) % 24);
  if (to.hour < from.hour)
    return { values, text: every === 1 ? `0-${to.hour},${from.hour}-23` : listField(values, "*") };
  const range = from.hour === to.hour ? String(from.hour) : `${from.hour}-${to.hour}`;
  return {
    values,
    text: every === 1 || values.length === 1 ? (values.length === 1 ? String(from.hour) : range) : `${range}/${every}`,
  };
}
