import { wallFields } from "../../core/kernel/wall-time.ts";
import type { Schedule } from "../../core/model/schedule.ts";
import { dayField, listField } from "./cron-fields.ts";
import { hourly, withinDay } from "./repeat-within-day.ts";
import type { DayTime, TimeFacts, TimeSetting } from "./time-facts.ts";

const DAY_CODES = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];

export interface Made {
  readonly schedule: Schedule;
  readonly assumed: readonly string[];
}

/** A habit as cron where cron says exactly that, as rule where it does not, as interval where it counts from now. */
export function repeat(said: TimeFacts, setting: TimeSetting): Made | undefined {
  const facts = withDays(said);
  if (!facts) return undefined;
  const { every, unit } = rhythmOf(facts);
  if (unit !== "second" && unit !== "minute" && unit !== "hour") return byDay(facts, every, unit, setting);
  const grid = withinDay(facts, every, unit);
  if (!grid || "schedule" in grid) return grid;
  return calendar(facts, { every: 1, unit: "day", times: grid.times, clock: grid.clock }, setting);
}

/** At fixed times on the days of the rhythm. */
function byDay(facts: TimeFacts, every: number, unit: string, setting: TimeSetting): Made | undefined {
  const { perDay, window } = facts;
  if (facts.times)
    return calendar(facts, { every, unit, times: facts.times, clock: clockFields(facts.times) }, setting);
  const times = window ? hourly(window) : spreadOver(perDay ?? 1);
  const clock = perDay !== undefined && perDay > 2 ? { minute: "0", hour: `*/${24 / perDay}` } : clockFields(times);
  const made = calendar(facts, { every, unit, times, clock }, setting);
  const spread = perDay === undefined ? "no time was said: 00:00" : `${perDay} times a day = spread evenly from 00:00`;
  return made && { schedule: made.schedule, assumed: [...(window ? [] : [spread]), ...made.assumed] };
}

/** What was not said follows from what was: days of the month recur monthly, hours hourly, the rest daily. */
function rhythmOf(facts: TimeFacts): NonNullable<TimeFacts["rhythm"]> {
  if (facts.weekNumbers && facts.rhythm?.unit !== "year") return { every: 1, unit: "year" };
  if (facts.rhythm) return facts.rhythm;
  if (facts.hours) return { every: 1, unit: "hour" };
  if (facts.monthDays ?? facts.positions ?? facts.nth) return { every: 1, unit: "month" };
  return { every: 1, unit: facts.weekdays ? "week" : "day" };
}

/** A weekday beside a habit is part of it, excepted days and months go; undefined where the words do not go together. */
function withDays(said: TimeFacts): TimeFacts | undefined {
  const { nthDays, dayNamed, ...rest } = said;
  const placed = nthDays ? placeDays(rest, nthDays) : rest;
  if (!placed) return undefined;
  return withoutSome(dayNamed && !placed.weekdays ? { ...placed, weekdays: [dayNamed.weekday] } : placed);
}

function withoutSome({ without, withoutMonths, withoutDays, ...facts }: TimeFacts): TimeFacts | undefined {
  if (!without && !withoutMonths && !withoutDays) return facts;
  const daily = facts.rhythm?.unit !== "week" || facts.rhythm.every === 1;
  const weekdays = less(facts.weekdays ?? (daily ? [0, 1, 2, 3, 4, 5, 6] : undefined), without);
  const months = less(facts.months ?? rangeOf(12), withoutMonths);
  const monthDays = less(facts.monthDays ?? rangeOf(31), withoutDays);
  if (weekdays?.length === 0 || months?.length === 0 || monthDays?.length === 0) return undefined;
  return { ...facts, ...(weekdays && { weekdays }), ...(months && { months }), ...(monthDays && { monthDays }) };
}

/** Undefined where nothing is left out. */
function less(all: readonly number[] | undefined, left: readonly number[] | undefined): readonly number[] | undefined {
  return left && all?.filter((one) => !left.includes(one));
}

const rangeOf = (last: number): readonly number[] => Array.from({ length: last }, (_, index) => index + 1);

/** "on the 4th day": of the month or of the year; weeks begin on different days, so people are asked. */
function placeDays(facts: TimeFacts, days: readonly number[]): TimeFacts | undefined {
  const unit = facts.rhythm?.unit;
  if (unit === "week") return undefined;
  if (unit === "year" && !facts.months) return { ...facts, yearDays: days };
  return days.every((day) => day <= 31) ? { ...facts, monthDays: days } : undefined;
}

const spreadOver = (count: number): readonly DayTime[] =>
  Array.from({ length: count }, (_, index) => ({ hour: (24 / count) * index, minute: 0 }));

interface Rhythm {
  readonly every: number;
  readonly unit: string;
  readonly times: readonly DayTime[];
  /** Minute and hour as cron fields; undefined where two lists cannot say the times. */
  readonly clock: { readonly minute: string; readonly hour: string } | undefined;
}

function calendar(facts: TimeFacts, rhythm: Rhythm, setting: TimeSetting): Made | undefined {
  const { clock, every } = rhythm;
  const cronDays = every === 1 && !needsRule(facts) ? cronDate(facts, rhythm) : undefined;
  if (clock && cronDays) {
    return {
      schedule: { kind: "cron", cron: `${clock.minute} ${clock.hour} ${cronDays.text}` },
      assumed: cronDays.assumed,
    };
  }
  return ruleFor(facts, rhythm, setting);
}

