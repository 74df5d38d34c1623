import { type WallMs, wallFields } from "../../core/kernel/wall-time.ts";
import type { Token } from "../text/token.ts";
import { monthWord, weekdayWord } from "./calendar-words.ts";
import { clockAt } from "./clock.ts";
import { boundAt, comingWeekday, type DateFound, midnightOf } from "./dates.ts";
import { amountAt, durationAt, numberAt, timeUnit, UNIT_MS } from "./durations.ts";
import { numberListAt } from "./number-lists.ts";
import type { TimePiece, TimeSetting } from "./time-facts.ts";

type Element = (tokens: readonly Token[], at: number, setting: TimeSetting) => TimePiece | undefined;

const DAY_MS = 86_400_000;

/** "until friday", "until 18:00", "till June", "through march 25th" (that day included), "before christmas", "ending next month". */
export const until: Element = (tokens, at, setting) => {
  const lead = afterUntil(tokens, at);
  if (!lead) return undefined;
  const found = limitAt(tokens, lead.from, setting);
  if (found) {
    const { end, offset = lead.included ? DAY_MS : 0 } = clockBehind(tokens, found.end, setting);
    return { end, facts: { end: found.date + offset }, needsHabit: true };
  }
  const clock = lead.dates ? undefined : clockAt(tokens, lead.from, setting, true);
  return clock && { end: clock.end, facts: { end: comingClock(clock.time, setting) }, needsHabit: true };
};

interface Until {
  readonly from: number;
  /** The day that is named belongs to it. */
  readonly included?: true;
  /** Followed by a day only. */
  readonly dates?: true;
}

function afterUntil(tokens: readonly Token[], at: number): Until | undefined {
  const [word = "", second = ""] = [tokens[at]?.text, tokens[at + 1]?.text];
  if (word === "through" || word === "thru") return { from: at + 1, included: true };
  if (/^(?:until|till|til)$/.test(word)) return { from: second === "before" ? at + 2 : at + 1 };
  if (word === "before") return { from: at + 1, dates: true };
  if (word === "ending" || word === "ends") return { from: /^(?:on|at|in|by)$/.test(second) ? at + 2 : at + 1 };
  return word === "up" && /^(?:to|until)$/.test(second) ? { from: at + 2, dates: true } : undefined;
}

/** "friday at 18:00": the time of day behind a date, in ms. */
function clockBehind(tokens: readonly Token[], at: number, setting: TimeSetting) {
  const place = tokens[at]?.text === "at" ? at + 1 : at;
  const time = clockAt(tokens, place, setting, place > at);
  return time ? { end: time.end, offset: (time.time.hour * 60 + time.time.minute) * 60_000 } : { end: at };
}

function comingClock(time: { readonly hour: number; readonly minute: number }, { nowWall }: TimeSetting): WallMs {
  const today = midnightOf(nowWall) + (time.hour * 60 + time.minute) * 60_000;
  return today > nowWall ? today : today + DAY_MS;
}

/** A day that begins or ends a habit; also "next month" and "next year", which begin with their first day. */
function limitAt(tokens: readonly Token[], at: number, setting: TimeSetting): DateFound | undefined {
  const the = tokens[at]?.text === "the" ? at + 1 : at;
  const unit = tokens[the + 1]?.text ?? "";
  if (tokens[the]?.text === "next" && /^(?:week|month|year)$/.test(unit))
    return { date: nextUnit(setting.nowWall, unit), end: the + 2 };
  return boundAt(tokens, at, setting);
}

function nextUnit(nowWall: WallMs, unit: string): WallMs {
  const { year, month } = wallFields(nowWall);
  if (unit === "week") return comingWeekday(nowWall, 1, false);
  return unit === "month" ? Date.UTC(year, month, 1) : Date.UTC(year + 1, 0, 1);
}

/** "starting monday", "from tomorrow", "beginning on 1 Dec", "from jan 1 to march 25th" (that day included). */
export const starting: Element = (tokens, at, setting) => {
  const word = tokens[at]?.text ?? "";
  if (!/^(?:starting|beginning|from|since|start|begin|effective)$/.test(word)) return undefined;
  const next = /^(?:on|from|at|in|with)$/.test(tokens[at + 1]?.text ?? "") ? at + 2 : at + 1;
  if (isRangeOfNames(tokens, next)) return undefined;
  const found = limitAt(tokens, next, setting);
  if (found) {
    const last =
      /^(?:to|through|thru|-)$/.test(tokens[found.end]?.text ?? "") && limitAt(tokens, found.end + 1, setting);
    if (last) return { end: last.end, facts: { start: found.date, end: last.date + DAY_MS }, needsHabit: true };
    const { end, offset = 0 } = clockBehind(tokens, found.end, setting);
    return { end, facts: { start: found.date + offset }, needsHabit: true };
  }
  return word === "from" || word === "since" ? undefined : startingClock(tokens, next, setting);
};

