import { msToDuration } from "../../core/kernel/duration.ts";
import { wallFields } from "../../core/kernel/wall-time.ts";
import type { Schedule } from "../../core/model/schedule.ts";
import { UNIT_MS } from "./durations.ts";
import type { DayTime, TimeFacts, TimeSetting } from "./time-facts.ts";

const DAY_CODES = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];

interface Made {
  readonly schedule: Schedule;
  readonly assumed: readonly string[];
}

/** A habit as cron where cron says exactly that, as rule where it does not, as interval where it counts from now. */
export function repeat(said: TimeFacts, setting: TimeSetting): Made | undefined {
  const facts = withDays(said);
  const { every = 1, unit = "week" } = facts.rhythm ?? {};
  if (unit === "second" || unit === "minute" || unit === "hour") return withinDay(facts, every, unit);
  const assumed: string[] = [];
  const times = facts.window && !facts.times ? hourly(facts.window) : (facts.times ?? perDay(facts));
  if (!facts.times && !facts.window && facts.perDay === undefined) assumed.push("no time was said: 00:00");
  if (facts.perDay !== undefined && !facts.times)
    assumed.push(`${facts.perDay} times a day = spread evenly from 00:00`);
  const made = calendar(facts, { every, unit, times }, setting);
  return made && { schedule: made.schedule, assumed: [...assumed, ...made.assumed] };
}

/** A weekday beside a habit is part of it, and excepted ones go. */
function withDays(facts: TimeFacts): TimeFacts {
  const named = facts.dayNamed && !facts.weekdays ? [facts.dayNamed.weekday] : facts.weekdays;
  const daily = facts.rhythm?.unit !== "week" || facts.rhythm.every === 1;
  const base = named ?? (facts.without && daily ? [0, 1, 2, 3, 4, 5, 6] : undefined);
  const weekdays = base?.filter((weekday) => !facts.without?.includes(weekday));
  return weekdays ? { ...facts, weekdays } : facts;
}

function perDay(facts: TimeFacts): readonly DayTime[] {
  const count = facts.perDay ?? 1;
  return Array.from({ length: count }, (_, index) => ({ hour: (24 / count) * index, minute: 0 }));
}

function hourly({ from, to }: NonNullable<TimeFacts["window"]>): readonly DayTime[] {
  const length = Math.max(1, to.hour - from.hour + 1);
  return Array.from({ length }, (_, index) => ({ hour: from.hour + index, minute: from.minute }));
}

function withinDay(facts: TimeFacts, every: number, unit: "second" | "minute" | "hour"): Made | undefined {
  if (unit === "minute" && every === 60) return withinDay(facts, 1, "hour");
  const perHour = unit === "minute" && 60 % every === 0;
  const wholeHours = unit === "hour" && 24 % every === 0 && every < 24;
  if (!perHour && !wholeHours) return fromNow(facts, every * (UNIT_MS[unit] ?? 0));
  const minute = perHour ? minuteField(facts, every) : minuteOfHour(facts);
  const hours = hourField(facts, wholeHours ? every : 1);
  if (hours === undefined || minute === undefined) return undefined;
  const days = `${listField(facts.monthDays, "*")} ${listField(facts.months, "*")} ${dayField(facts.weekdays)}`;
  return { schedule: { kind: "cron", cron: `${minute} ${hours} ${days}` }, assumed: [] };
}

/** Every 45 minutes or 5 hours has no place on the clock; with days or hours beside it, it has no meaning. */
function fromNow(facts: TimeFacts, everyMs: number): Made | undefined {
  const filtered = facts.weekdays ?? facts.months ?? facts.window ?? facts.times;
  if (filtered !== undefined) return undefined;
  return { schedule: { kind: "interval", every: msToDuration(everyMs) }, assumed: [] };
}

const minuteOfHour = (facts: TimeFacts): string => facts.minutes?.join(",") ?? String(facts.times?.[0]?.minute ?? 0);

function minuteField(facts: TimeFacts, every: number): string | undefined {
  if (facts.minutes?.some((minute) => minute !== 0)) return undefined;
  return every === 1 ? "*" : `*/${every}`;
}

function hourField(facts: TimeFacts, every: number): string | undefined {
  const step = every === 1 ? "" : `/${every}`;
  if (facts.window) {
    const { from, to } = facts.window;
    if (from.minute !== 0 || to.hour < from.hour) return undefined;
    return `${from.hour}-${to.hour}${step}`;
  }
  if (facts.times) return facts.times.length === 1 && every === 1 ? String(facts.times[0]?.hour) : undefined;
  return every === 1 ? "*" : `*${step}`;
}

interface Rhythm {
  readonly every: number;
  readonly unit: string;
  readonly times: readonly DayTime[];
}

function calendar(facts: TimeFacts, rhythm: Rhythm, setting: TimeSetting): Made | undefined {
  const { every, times } = rhythm;
  const clock = clockFields(times);
  const cronDays = cronDate(facts, rhythm);
  const plainDays =
    facts.nth === undefined && !facts.monthDays?.some((day) => day < 0) && !(facts.monthDays && facts.weekdays);
  const everyOne = every === 1;
  if (clock && cronDays && plainDays && everyOne) {
    return {
      schedule: { kind: "cron", cron: `${clock.minute} ${clock.hour} ${cronDays.text}` },
      assumed: cronDays.assumed,
    };
  }
  return ruleFor(facts, rhythm, setting);
}

