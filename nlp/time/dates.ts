import { type WallMs, wallFields, wallFromText } from "../../core/kernel/wall-time.ts";
import { ordinalWord } from "../text/number-words.ts";
import { oncePerPlace } from "../text/once-per-place.ts";
import type { Token } from "../text/token.ts";
import { monthWord, weekdayWord } from "./calendar-words.ts";
import { amountAt } from "./durations.ts";
import { isHolidayWord } from "./moments/holidays.ts";
import { mayBegin } from "./moments/may-begin.ts";
import { following } from "./moments/moment.ts";
import { saidAt } from "./moments/sequence.ts";
import { countsTimes } from "./number-lists.ts";
import type { DayTime, TimeSetting } from "./time-facts.ts";
import { zoneAt } from "./zones.ts";

const DAY_MS = 86_400_000;

export interface DateFound {
  readonly date: WallMs;
  readonly end: number;
  /** Written with its own time. */
  readonly time?: DayTime;
  /** Absent for "today" and its like. */
  readonly said?: "yearly" | "whole";
}

export const midnightOf = (wall: WallMs): WallMs => Math.floor(wall / DAY_MS) * DAY_MS;

/** A calendar day at `at`: "today", "tomorrow", "24 Dec", "Dec 24th 2027", "2026-12-24", "christmas". */
export const dateAt = oncePerPlace((tokens, at, setting: TimeSetting): DateFound | undefined => {
  const short =
    writtenDate(tokens, at, setting) ?? relativeDay(tokens, at, setting) ?? monthAndDay(tokens, at, setting);
  const long = comingDay(tokens, at, setting);
  return long && long.end > (short?.end ?? at) ? long : short;
});

/** Any day the grammar of moments knows that is still to come; what may as well come again and again has rules of its own. */
function comingDay(tokens: readonly Token[], at: number, setting: TimeSetting): DateFound | undefined {
  if (!mayBegin(tokens, at) || tokens[at]?.text === "on") return undefined;
  const said = saidAt(tokens, at, setting, "date");
  const { date } = said ?? {};
  // one with its own clock time is read with it
  if (!said || said.weak !== undefined || said.clock || date?.grain !== "day" || date.stretch) return undefined;
  const end = said.tz === undefined ? said.end : beforeZone(tokens, said.end);
  const alone =
    date.once === undefined && !isHolidayWord(tokens[at]?.text === "the" ? tokens[at + 1]?.text : tokens[at]?.text);
  const named = end <= at + 2 && weekdayWord(tokens[end - 1]?.text) !== undefined;
  if (alone || named || end <= at) return undefined;
  const today = midnightOf(setting.nowWall);
  const [span] = date.once ? [date.once] : following(date, today);
  return span && span.from >= today ? { date: midnightOf(span.from), end } : undefined;
}

/** Where the day ends and the zone begins, which is that of the whole schedule; 0 where no zone of ours ends there. */
function beforeZone(tokens: readonly Token[], end: number): number {
  const length = [1, 2, 3].find((words) => zoneAt(tokens, end - words)?.end === end);
  return length === undefined ? 0 : end - length;
}

/** "24/12": where only one of the numbers can be the month. */
function dayAndMonth({ text }: Token, at: number, { nowWall }: TimeSetting): DateFound | undefined {
  const [, one, two] = /^(\d{1,2})\/(\d{1,2})$/.exec(text) ?? [];
  const [day, month] = Number(one) > 12 ? [Number(one), Number(two)] : [Number(two), Number(one)];
  if (one === undefined || day <= 12 || month > 12) return undefined;
  const today = midnightOf(nowWall);
  const { year } = wallFields(today);
  const dates = [year, year + 1].map((one) => wallFromText(`${one}-${pad(month)}-${pad(day)}T00:00:00`));
  const date = dates.find((wall) => wall !== undefined && wall >= today);
  return date === undefined ? undefined : { date, end: at + 1, said: "yearly" };
}

const pad = (value: number): string => String(value).padStart(2, "0");

function writtenDate(tokens: readonly Token[], at: number, setting: TimeSetting): DateFound | undefined {
  const token = tokens[at];
  if (token?.kind === "name") return dayAndMonth(token, at, setting);
  if (token?.kind !== "date") return undefined;
  const wall = wallFromText(token.raw.toUpperCase());
  if (wall === undefined) return undefined;
  const { hour, minute } = wallFields(wall);
  return {
    date: midnightOf(wall),
    end: at + 1,
    said: "whole",
    ...(token.text.includes("t") && { time: { hour, minute } }),
  };
}

const AFTER_TOMORROW = ["day", "after", "tomorrow"];

function relativeDay(tokens: readonly Token[], at: number, { nowWall }: TimeSetting): DateFound | undefined {
  const today = midnightOf(nowWall);
  const word = tokens[at]?.text;
  if (word === "today") return { date: today, end: at + 1 };
  if (word === "tomorrow" || word === "tmrw" || word === "tmr") return { date: today + DAY_MS, end: at + 1 };
  const from = word === "the" ? at + 1 : at;
  if (AFTER_TOMORROW.every((part, index) => tokens[from + index]?.text === part))
    return { date: today + 2 * DAY_MS, end: from + 3 };
  if (word === "next" && tokens[at + 1]?.text === "week") return { date: today + 7 * DAY_MS, end: at + 2 };
  if (word === "christmas" || word === "xmas") return { date: nextOf(nowWall, 12, 25), end: at + 1 };
  return undefined;
}