/** What five fields cannot say. Day of month and weekday together mean "either" in cron. */
function needsRule(facts: TimeFacts): boolean {
  const counted = facts.nth ?? facts.positions ?? facts.yearDays ?? facts.weekNumbers;
  if (counted !== undefined || facts.monthDays?.some((day) => day < 0)) return true;
  return facts.monthDays !== undefined && facts.weekdays !== undefined && !facts.eitherDay;
}

/** Only when every hour goes with every minute is cron exact. */
function clockFields(times: readonly DayTime[]): Rhythm["clock"] {
  const hours = [...new Set(times.map((time) => time.hour))].sort((a, b) => a - b);
  const minutes = [...new Set(times.map((time) => time.minute))].sort((a, b) => a - b);
  if (hours.length * minutes.length !== times.length) return undefined;
  return { minute: minutes.join(","), hour: listField(hours, "*") };
}

function cronDate(
  facts: TimeFacts,
  { unit }: Rhythm,
): { readonly text: string; readonly assumed: readonly string[] } | undefined {
  const months = listField(facts.months, "*");
  if (unit === "day" || facts.eitherDay)
    return { text: `${listField(facts.monthDays, "*")} ${months} ${dayField(facts.weekdays)}`, assumed: [] };
  if (unit === "week") {
    const assumed = facts.weekdays ? [] : ["no day was said: Sunday"];
    return { text: `* ${months} ${dayField(facts.weekdays ?? [0])}`, assumed };
  }
  if (facts.weekdays && !facts.monthDays) return { text: `* ${months} ${dayField(facts.weekdays)}`, assumed: [] };
  const days = listField(facts.monthDays, "1");
  const assumed = facts.monthDays ? [] : ["no day was said: the 1st"];
  if (unit === "month") return { text: `${days} ${months} *`, assumed };
  if (unit === "quarter") return { text: `${days} */3 *`, assumed };
  return { text: `${days} ${listField(facts.months, "1")} *`, assumed };
}

const FREQUENCY: Readonly<Record<string, string>> = {
  day: "DAILY",
  week: "WEEKLY",
  month: "MONTHLY",
  quarter: "MONTHLY",
  year: "YEARLY",
};

function ruleFor(facts: TimeFacts, { every, unit, times, clock }: Rhythm, setting: TimeSetting): Made | undefined {
  if (facts.eitherDay || (facts.weekNumbers && !facts.weekdays)) return undefined;
  const sorted = [...times].sort((a, b) => a.hour - b.hour || a.minute - b.minute);
  const exact = clock !== undefined;
  const freq = frequency(facts, { every, unit, exact });
  if (freq === undefined || (!exact && (freq !== "DAILY" || facts.positions))) return undefined;
  const steps = stepped(facts, every, unit);
  const parts = [
    `FREQ=${freq}`,
    ...(steps.interval > 1 ? [`INTERVAL=${steps.interval}`] : []),
    ...dayParts({ ...facts, ...(steps.months && { months: steps.months }) }, unit, setting),
    ...clockParts(sorted, exact),
    ...(facts.positions ? [`BYSETPOS=${facts.positions.join(",")}`] : []),
  ];
  const firstAssumed = isMonthly(unit) && !facts.monthDays && !facts.nth && !facts.weekdays && !facts.yearDays;
  return {
    schedule: { kind: "rrule", rrule: parts.join(";") },
    assumed: firstAssumed ? ["no day was said: the 1st"] : [],
  };
}

/** Days counted in the month need a monthly rule; times off the grid are picked day by day. */
function frequency(
  facts: TimeFacts,
  { every, unit, exact }: { readonly every: number; readonly unit: string; readonly exact: boolean },
): string | undefined {
  const ofMonth = facts.nth !== undefined || facts.positions !== undefined;
  if (unit === "day" && ofMonth) return every === 1 ? "MONTHLY" : undefined;
  if (unit === "week" && ofMonth) return undefined;
  if (!exact && unit === "week" && every === 1) return "DAILY";
  if (!exact && unit !== "day" && unit !== "week" && every === 1 && facts.monthDays && !ofMonth) return "DAILY";
  return FREQUENCY[unit];
}

/** "every 2 months, march through december": the months are spelled out. */
function stepped(facts: TimeFacts, every: number, unit: string) {
  const interval = unit === "quarter" ? every * 3 : every;
  const [first = 1] = facts.months ?? [];
  if (unit !== "month" || every === 1 || (facts.months?.length ?? 0) < 2) return { interval, months: undefined };
  return { interval: 1, months: facts.months?.filter((month) => (month - first) % every === 0) };
}

const isMonthly = (unit: string): boolean => unit === "month" || unit === "quarter" || unit === "year";

function dayParts(facts: TimeFacts, unit: string, setting: TimeSetting): readonly string[] {
  const numbered = facts.yearDays ?? facts.weekNumbers;
  const ofYear = unit === "year" && !facts.nth && numbered === undefined;
  const months = facts.months ?? (ofYear ? [1] : undefined);
  const weekdays = facts.weekdays ?? (unit === "week" ? [wallFields(setting.nowWall).weekday] : undefined);
  const byDay =
    facts.nth?.map(({ nth, weekday }) => `${nth}${DAY_CODES[weekday]}`) ??
    weekdays?.map((weekday) => `${DAY_CODES[weekday]}`);
  const days = facts.monthDays ?? (isMonthly(unit) && !byDay && numbered === undefined ? [1] : undefined);
  return [
    ...(months ? [`BYMONTH=${months.join(",")}`] : []),
    ...(facts.weekNumbers ? [`BYWEEKNO=${facts.weekNumbers.join(",")}`] : []),
    ...(facts.yearDays ? [`BYYEARDAY=${facts.yearDays.join(",")}`] : []),
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
