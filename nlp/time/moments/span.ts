import { type WallMs, wallFields } from "../../../core/kernel/wall-time.ts";

/** How exact something was said: "in March" is a month, "at 3" an hour. */
export type Grain = "second" | "minute" | "hour" | "day" | "week" | "month" | "quarter" | "year";

/** Wall time from `from` to `to`, exclusive. */
export interface Span {
  readonly from: WallMs;
  readonly to: WallMs;
  /** Where the end was named by its own moment ("to 5pm"): when that begins. */
  readonly until?: WallMs;
}

export const SECOND = 1000;
export const MINUTE = 60_000;
export const HOUR = 3_600_000;
export const DAY = 86_400_000;
export const WEEK = 7 * DAY;

const STEP: Readonly<Record<string, number>> = { second: SECOND, minute: MINUTE, hour: HOUR, day: DAY };
const MONTHS_IN: Readonly<Record<string, number>> = { month: 1, quarter: 3, year: 12 };
const MONDAY = 4 * DAY;

/** Longest a stretch of this grain lasts, in ms. */
export const LONGEST: Readonly<Record<Grain, number>> = {
  second: SECOND,
  minute: MINUTE,
  hour: HOUR,
  day: DAY,
  week: WEEK,
  month: 31 * DAY,
  quarter: 92 * DAY,
  year: 366 * DAY,
};

/** Midnight of a day; days beyond the month run over. Years below 100 are themselves. */
export function dayOf(year: number, month: number, day: number): WallMs {
  const wall = Date.UTC(2000, month - 1, day);
  return year >= 100 ? Date.UTC(year, month - 1, day) : new Date(wall).setUTCFullYear(year, month - 1, day);
}

/** The beginning of the second, hour, week (Monday), quarter… that `wall` is in. */
export function floorTo(wall: WallMs, grain: Grain): WallMs {
  const step = STEP[grain];
  if (step !== undefined) return Math.floor(wall / step) * step;
  if (grain === "week") return Math.floor((wall - MONDAY) / WEEK) * WEEK + MONDAY;
  const { year, month } = wallFields(wall);
  if (grain === "month") return dayOf(year, month, 1);
  return dayOf(year, grain === "year" ? 1 : month - ((month - 1) % 3), 1);
}

/** `count` units later; a month later is the same day of the month, or its last. Parts of a unit are allowed. */
export function plus(wall: WallMs, count: number, grain: Grain): WallMs {
  const step = grain === "week" ? WEEK : STEP[grain];
  if (step !== undefined) return wall + Math.round(count * step);
  const months = count * (MONTHS_IN[grain] ?? 1);
  const whole = Math.trunc(months);
  const { year, month, day } = wallFields(wall);
  const length = wallFields(dayOf(year, month + whole + 1, 0)).day;
  const date = dayOf(year, month + whole, Math.min(day, length));
  return date + (wall - floorTo(wall, "day")) + Math.round((months - whole) * 30) * DAY;
}

/** The whole second, hour, week… that `wall` is in, `ahead` units further. */
export function unitSpan(wall: WallMs, grain: Grain, ahead = 0): Span {
  const from = plus(floorTo(wall, grain), ahead, grain);
  return { from, to: plus(from, 1, grain) };
}