/** Only when every hour goes with every minute is cron exact. */
function clockFields(times: readonly DayTime[]): { readonly minute: string; readonly hour: string } | undefined {
  const hours = [...new Set(times.map((time) => time.hour))].sort((a, b) => a - b);
  const minutes = [...new Set(times.map((time) => time.minute))].sort((a, b) => a - b);
  if (hours.length * minutes.length !== times.length) return undefined;
  const run = hours.length > 2 && hours.every((hour, index) => hour === (hours[0] ?? 0) + index);
  return { minute: minutes.join(","), hour: run ? `${hours[0]}-${hours.at(-1)}` : hours.join(",") };
}

function cronDate(
  facts: TimeFacts,
  { every, unit }: Rhythm,
): { readonly text: string; readonly assumed: readonly string[] } | undefined {
  const months = listField(facts.months, "*");
  if (unit === "day")
    return { text: `${listField(facts.monthDays, "*")} ${months} ${dayField(facts.weekdays)}`, assumed: [] };
  if (unit === "week") {
    const assumed = facts.weekdays ? [] : ["no day was said: Sunday"];
    return { text: `* ${months} ${dayField(facts.weekdays ?? [0])}`, assumed };
  }
  if (facts.weekdays && !facts.monthDays) return { text: `* ${months} ${dayField(facts.weekdays)}`, assumed: [] };
  const days = listField(facts.monthDays, "1");
  const assumed = facts.monthDays ? [] : ["no day was said: the 1st"];
  if (unit === "month")
    return { text: `${days} ${every === 1 ? months : facts.months ? months : `*/${every}`} *`, assumed };
  if (unit === "quarter") return { text: `${days} */3 *`, assumed };
  return { text: `${days} ${listField(facts.months, "1")} *`, assumed };
}

const listField = (values: readonly number[] | undefined, otherwise: string): string => {
  if (!values || values.length === 0) return otherwise;
  const sorted = [...new Set(values)].sort((a, b) => a - b);
  const run = sorted.length > 2 && sorted.every((value, index) => value === (sorted[0] ?? 0) + index);
  return run ? `${sorted[0]}-${sorted.at(-1)}` : sorted.join(",");
};

function dayField(weekdays: readonly number[] | undefined): string {
  if (!weekdays || weekdays.length === 0 || weekdays.length === 7) return "*";
  return listField(weekdays, "*");
}

const FREQUENCY: Readonly<Record<string, string>> = {
  day: "DAILY",
  week: "WEEKLY",
  month: "MONTHLY",
  quarter: "MONTHLY",
  year: "YEARLY",
};

function ruleFor(facts: TimeFacts, { every, unit, times }: Rhythm, setting: TimeSetting): Made | undefined {
  const sorted = [...times].sort((a, b) => a.hour - b.hour || a.minute - b.minute);
  const exact = clockFields(sorted) !== undefined;
  const freq = !exact && unit === "week" && every === 1 ? "DAILY" : FREQUENCY[unit];
  if (freq === undefined || (!exact && freq !== "DAILY")) return undefined;
  const interval = unit === "quarter" ? every * 3 : every;
  const parts = [
    `FREQ=${freq}`,
    ...(interval > 1 ? [`INTERVAL=${interval}`] : []),
    ...dayParts(facts, unit, setting),
    ...clockParts(sorted, exact),
  ];
  const firstAssumed = isMonthly(unit) && !facts.monthDays && !facts.nth && !facts.weekdays;
  return {
    schedule: { kind: "rrule", rrule: parts.join(";") },
    assumed: firstAssumed ? ["no day was said: the 1st"] : [],
  };
}

const isMonthly = (unit: string): boolean => unit === "month" || unit === "quarter" || unit === "year";

function dayParts(facts: TimeFacts, unit: string, setting: TimeSetting): readonly string[] {
  const months = facts.months ?? (unit === "year" && !facts.nth ? [1] : undefined);
  const weekdays = facts.weekdays ?? (unit === "week" ? [wallFields(setting.nowWall).weekday] : undefined);
  const byDay =
    facts.nth?.map(({ nth, weekday }) => `${nth}${DAY_CODES[weekday]}`) ??
    weekdays?.map((weekday) => `${DAY_CODES[weekday]}`);
  const days = facts.monthDays ?? (isMonthly(unit) && !byDay ? [1] : undefined);
  return [
    ...(months ? [`BYMONTH=${months.join(",")}`] : []),
    ...(byDay ? [`BYDAY=${byDay.join(",")}`] : []),
    ...(days ? [`BYMONTHDAY=${days.join(",")}`] : []),
  ];
}

/** Uneven times ("9:15 and 17:30") are picked from the grid of their hours and minutes. */
function clockParts(times: readonly DayTime[], exact: boolean): readonly string[] {
  const hours = [...new Set(times.map((time) => time.hour))].sort((a, b) => a - b);
  const minutes = [...new Set(times.map((time) => time.minute))].sort((a, b) => a - b);
  const parts = [`BYHOUR=${hours.join(",")}`, `BYMINUTE=${minutes.join(",")}`];
  if (exact) return parts;
  const positions = times.map((time) => hours.indexOf(time.hour) * minutes.length + minutes.indexOf(time.minute) + 1);
  return [...parts, `BYSETPOS=${positions.join(",")}`];
}
