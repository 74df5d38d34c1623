import { numberWord, ordinalWord } from "../text/number-words.ts";
import type { Token } from "../text/token.ts";
import { monthWord, WEEKEND, WORKDAYS, weekdayWord } from "./calendar-words.ts";
import { numberAt, type TimeUnit, timeUnit } from "./durations.ts";
import type { TimeFacts, TimePiece, TimeSetting } from "./time-facts.ts";

type Element = (tokens: readonly Token[], at: number, setting: TimeSetting) => TimePiece | undefined;

const DAILY: TimeFacts = { rhythm: { every: 1, unit: "day" } };
const ADVERBS: Readonly<Record<string, TimeFacts>> = {
  hourly: { rhythm: { every: 1, unit: "hour" } },
  daily: DAILY,
  everyday: DAILY,
  weekly: { rhythm: { every: 1, unit: "week" } },
  fortnightly: { rhythm: { every: 2, unit: "week" } },
  monthly: { rhythm: { every: 1, unit: "month" } },
  quarterly: { rhythm: { every: 1, unit: "quarter" } },
  yearly: { rhythm: { every: 1, unit: "year" } },
  annually: { rhythm: { every: 1, unit: "year" } },
  weekdays: { rhythm: { every: 1, unit: "week" }, weekdays: WORKDAYS },
  weekends: { rhythm: { every: 1, unit: "week" }, weekdays: WEEKEND },
};
const PARTS = ["morning", "afternoon", "evening", "night", "noon", "midnight"];

/** "hourly", "nightly", "on weekdays"; not "the weekly report", which is a name. */
export const adverb: Element = (tokens, at) => {
  const from = tokens[at]?.text === "on" ? at + 1 : at;
  const word = tokens[from]?.text ?? "";
  const before = tokens[at - 1]?.text ?? "";
  if (/^(?:the|with|my|a|of|called|named|that)$/.test(before)) return undefined;
  if (word === "nightly") return partPiece("night", from + 1, DAILY);
  const facts = Object.hasOwn(ADVERBS, word) ? ADVERBS[word] : undefined;
  return facts && { end: from + 1, facts };
};

/** "every 5 minutes", "each other day", "every weekday", "every monday and friday", "every 15th", "every first monday". */
export const every: Element = (tokens, at) => {
  const word = tokens[at]?.text;
  if (word !== "every" && word !== "each" && word !== "once" && word !== "per") return undefined;
  if (word === "per") return undefined;
  if (word === "once") return once(tokens, at);
  const next = tokens[at + 1]?.text === "single" ? at + 2 : at + 1;
  return everyNamed(tokens, next) ?? everyNth(tokens, next) ?? everyCounted(tokens, next);
};

function everyNamed(tokens: readonly Token[], at: number): TimePiece | undefined {
  const word = tokens[at]?.text ?? "";
  if (PARTS.includes(word)) return partPiece(word, at + 1, DAILY);
  if (word === "weekday" || word === "workday" || (word === "working" && tokens[at + 1]?.text === "day")) {
    const end = word === "working" ? at + 2 : at + 1;
    return withPart(tokens, end, { rhythm: { every: 1, unit: "week" }, weekdays: WORKDAYS });
  }
  if (word === "weekend") return withPart(tokens, at + 1, { rhythm: { every: 1, unit: "week" }, weekdays: WEEKEND });
  const days = weekdaysAt(tokens, at);
  if (days) return withPart(tokens, days.end, { rhythm: { every: 1, unit: "week" }, weekdays: days.weekdays });
  const months = monthsAt(tokens, at);
  return months && tokens[at]?.kind === "word"
    ? { end: months.end, facts: { rhythm: { every: 1, unit: "year" }, months: months.months } }
    : undefined;
}

/** "monday morning": the part of the day may follow. */
function withPart(tokens: readonly Token[], at: number, facts: TimeFacts): TimePiece {
  const word = tokens[at]?.text ?? "";
  return PARTS.includes(word) ? partPiece(word, at + 1, facts) : { end: at, facts };
}

/** A part of the day beside other facts; what it stands for is decided when all is known. */
export function partPiece(part: string, end: number, facts: TimeFacts): TimePiece {
  return { end, facts: { ...facts, part } };
}

