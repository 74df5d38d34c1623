import { type WallMs, wallFields } from "../kernel/wall-time.ts";
import type { RecurrenceRule } from "./recurrence-rule.ts";

const DAY_MS = 86_400_000;
/** Periods without any date in a row after which a rule counts as empty ("30 February"); 400 years of months. */
const EMPTY_PERIODS = 4_800;

/** Wall times of the rule from `anchor` on that are not before `from`, ascending, at most `limit`. Bounded work. */
export function ruleTimes(rule: RecurrenceRule, anchor: WallMs, from: WallMs, limit: number): readonly WallMs[] {
  const until = rule.until === undefined ? Number.POSITIVE_INFINITY : untilMs(rule.until);
  const most = rule.count ?? Number.POSITIVE_INFINITY;
  const found: WallMs[] = [];
  let seen = 0;
  for (const time of allTimes(rule, anchor, rule.count === undefined ? firstPeriod(rule, anchor, from) : 0)) {
    seen += 1;
    if (time > until || seen > most || found.length >= limit) break;
    if (time >= from) found.push(time);
  }
  return found;
}

function* allTimes(rule: RecurrenceRule, anchor: WallMs, firstIndex: number): Generator<WallMs> {
  let empty = 0;
  for (let index = firstIndex; empty < EMPTY_PERIODS; index += 1) {
    const times = timesOfPeriod(rule, anchor, index).filter((time) => time >= anchor);
    empty = times.length === 0 ? empty + 1 : 0;
    yield* times;
  }
}

/** The period that contains `from`, or one before it; 0 is the period of the anchor. */
function firstPeriod(rule: RecurrenceRule, anchor: WallMs, from: WallMs): number {
  if (from <= anchor) return 0;
  const a = wallFields(anchor);
  const b = wallFields(from);
  const periods = {
    DAILY: (from - anchor) / DAY_MS,
    WEEKLY: (from - anchor) / (7 * DAY_MS),
    MONTHLY: (b.year - a.year) * 12 + b.month - a.month,
    YEARLY: b.year - a.year,
  };
  return Math.max(0, Math.floor(periods[rule.freq] / rule.interval) - 1);
}

function timesOfPeriod(rule: RecurrenceRule, anchor: WallMs, index: number): readonly WallMs[] {
  const { hour, minute, second } = wallFields(anchor);
  const hours = rule.byHour.length > 0 ? rule.byHour : [hour];
  const minutes = rule.byMinute.length > 0 ? rule.byMinute : [minute];
  const seconds = rule.byHour.length > 0 || rule.byMinute.length > 0 ? 0 : second;
  const times: WallMs[] = [];
  for (const day of daysOfPeriod(rule, anchor, index * rule.interval)) {
    for (const h of hours) for (const m of minutes) times.push(day + ((h * 60 + m) * 60 + seconds) * 1000);
  }
  return pickPositions(times, rule.bySetPos);
}

function pickPositions(times: readonly WallMs[], positions: readonly number[]): readonly WallMs[] {
  if (positions.length === 0) return times;
  const picked = positions.map((position) => times[position > 0 ? position - 1 : times.length + position]);
  return [...new Set(picked.filter((time) => time !== undefined))].sort((a, b) => a - b);
}

function daysOfPeriod(rule: RecurrenceRule, anchor: WallMs, steps: number): readonly WallMs[] {
  const start = Math.floor(anchor / DAY_MS) * DAY_MS;
  const { year, month, weekday } = wallFields(start);
  switch (rule.freq) {
    case "DAILY":
      return [start + steps * DAY_MS].filter((day) => allowed(rule, day));
    case "WEEKLY": {
      const monday = start - ((weekday + 6) % 7) * DAY_MS + steps * 7 * DAY_MS;
      const wanted = rule.byDay.length > 0 ? rule.byDay.map((day) => day.weekday) : [weekday];
      const week = [0, 1, 2, 3, 4, 5, 6].map((offset) => monday + offset * DAY_MS);
      return week.filter((day) => wanted.includes(wallFields(day).weekday) && inMonths(rule, day));
    }
    case "MONTHLY":
      return daysOfMonth(rule, anchor, year, month - 1 + steps);
    default:
      return daysOfYear(rule, anchor, year + steps);
  }
}

function daysOfMonth(rule: RecurrenceRule, anchor: WallMs, year: number, month: number): readonly WallMs[] {
  const first = Date.UTC(year, month, 1);
  if (!inMonths(rule, first)) return [];
  return expand(rule, first, Date.UTC(year, month + 1, 1), wallFields(anchor).day);
}

