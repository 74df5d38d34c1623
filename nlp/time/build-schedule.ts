import { type WallMs, wallFields, wallText } from "../../core/kernel/wall-time.ts";
import type { Schedule } from "../../core/model/schedule.ts";
import { weekdayName } from "./calendar-words.ts";
import { clockText, minutesOf } from "./clock-text.ts";
import { comingWeekday, midnightOf } from "./dates.ts";
import { repeat } from "./repeat-schedule.ts";
import type { DayTime, TimeFacts, TimeSetting } from "./time-facts.ts";

export interface BuiltSchedule {
  /** Undefined where nothing was said, or "now". */
  readonly schedule?: Schedule;
  readonly assumed: readonly string[];
  /** Words that cannot be kept together; the person is asked. */
  readonly unclear?: boolean;
}

const DAY_MS = 86_400_000;

/** From the pieces to the schedule they mean. */
export function buildSchedule(facts: TimeFacts, asked: TimeSetting): BuiltSchedule {
  const setting = whereSaid(facts, asked);
  if (facts.unclear) return { assumed: [], unclear: true };
  if (facts.cron !== undefined) {
    return { schedule: { kind: "cron", cron: facts.cron, ...bounds(facts, setting) }, assumed: [] };
  }
  if (facts.rrule !== undefined) {
    return { schedule: { kind: "rrule", rrule: facts.rrule, ...bounds(facts, setting) }, assumed: [] };
  }
  if (isHabit(facts)) return buildRepeating(facts, setting);
  if (facts.delayMs !== undefined) {
    return { schedule: { kind: "once", at: wallText(setting.nowWall + facts.delayMs), ...zone(facts) }, assumed: [] };
  }
  return buildOnce(facts, setting);
}

/** What has passed, and what a length counts from, is judged by the clock of the zone that was named. */
function whereSaid({ tz }: TimeFacts, setting: TimeSetting): TimeSetting {
  const nowWall = tz === undefined ? undefined : setting.wallIn?.(tz);
  return nowWall === undefined ? setting : { ...setting, nowWall };
}

/** Several times or months cannot be one moment. */
function isHabit(facts: TimeFacts): boolean {
  const several = (facts.times?.length ?? 0) > 1 || (facts.months?.length ?? 0) > 1;
  return several || facts.rhythm !== undefined || facts.weekdays !== undefined || facts.habit === true;
}

function buildRepeating(facts: TimeFacts, setting: TimeSetting): BuiltSchedule {
  const dated = yearly(facts);
  // "every 10 minutes tonight" has no hours that everybody would agree on
  if (isWithinDay(facts) && facts.date !== undefined && facts.part !== undefined) return { assumed: [], unclear: true };
  const vague = facts.perWeek !== undefined && facts.weekdays?.length !== facts.perWeek;
  const made = vague ? undefined : repeat(dated, setting);
  if (!made) return { assumed: [], unclear: true };
  return { schedule: { ...made.schedule, ...bounds(dated, setting) } as Schedule, assumed: made.assumed };
}

/** "every year on may 10": the date is part of the habit. */
function yearly(facts: TimeFacts): TimeFacts {
  if (facts.rhythm?.unit !== "year" || facts.date === undefined) return facts;
  const { month, day } = wallFields(facts.date);
  const { date: _date, ...rest } = facts;
  return { ...rest, months: [month], monthDays: [day] };
}

const isWithinDay = ({ rhythm }: TimeFacts): boolean => /^(?:second|minute|hour)$/.test(rhythm?.unit ?? "");

const zone = (facts: TimeFacts) => (facts.tz === undefined ? {} : { tz: facts.tz });

function bounds(facts: TimeFacts, { nowWall }: TimeSetting) {
  const start = facts.start ?? (facts.date !== undefined && facts.date > nowWall ? facts.date : undefined);
  const end = endOf(facts, start, start ?? nowWall) ?? endOfDay(facts);
  return {
    ...zone(facts),
    ...(start !== undefined && { start: wallText(start) }),
    ...(end !== undefined && { end: wallText(end) }),
    ...(facts.count !== undefined && { count: facts.count }),
  };
}

/** "every 5 minutes from 2pm to 4pm tomorrow": on that day alone. */
function endOfDay(facts: TimeFacts): WallMs | undefined {
  const open = facts.start === undefined && facts.count === undefined;
  return open && facts.date !== undefined && isWithinDay(facts) ? facts.date + DAY_MS : undefined;
}