/** "every other day", "every 3 hours", "every fortnight". */
function everyCounted(tokens: readonly Token[], at: number): TimePiece | undefined {
  const token = tokens[at];
  if (!token) return undefined;
  const short = token.kind === "amount" || token.text === "half" ? shortAmount(tokens, at) : undefined;
  if (short) return short;
  const number = token.text === "other" ? { value: 2, end: at + 1 } : (numberAt(tokens, at) ?? nthNumber(token, at));
  const count = number ?? { value: 1, end: at };
  if (tokens[count.end]?.text === "fortnight") return rhythm(count.value * 2, "week", count.end + 1);
  const unit = timeUnit(tokens[count.end]?.text);
  if (unit) return rhythm(count.value, unit, count.end + 1);
  const day = number && weekdaysAt(tokens, count.end);
  return day && { end: day.end, facts: { rhythm: { every: count.value, unit: "week" }, weekdays: day.weekdays } };
}

/** "5m", "half hour", "half an hour" */
function shortAmount(tokens: readonly Token[], at: number): TimePiece | undefined {
  const text = tokens[at]?.text ?? "";
  if (text === "half") {
    const hour = tokens[at + 1]?.text === "an" ? at + 2 : at + 1;
    return tokens[hour]?.text === "hour" ? rhythm(30, "minute", hour + 1) : undefined;
  }
  const [, digits = "", letters = ""] = /^(\d{1,6})([a-z]{1,4})$/.exec(text) ?? [];
  const unit = timeUnit(letters);
  return unit && rhythm(Number(digits), unit, at + 1);
}

const rhythm = (count: number, unit: TimeUnit, end: number): TimePiece | undefined =>
  Number.isInteger(count) && count > 0 ? { end, facts: { rhythm: { every: count, unit } } } : undefined;

/** "every second day", "every 3rd week" */
function nthNumber(token: Token, at: number): { readonly value: number; readonly end: number } | undefined {
  const value = token.kind === "ordinal" ? token.value : ordinalWord(token.text);
  return value !== undefined && value > 1 ? { value, end: at + 1 } : undefined;
}

/** "every first monday", "every last friday of the month", "every 15th [of the month]". */
function everyNth(tokens: readonly Token[], at: number): TimePiece | undefined {
  const nth = nthWeekday(tokens, at);
  if (nth && (nth.ofMonth || nth.first === 1 || nth.first === -1)) return { end: nth.end, facts: nth.facts };
  const days = monthDaysAt(tokens, at);
  return days && { end: days.end, facts: days.facts };
}

function once(tokens: readonly Token[], at: number): TimePiece | undefined {
  const article = tokens[at + 1]?.text ?? "";
  const unit = /^(?:a|an|per|every|each)$/.test(article) ? timeUnit(tokens[at + 2]?.text) : undefined;
  return unit && rhythm(1, unit, at + 3);
}

/** "twice a day", "4 times an hour": spread evenly, and said so. */
export const perPeriod: Element = (tokens, at) => {
  const twice = tokens[at]?.text === "twice" ? { value: 2, end: at + 1 } : undefined;
  const number = twice ?? numberAt(tokens, at);
  if (!number) return undefined;
  const times = twice ? number.end : tokens[number.end]?.text === "times" ? number.end + 1 : undefined;
  if (times === undefined || !/^(?:a|an|per|every|each)$/.test(tokens[times]?.text ?? "")) return undefined;
  const unit = timeUnit(tokens[times + 1]?.text);
  const { value } = number;
  if (unit === "hour" && 60 % value === 0)
    return {
      end: times + 2,
      facts: { rhythm: { every: 60 / value, unit: "minute" } },
      assumed: [`${value} times an hour = every ${60 / value} minutes`],
    };
  if (unit === "day" && 24 % value === 0)
    return { end: times + 2, facts: { rhythm: { every: 1, unit: "day" }, perDay: value } };
  return undefined;
};

/** "mondays", "on tuesdays and thursdays", "monday to friday", "mon-fri". */
export const habitDays: Element = (tokens, at) => {
  const from = tokens[at]?.text === "on" ? at + 1 : at;
  const days = weekdaysAt(tokens, from);
  if (!days || (!days.plural && days.weekdays.length < 2)) return undefined;
  return { end: days.end, facts: { rhythm: { every: 1, unit: "week" }, weekdays: days.weekdays } };
};

interface Days {
  readonly weekdays: readonly number[];
  readonly plural: boolean;
  readonly end: number;
}

