import { numberWord, ordinalWord } from "../text/number-words.ts";
import type { Token } from "../text/token.ts";
import { afterJoint, monthsAt } from "./calendar-lists.ts";
import { weekdayWord } from "./calendar-words.ts";
import type { TimeFacts, TimePiece, TimeSetting } from "./time-facts.ts";

type Element = (tokens: readonly Token[], at: number, setting: TimeSetting) => TimePiece | undefined;

/** "first monday of the month", "last friday", "2nd and 4th thursday", "third thursday of november". */
export function nthWeekday(tokens: readonly Token[], at: number) {
  const { positions, end } = ordinalsAt(tokens, tokens[at]?.text === "the" ? at + 1 : at);
  const day = positions.length > 0 ? weekdayWord(tokens[end]?.text) : undefined;
  if (!day || positions.some((nth) => Math.abs(nth) > 5 || nth === 0)) return undefined;
  const of = ofMonth(tokens, end + 1);
  const nth = positions.map((position) => ({ nth: position, weekday: day.weekday }));
  const facts: TimeFacts = { rhythm: of?.rhythm ?? EACH_MONTH, nth, ...(of?.months && { months: of.months }) };
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
  if (token.text === "penultimate") return { nth: -2, end: at + 1 };
  const [, joined] = /^(second|third|fourth|next)-to-last$/.exec(token.text) ?? [];
  if (joined !== undefined) return { nth: -(ordinalWord(joined) ?? 2), end: at + 1 };
  const nth = token.kind === "ordinal" ? token.value : ordinalWord(token.text);
  if (nth === undefined || nth === 0) return undefined;
  const toLast = toLastAt(tokens, at + 1);
  return toLast === undefined ? { nth, end: at + 1 } : { nth: -nth, end: toLast };
}

/** After "to last" or "to the last". */
function toLastAt(tokens: readonly Token[], at: number): number | undefined {
  const last = tokens[at + 1]?.text === "the" ? at + 2 : at + 1;
  return tokens[at]?.text === "to" && tokens[last]?.text === "last" ? last + 1 : undefined;
}

/** "of the month", "of every month", "in june": what an ordinal belongs to. */
function ofMonth(tokens: readonly Token[], at: number): Belongs | undefined {
  const word = tokens[at]?.text ?? "";
  if (!/^(?:of|in|every|each)$/.test(word)) return undefined;
  const isOf = word === "of" || word === "in";
  const next = isOf && /^(?:the|every|each|this)$/.test(tokens[at + 1]?.text ?? "") ? at + 2 : at + 1;
  const counted = countBefore(tokens, next);
  const unit = tokens[counted.end]?.text ?? "";
  if (/^months?$/.test(unit)) return { end: counted.end + 1, rhythm: { every: counted.every, unit: "month" } };
  if (/^quarters?$/.test(unit)) return { end: counted.end + 1, rhythm: { every: counted.every, unit: "quarter" } };
  if (unit === "year") return { end: counted.end + 1, rhythm: { every: counted.every, unit: "year" } };
  const months = isOf ? monthsAt(tokens, next) : undefined;
  return months && { end: months.end, months: months.months, rhythm: { every: 1, unit: "year" } };
}

interface Belongs {
  readonly end: number;
  readonly rhythm: { readonly every: number; readonly unit: "month" | "quarter" | "year" };
  readonly months?: readonly number[];
}

/** "other", "3", "3rd" before a unit. */
function countBefore(tokens: readonly Token[], at: number): { readonly every: number; readonly end: number } {
  const token = tokens[at];
  if (token?.text === "other") return { every: 2, end: at + 1 };
  const value = token?.kind === "ordinal" || token?.kind === "number" ? token.value : numberWordOrdinal(token);
  return value === undefined || !Number.isInteger(value) || value < 1
    ? { every: 1, end: at }
    : { every: value, end: at + 1 };
}

const EACH_MONTH = { every: 1, unit: "month" } as const;

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
  if (!of && (tokens[from]?.kind !== "ordinal" || end > listed || isUnit(tokens[end]))) return undefined;
  const facts: TimeFacts = {
    rhythm: of?.rhythm ?? EACH_MONTH,
    monthDays: days,
    ...(of?.months && { months: of.months }),
  };
  return { end: of?.end ?? end, facts, ofMonth: of !== undefined };
}

/** "every 3rd month" counts months; it names no day. */
const isUnit = (token: Token | undefined): boolean =>
  /^(?:day|week|month|quarter|year|hour|minute)s?$/.test(token?.text ?? "");

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
  const facts: TimeFacts = { rhythm: of.rhythm, monthDays: [-1], ...(of.months && { months: of.months }) };
  return { end: of.end, facts, ofMonth: true };
}

/** "on the 1st of every month", "first monday of the month", "day 15 of the month". */
export const monthly: Element = (tokens, at) => {
  const from = tokens[at]?.text === "on" ? at + 1 : at;
  const nth = nthWeekday(tokens, from);
  if (nth) return nthPiece(nth);
  const days = monthDaysAt(tokens, at);
  if (days?.ofMonth) return { end: days.end, facts: days.facts };
  if (!days || !/^(?:on|the)$/.test(tokens[at]?.text ?? "")) return numberedDays(tokens, at);
  const { rhythm: _none, ...facts } = days.facts;
  return { end: days.end, facts };
};

/** "on the last monday" needs "every month" beside it. */
function nthPiece(nth: NonNullable<ReturnType<typeof nthWeekday>>): TimePiece {
  if (nth.ofMonth) return { end: nth.end, facts: nth.facts };
  const { rhythm: _none, ...facts } = nth.facts;
  return { end: nth.end, facts, needsHabit: true };
}

/** "on 31", "on day 15", "on days 1 to 10", beside "every month". */
function numberedDays(tokens: readonly Token[], at: number): TimePiece | undefined {
  if (tokens[at]?.text !== "on") return undefined;
  const from = /^days?$/.test(tokens[at + 1]?.text ?? "") ? at + 2 : at + 1;
  const days = dayNumbers(tokens, from);
  return days && { end: days.end, facts: { monthDays: days.days }, needsHabit: true };
}

function isDay(token: Token | undefined): token is Token & { readonly value: number } {
  const { kind, value = 0 } = token ?? {};
  return (kind === "number" || kind === "ordinal") && Number.isInteger(value) && value >= 1 && value <= 31;
}

/** "20 and 30", "1 to 10", "21st, 25th" */
export function dayNumbers(
  tokens: readonly Token[],
  at: number,
): { readonly days: readonly number[]; readonly end: number } | undefined {
  const first = tokens[at];
  if (!isDay(first)) return undefined;
  const last = tokens[at + 2];
  if (/^(?:to|through|-)$/.test(tokens[at + 1]?.text ?? "") && isDay(last) && last.value > first.value) {
    return {
      days: Array.from({ length: last.value - first.value + 1 }, (_, index) => first.value + index),
      end: at + 3,
    };
  }
  const days = [first.value];
  let end = at + 1;
  let next = tokens[afterJoint(tokens, end)];
  while (afterJoint(tokens, end) > end && isDay(next)) {
    days.push(next.value);
    end = afterJoint(tokens, end) + 1;
    next = tokens[afterJoint(tokens, end)];
  }
  return { days, end };
}