/** "from november until june" ends in the next year; a length counts from the start. */
function endOf(facts: TimeFacts, start: WallMs | undefined, from: WallMs): WallMs | undefined {
  const { end, forMs, forMonths } = facts;
  if (end !== undefined) return start !== undefined && end <= start ? laterBy(end, 12) : end;
  if (forMonths !== undefined) return laterBy(from, forMonths);
  return forMs === undefined ? undefined : from + forMs;
}

/** The same day so many months later, or the last one of a shorter month. */
function laterBy(from: WallMs, months: number): WallMs {
  const { year, month, day } = wallFields(from);
  const length = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return Date.UTC(year, month - 1 + months, Math.min(day, length)) + (from % DAY_MS);
}

function buildOnce(facts: TimeFacts, setting: TimeSetting): BuiltSchedule {
  const { nowWall } = setting;
  const [time] = facts.times ?? [];
  const date = facts.date ?? monthDay(facts, setting, time);
  if (date === undefined && facts.dayNamed === undefined && !time) return { assumed: [] };
  if (date === undefined && facts.dayNamed === undefined && time) return nextClock(time, facts, nowWall);
  const assumed: string[] = [];
  const clock = time ?? setting.dayParts["morning"] ?? { hour: 9, minute: 0 };
  if (!time) assumed.push(`no time was said: ${clockText(clock)}`);
  if (date === undefined) return namedOnce(facts, clock, nowWall, assumed);
  const at = date + minutesOf(clock);
  const plain = { schedule: { kind: "once", at: wallText(at), ...zone(facts) }, assumed } as const;
  if (at > nowWall) return plain;
  return passed(facts, { date, clock, assumed, plain, nowWall });
}

/** What has passed: "today" is tomorrow, a day that comes every year is next year's, and any other day is what it is. */
function passed(
  facts: TimeFacts,
  said: {
    readonly date: WallMs;
    readonly clock: DayTime;
    readonly assumed: readonly string[];
    readonly plain: BuiltSchedule;
    readonly nowWall: WallMs;
  },
): BuiltSchedule {
  const { date, clock, assumed, plain, nowWall } = said;
  const at = date + minutesOf(clock);
  const once = (moment: WallMs, note: string): BuiltSchedule => ({
    schedule: { kind: "once", at: wallText(moment), ...zone(facts) },
    assumed: [...assumed, note],
  });
  if (facts.dateSaid === "yearly") {
    return once(laterBy(at, 12), `${wallText(date).slice(0, 10)} ${clockText(clock)} has passed, so next year`);
  }
  if (date !== midnightOf(nowWall) || facts.dateSaid === "whole") return plain;
  if (facts.times === undefined) return { assumed: [] };
  return once(at + DAY_MS, clock.hour === 0 ? "midnight tonight" : `${clockText(clock)} today has passed, so tomorrow`);
}

/** "on the 15th" without a habit: the next one, today only while its time is still to come. */
function monthDay(facts: TimeFacts, { nowWall }: TimeSetting, time: DayTime | undefined): WallMs | undefined {
  const [wanted] = facts.monthDays ?? [];
  if (wanted === undefined) return undefined;
  const { year, month } = wallFields(nowWall);
  for (let ahead = 0; ahead < 12; ahead += 1) {
    const length = new Date(Date.UTC(year, month + ahead, 0)).getUTCDate();
    const date = Date.UTC(year, month - 1 + ahead, wanted < 0 ? length + wanted + 1 : wanted);
    if (wanted <= length && date + (time ? minutesOf(time) : DAY_MS) > nowWall) return date;
  }
  return undefined;
}

function nextClock(time: DayTime, facts: TimeFacts, nowWall: WallMs): BuiltSchedule {
  const today = midnightOf(nowWall) + minutesOf(time);
  if (today > nowWall) return { schedule: { kind: "once", at: wallText(today), ...zone(facts) }, assumed: [] };
  const assumed = time.hour === 0 && time.minute === 0 ? [] : [`${clockText(time)} today has passed, so tomorrow`];
  return { schedule: { kind: "once", at: wallText(today + DAY_MS), ...zone(facts) }, assumed };
}

function namedOnce(facts: TimeFacts, clock: DayTime, nowWall: WallMs, assumed: readonly string[]): BuiltSchedule {
  const { weekday = 0 } = facts.dayNamed ?? {};
  const today = comingWeekday(nowWall, weekday, true) + minutesOf(clock);
  const at = today > nowWall ? today : comingWeekday(nowWall, weekday, false) + minutesOf(clock);
  const shown = `${weekdayName(weekday)} = ${wallText(at).slice(0, 10)}`;
  return { schedule: { kind: "once", at: wallText(at), ...zone(facts) }, assumed: [...assumed, shown] };
}