/** A list or range of weekdays. */
export function weekdaysAt(tokens: readonly Token[], at: number): Days | undefined {
  const range = dashedDays(tokens[at]);
  if (range) return { weekdays: range, plural: true, end: at + 1 };
  const first = weekdayWord(tokens[at]?.text);
  if (!first) return undefined;
  if (/^(?:to|through|thru|until|till|-)$/.test(tokens[at + 1]?.text ?? "")) {
    const last = weekdayWord(tokens[at + 2]?.text);
    if (last) return { weekdays: daysBetween(first.weekday, last.weekday), plural: true, end: at + 3 };
  }
  const weekdays = [first.weekday];
  let { plural } = first;
  let end = at + 1;
  for (;;) {
    const next = afterJoint(tokens, end);
    const more = weekdayWord(tokens[next]?.text);
    if (!more || (next === end && tokens[next]?.kind !== "word")) break;
    weekdays.push(more.weekday);
    plural ||= more.plural;
    end = next + 1;
  }
  return { weekdays: [...new Set(weekdays)].sort((a, b) => a - b), plural, end };
}

/** After "," or "and" or "or" or ", and"; the same place when there is none. */
function afterJoint(tokens: readonly Token[], at: number): number {
  const comma = tokens[at]?.kind === "comma" ? at + 1 : at;
  return /^(?:and|or|&)$/.test(tokens[comma]?.text ?? "") ? comma + 1 : comma;
}

function dashedDays(token: Token | undefined): readonly number[] | undefined {
  const [, from, to] = /^([a-z]{3,9})-([a-z]{3,9})$/.exec(token?.text ?? "") ?? [];
  const first = weekdayWord(from);
  const last = weekdayWord(to);
  return first && last ? daysBetween(first.weekday, last.weekday) : undefined;
}

function daysBetween(first: number, last: number): readonly number[] {
  const length = ((last - first + 7) % 7) + 1;
  return Array.from({ length }, (_, index) => (first + index) % 7).sort((a, b) => a - b);
}

/** "january", "january, april and july", "june to august", "january-march". */
export function monthsAt(
  tokens: readonly Token[],
  at: number,
): { readonly months: readonly number[]; readonly end: number } | undefined {
  const first = monthWord(tokens[at]?.text);
  if (first === undefined) return undefined;
  if (/^(?:to|through|thru|until|and)$/.test(tokens[at + 1]?.text ?? "") && tokens[at - 1]?.text === "between") {
    const last = monthWord(tokens[at + 2]?.text);
    if (last !== undefined) return { months: monthsBetween(first, last), end: at + 3 };
  }
  if (/^(?:to|through|thru)$/.test(tokens[at + 1]?.text ?? "")) {
    const last = monthWord(tokens[at + 2]?.text);
    if (last !== undefined) return { months: monthsBetween(first, last), end: at + 3 };
  }
  const months = [first];
  let end = at + 1;
  for (;;) {
    const next = afterJoint(tokens, end);
    const more = next > end ? monthWord(tokens[next]?.text) : undefined;
    if (more === undefined) return { months: [...new Set(months)].sort((a, b) => a - b), end };
    months.push(more);
    end = next + 1;
  }
}

function monthsBetween(first: number, last: number): readonly number[] {
  const length = ((last - first + 12) % 12) + 1;
  return Array.from({ length }, (_, index) => ((first - 1 + index) % 12) + 1).sort((a, b) => a - b);
}

/** "first monday of the month", "last friday", "2nd and 4th thursday", "third thursday of november". */
export function nthWeekday(tokens: readonly Token[], at: number) {
  const { positions, end } = ordinalsAt(tokens, tokens[at]?.text === "the" ? at + 1 : at);
  const day = positions.length > 0 ? weekdayWord(tokens[end]?.text) : undefined;
  if (!day || positions.some((nth) => Math.abs(nth) > 5)) return undefined;
  const of = ofMonth(tokens, end + 1);
  const nth = positions.map((position) => ({ nth: position, weekday: day.weekday }));
  const rhythmFact = { every: 1, unit: of?.months ? "year" : "month" } as const;
  const facts: TimeFacts = { rhythm: rhythmFact, nth, ...(of?.months && { months: of.months }) };
  return { end: of?.end ?? end + 1, facts, ofMonth: of !== undefined, first: positions[0] ?? 0 };
}

/** "1st and 3rd" */
function ordinalsAt(
  tokens: readonly Token[],
  at: number,
): { readonly positions: readonly number[]; readonly end: number } {
  const positions: number[] = [];
  let end = at;
  let place = ordinalAt(tokens, end);
  while (place) {
    positions.push(place.nth);
    end = place.end;
    const next = afterJoint(tokens, end);
    place = next > end ? ordinalAt(tokens, next) : undefined;
    if (place) end = next;
  }
  return { positions, end };
}