/** "18:00", "18:00 on 1 Dec" */
function startingClock(tokens: readonly Token[], at: number, setting: TimeSetting): TimePiece | undefined {
  const clock = clockAt(tokens, at, setting, true);
  if (!clock) return undefined;
  const { hour, minute } = clock.time;
  const onDay = tokens[clock.end]?.text === "on" ? limitAt(tokens, clock.end + 1, setting) : undefined;
  if (onDay) {
    const start = onDay.date + (hour * 60 + minute) * 60_000;
    return { end: onDay.end, facts: { start }, needsHabit: true };
  }
  const facts = {
    start: comingClock(clock.time, setting),
    firstHour: hour,
    ...(minute > 0 && { firstMinute: minute }),
  };
  return { end: clock.end, facts, needsHabit: true };
}

/** "from monday to friday", "from june to august" say which days and months, not when it begins. */
function isRangeOfNames(tokens: readonly Token[], at: number): boolean {
  if (!/^(?:to|through|thru|-)$/.test(tokens[at + 1]?.text ?? "")) return false;
  const [first, last] = [tokens[at]?.text, tokens[at + 2]?.text];
  if (weekdayWord(first) && weekdayWord(last)) return true;
  const number = tokens[at + 3]?.kind;
  return monthWord(first) !== undefined && monthWord(last) !== undefined && number !== "number" && number !== "ordinal";
}

/** "only in 2027", "in 2027 and 2028", ", 2027 through 2029": years in a row bound a habit. */
export const years: Element = (tokens, at, { nowWall }) => {
  const from = tokens[at]?.text === "only" ? at + 1 : at;
  const lead = /^(?:in|during|of)$/.test(tokens[from]?.text ?? "") ? from + 1 : from;
  if (!/^20\d\d$/.test(tokens[lead]?.text ?? "")) return undefined;
  const list = numberListAt(tokens, lead, 2000, 2099);
  if (!list) return undefined;
  const [first = 0] = list.values;
  const last = list.values.at(-1) ?? first;
  if (lead === at && last === first) return undefined;
  if (last - first !== list.values.length - 1 || last < wallFields(nowWall).year)
    return { end: list.end, facts: { unclear: true }, needsHabit: true };
  return { end: list.end, facts: { start: Date.UTC(first, 0, 1), end: Date.UTC(last + 1, 0, 1) }, needsHabit: true };
};

/** "for the next 2 hours", "for 3 weeks", "for up to 2 months", "5 times", "for 3x". */
export const extent: Element = (tokens, at) => {
  const word = tokens[at]?.text;
  if (word === "up") return tokens[at + 1]?.text === "to" ? lengthAt(tokens, at + 2) : undefined;
  if (word !== "for" && word !== "over") return timesAt(tokens, at);
  const words = `${tokens[at + 1]?.text ?? ""} ${tokens[at + 2]?.text ?? ""}`;
  return lengthAt(tokens, words === "up to" || words === "at most" ? at + 3 : at + 1);
};

const lengthAt = (tokens: readonly Token[], at: number): TimePiece | undefined =>
  spanAfter(tokens, at) ?? timesAt(tokens, at);

function spanAfter(tokens: readonly Token[], at: number): TimePiece | undefined {
  const the = tokens[at]?.text === "the" ? at + 1 : at;
  const next = tokens[the]?.text === "next" || tokens[the]?.text === "coming" ? the + 1 : the;
  const span = durationAt(tokens, next);
  if (span) return { end: span.end, facts: { forMs: span.ms }, needsHabit: true };
  const amount = amountAt(tokens, next) ?? oneUnit(tokens, next, the);
  if (!amount || !Number.isInteger(amount.value)) return undefined;
  const ms = UNIT_MS[amount.unit];
  if (ms !== undefined) return { end: amount.end, facts: { forMs: ms * amount.value }, needsHabit: true };
  const months = { month: 1, quarter: 3, year: 12 }[amount.unit as string];
  return months ? { end: amount.end, facts: { forMonths: months * amount.value }, needsHabit: true } : undefined;
}

/** "for the next month" */
function oneUnit(tokens: readonly Token[], at: number, the: number) {
  const unit = at > the ? timeUnit(tokens[at]?.text) : undefined;
  return unit && { value: 1, unit, end: at + 1 };
}

function timesAt(tokens: readonly Token[], at: number): TimePiece | undefined {
  const number = repeatsAt(tokens, at);
  if (!number || !Number.isInteger(number.value) || number.value < 1) return undefined;
  const next = tokens[number.end]?.text ?? "";
  const counted = /^(?:a|an|per|every|each)$/.test(next) && timeUnit(tokens[number.end + 1]?.text) !== undefined;
  if (counted || /^(?:hourly|daily|weekly|monthly|yearly)$/.test(next)) return undefined;
  const total = next === "in" && tokens[number.end + 1]?.text === "total" ? 2 : next === "altogether" ? 1 : 0;
  return { end: number.end + total, facts: { count: number.value }, needsHabit: true };
}

/** "twice", "3x", "5 times" */
function repeatsAt(tokens: readonly Token[], at: number): { readonly value: number; readonly end: number } | undefined {
  const text = tokens[at]?.text ?? "";
  if (text === "twice" || text === "thrice") return { value: text === "twice" ? 2 : 3, end: at + 1 };
  const [, digits] = /^(\d{1,5})x$/.exec(text) ?? [];
  if (digits !== undefined) return { value: Number(digits), end: at + 1 };
  const number = numberAt(tokens, at);
  return number && /^(?:times|occurrences|runs)$/.test(tokens[number.end]?.text ?? "")
    ? { value: number.value, end: number.end + 1 }
    : undefined;
}