function daysOfYear(rule: RecurrenceRule, anchor: WallMs, year: number): readonly WallMs[] {
  if (rule.byYearDay.length > 0 || rule.byWeekNo.length > 0)
    return daysByNumber(rule, year, wallFields(anchor).weekday);
  const bare = rule.byMonth.length === 0 && rule.byMonthDay.length === 0;
  if (bare && rule.byDay.length > 0) return expand(rule, Date.UTC(year, 0, 1), Date.UTC(year + 1, 0, 1), 1);
  const anchored = rule.byMonth.length > 0 ? rule.byMonth : bare ? [wallFields(anchor).month] : ALL_MONTHS;
  return anchored.flatMap((month) =>
    expand(rule, Date.UTC(year, month - 1, 1), Date.UTC(year, month, 1), wallFields(anchor).day),
  );
}

/** Days of a year by their own number or by that of their week; a week without a day means the anchor's weekday. */
function daysByNumber(rule: RecurrenceRule, year: number, anchorDay: number): readonly WallMs[] {
  const first = Date.UTC(year, 0, 1);
  const length = Math.round((Date.UTC(year + 1, 0, 1) - first) / DAY_MS);
  const weekdays = rule.byDay.length > 0 ? rule.byDay.map((day) => day.weekday) : [anchorDay];
  const days = Array.from({ length }, (_, index) => first + index * DAY_MS);
  return days.filter((day, index) => {
    const numbered = rule.byYearDay.length === 0 || rule.byYearDay.some((n) => (n > 0 ? n - 1 : length + n) === index);
    const named = rule.byWeekNo.length === 0 || rule.byWeekNo.includes(weekNumber(day));
    const onDay = rule.byWeekNo.length === 0 && rule.byDay.length === 0;
    return numbered && inMonths(rule, day) && (onDay || (named && weekdays.includes(wallFields(day).weekday)));
  });
}

/** The week of ISO 8601 a day is in: weeks begin on Monday, the first is the one with the year's first Thursday. */
function weekNumber(day: WallMs): number {
  const thursday = day + (4 - (wallFields(day).weekday || 7)) * DAY_MS;
  return Math.floor((thursday - Date.UTC(wallFields(thursday).year, 0, 1)) / (7 * DAY_MS)) + 1;
}

const ALL_MONTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

/** Days of [first, end) that the day rules name; without any of them the anchor's own day of the month. */
function expand(rule: RecurrenceRule, first: WallMs, end: WallMs, anchorDay: number): readonly WallMs[] {
  const length = Math.round((end - first) / DAY_MS);
  const monthDays = rule.byMonthDay.length === 0 && rule.byDay.length === 0 ? [anchorDay] : rule.byMonthDay;
  const days: WallMs[] = [];
  for (let index = 0; index < length; index += 1) {
    const day = first + index * DAY_MS;
    const dated = monthDays.length === 0 || monthDays.some((n) => (n > 0 ? n - 1 : length + n) === index);
    if (dated && namedDay(rule, day, index, length)) days.push(day);
  }
  return days;
}

function namedDay(rule: RecurrenceRule, day: WallMs, index: number, length: number): boolean {
  if (rule.byDay.length === 0) return true;
  const { weekday } = wallFields(day);
  const fromStart = Math.floor(index / 7) + 1;
  const fromEnd = -(Math.floor((length - 1 - index) / 7) + 1);
  return rule.byDay.some((one) => one.weekday === weekday && [0, fromStart, fromEnd].includes(one.nth));
}

function allowed(rule: RecurrenceRule, day: WallMs): boolean {
  const { weekday, day: monthDay, year, month } = wallFields(day);
  const length = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (rule.byDay.length > 0 && !rule.byDay.some((one) => one.weekday === weekday)) return false;
  if (rule.byMonthDay.length > 0 && !rule.byMonthDay.some((n) => n === monthDay || length + n + 1 === monthDay))
    return false;
  return inMonths(rule, day);
}

function inMonths(rule: RecurrenceRule, day: WallMs): boolean {
  return rule.byMonth.length === 0 || rule.byMonth.includes(wallFields(day).month);
}

function untilMs(until: string): WallMs {
  const [year, month, day, hour, minute, second] = [
    until.slice(0, 4),
    until.slice(4, 6),
    until.slice(6, 8),
    until.slice(9, 11) || "23",
    until.slice(11, 13) || "59",
    until.slice(13, 15) || "59",
  ].map(Number);
  return Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second);
}