function ordinalAt(tokens: readonly Token[], at: number): { readonly nth: number; readonly end: number } | undefined {
  const token = tokens[at];
  if (!token) return undefined;
  const [, fromEnd = ""] = /^(second|third|fourth|next)-to-last$/.exec(token.text) ?? [];
  if (fromEnd !== "") return { nth: -(ordinalWord(fromEnd === "next" ? "second" : fromEnd) ?? 2), end: at + 1 };
  if (token.text === "penultimate") return { nth: -2, end: at + 1 };
  const nth = token.kind === "ordinal" ? token.value : ordinalWord(token.text);
  return nth === undefined || nth === 0 ? undefined : { nth, end: at + 1 };
}

/** "of the month", "of every month", "in june": what an ordinal belongs to. */
function ofMonth(
  tokens: readonly Token[],
  at: number,
): { readonly end: number; readonly months?: readonly number[] } | undefined {
  const word = tokens[at]?.text ?? "";
  if (word !== "of" && word !== "in" && word !== "every" && word !== "each") return undefined;
  const isOf = word === "of" || word === "in";
  const next = isOf && /^(?:the|every|each|this)$/.test(tokens[at + 1]?.text ?? "") ? at + 2 : at + 1;
  if (/^months?$/.test(tokens[next]?.text ?? "")) return { end: next + 1 };
  const months = isOf ? monthsAt(tokens, next) : undefined;
  return months && { end: months.end, months: months.months };
}

/** "the 1st and 15th", "15th of every month", "last day of the month", "day 15". */
export function monthDaysAt(tokens: readonly Token[], at: number) {
  const on = tokens[at]?.text === "on" ? at + 1 : at;
  const from = tokens[on]?.text === "the" ? on + 1 : on;
  const last = lastDay(tokens, from);
  if (last) return last;
  const { days, end: listed } = dayList(tokens, from);
  if (days.length === 0 || weekdayWord(tokens[listed]?.text)) return undefined;
  const end = tokens[listed]?.text === "day" ? listed + 1 : listed;
  const of = ofMonth(tokens, end);
  if (!of && tokens[from]?.kind !== "ordinal") return undefined;
  const rhythmFact = { every: 1, unit: of?.months ? "year" : "month" } as const;
  const facts: TimeFacts = { rhythm: rhythmFact, monthDays: days, ...(of?.months && { months: of.months }) };
  return { end: of?.end ?? end, facts, ofMonth: of !== undefined };
}

/** Days of the month as ordinals: "1st, 10th and the 20th". */
function dayList(tokens: readonly Token[], at: number): { readonly days: readonly number[]; readonly end: number } {
  const days: number[] = [];
  let end = at;
  let next = at;
  for (;;) {
    const token = tokens[next];
    const value = token?.kind === "ordinal" ? token.value : days.length === 0 ? numberWordOrdinal(token) : undefined;
    if (value === undefined || value < 1 || value > 31) return { days, end };
    days.push(value);
    end = next + 1;
    const joint = afterJoint(tokens, end);
    if (joint === end) return { days, end };
    next = tokens[joint]?.text === "the" ? joint + 1 : joint;
  }
}

function numberWordOrdinal(token: Token | undefined): number | undefined {
  if (token?.kind !== "word" || numberWord(token.text) !== undefined) return undefined;
  const value = ordinalWord(token.text);
  return value !== undefined && value > 0 ? value : undefined;
}

function lastDay(tokens: readonly Token[], at: number) {
  if (tokens[at]?.text !== "last" || tokens[at + 1]?.text !== "day") return undefined;
  const of = ofMonth(tokens, at + 2);
  if (!of) return undefined;
  const rhythmFact = { every: 1, unit: of.months ? "year" : "month" } as const;
  const facts: TimeFacts = { rhythm: rhythmFact, monthDays: [-1], ...(of.months && { months: of.months }) };
  return { end: of.end, facts, ofMonth: true };
}

/** "on the 1st of every month", "first monday of the month", "day 15 of the month". */
export const monthly: Element = (tokens, at) => {
  const from = tokens[at]?.text === "on" ? at + 1 : at;
  const nth = nthWeekday(tokens, from);
  if (nth?.ofMonth) return { end: nth.end, facts: nth.facts };
  const days = monthDaysAt(tokens, at);
  if (days?.ofMonth) return { end: days.end, facts: days.facts };
  if (days && (tokens[at]?.text === "on" || tokens[at]?.text === "the")) {
    const { rhythm: _none, ...facts } = days.facts;
    return { end: days.end, facts };
  }
  return undefined;
};