function monthAndDay(tokens: readonly Token[], at: number, { nowWall }: TimeSetting): DateFound | undefined {
  const from = tokens[at]?.text === "the" ? at + 1 : at;
  const month = monthWord(tokens[from]?.text);
  if (month !== undefined) {
    const day = dayNumber(tokens[from + 1]?.text === "the" ? tokens[from + 2] : tokens[from + 1]);
    if (day === undefined || countsTimes(tokens, from + 1)) return undefined;
    return withYear(tokens, tokens[from + 1]?.text === "the" ? from + 3 : from + 2, { nowWall, month, day });
  }
  const day = dayNumber(tokens[from]);
  const monthPlace = tokens[from + 1]?.text === "of" ? from + 2 : from + 1;
  const later = day === undefined ? undefined : monthWord(tokens[monthPlace]?.text);
  return day !== undefined && later !== undefined
    ? withYear(tokens, monthPlace + 1, { nowWall, month: later, day })
    : undefined;
}

function dayNumber(token: Token | undefined): number | undefined {
  const value = token?.kind === "number" || token?.kind === "ordinal" ? token.value : ordinalWord(token?.text ?? "");
  if (value === undefined) return undefined;
  return Number.isInteger(value) && value >= 1 && value <= 31 ? value : undefined;
}

function withYear(
  tokens: readonly Token[],
  at: number,
  { nowWall, month, day }: { readonly nowWall: WallMs; readonly month: number; readonly day: number },
): DateFound | undefined {
  const place = tokens[at]?.kind === "comma" ? at + 1 : at;
  const token = tokens[place];
  const year = token?.kind === "number" && /^20\d\d$/.test(token.text) ? token.value : undefined;
  const date = year === undefined ? nextOf(nowWall, month, day) : Date.UTC(year, month - 1, day);
  if (wallFields(date).day !== day) return undefined;
  return year === undefined ? { date, end: at, said: "yearly" } : { date, end: place + 1, said: "whole" };
}

/** The next such day, today included. */
function nextOf(nowWall: WallMs, month: number, day: number): WallMs {
  const { year } = wallFields(nowWall);
  const thisYear = Date.UTC(year, month - 1, day);
  return thisYear >= midnightOf(nowWall) ? thisYear : Date.UTC(year + 1, month - 1, day);
}

/** The coming such weekday; today only when `todayCounts`. */
export function comingWeekday(nowWall: WallMs, weekday: number, todayCounts: boolean): WallMs {
  const ahead = (weekday - wallFields(nowWall).weekday + 7) % 7;
  return midnightOf(nowWall) + (ahead === 0 && !todayCounts ? 7 : ahead) * DAY_MS;
}

/** A day that ends or begins something: also a weekday ("until friday") or a month ("until june"). */
export function boundAt(tokens: readonly Token[], at: number, setting: TimeSetting): DateFound | undefined {
  const from = ["on", "the", "next", "this"].includes(tokens[at]?.text ?? "") ? at + 1 : at;
  const date = dateAt(tokens, at, setting) ?? dateAt(tokens, from, setting);
  if (date) return date;
  const day = weekdayWord(tokens[from]?.text);
  if (day) return { date: comingWeekday(setting.nowWall, day.weekday, false), end: from + 1 };
  const month = monthWord(tokens[from]?.text);
  if (month !== undefined) return withYear(tokens, from + 1, { nowWall: setting.nowWall, month, day: 1 });
  const nth = from > at ? dayOfMonth(tokens, from, setting) : undefined;
  if (nth) return nth;
  const end = ["end", "of"].every((word, index) => tokens[from + index]?.text === word);
  const unit = end ? tokens.slice(from + 2, from + 5).findIndex((one) => /^(?:week|month|year)$/.test(one.text)) : -1;
  return unit < 0 ? undefined : { date: endOf(setting.nowWall, tokens[from + 2 + unit]?.text), end: from + 3 + unit };
}

/** "the 1st", "the first of the month"; not "the first monday". */
function dayOfMonth(tokens: readonly Token[], at: number, { nowWall }: TimeSetting): DateFound | undefined {
  const day = dayNumber(tokens[at]);
  if (day === undefined || tokens[at]?.kind === "number") return undefined;
  const after = tokens.slice(at + 1, at + 4).map(({ text }) => text);
  const ofMonth = /^of (?:the|this|next) month$/.test(after.join(" "));
  if (!ofMonth && after[0] !== undefined && !/^(?:[,.!?;]|at|and|then|please)$/.test(after[0])) return undefined;
  const { year, month, day: today } = wallFields(nowWall);
  const ahead = day <= today || after[1] === "next" ? 1 : 0;
  return { date: Date.UTC(year, month - 1 + ahead, day), end: ofMonth ? at + 4 : at + 1 };
}

/** The first day after this week, month or year. */
function endOf(nowWall: WallMs, unit: string | undefined): WallMs {
  const { year, month } = wallFields(nowWall);
  if (unit === "year") return Date.UTC(year + 1, 0, 1);
  return unit === "month" ? Date.UTC(year, month, 1) : comingWeekday(nowWall, 1, false);
}

/** "in 3 days", "2 weeks from now": whole days ahead. */
export function daysAhead(
  tokens: readonly Token[],
  at: number,
): { readonly days: number; readonly end: number } | undefined {
  const amount = amountAt(tokens, at);
  if (!amount || !Number.isInteger(amount.value)) return undefined;
  if (amount.unit === "day") return { days: amount.value, end: amount.end };
  return amount.unit === "week" ? { days: amount.value * 7, end: amount.end } : undefined;
}
