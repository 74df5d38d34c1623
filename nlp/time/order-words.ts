import { ordinalWord } from "../text/number-words.ts";
import type { Token } from "../text/token.ts";
import { afterJoint, monthsAt } from "./calendar-lists.ts";
import { wholeNumberAt } from "./number-lists.ts";

export const EACH_MONTH = { every: 1, unit: "month" } as const;

interface Order {
  readonly nth: number;
  readonly end: number;
}

/** "1st and 3rd", "first, second and last", "2nd to the last", "1st through 5th": positions, from the end below zero. */
export function ordinalsAt(
  tokens: readonly Token[],
  at: number,
): { readonly positions: readonly number[]; readonly end: number } {
  const positions: number[] = [];
  let end = at;
  let range = rangeAt(tokens, at);
  while (range) {
    for (let nth = range.from; nth <= range.to; nth += 1) positions.push(nth);
    end = range.end;
    const joint = afterJoint(tokens, end);
    range = joint > end ? rangeAt(tokens, tokens[joint]?.text === "the" ? joint + 1 : joint) : undefined;
  }
  return { positions, end };
}

/** "3rd", "1st through 5th" */
function rangeAt(tokens: readonly Token[], at: number) {
  const first = ordinalAt(tokens, at);
  if (!first) return undefined;
  const ranged = /^(?:to|through|thru|-)$/.test(tokens[first.end]?.text ?? "");
  const last = ranged ? ordinalAt(tokens, first.end + 1) : undefined;
  if (last && first.nth > 0 && last.nth > first.nth) return { from: first.nth, to: last.nth, end: last.end };
  return { from: first.nth, to: first.nth, end: first.end };
}

function ordinalAt(tokens: readonly Token[], at: number): Order | undefined {
  const token = tokens[at];
  if (!token) return undefined;
  if (token.text === "penultimate") return { nth: -2, end: at + 1 };
  const [, joined] = /^(second|third|fourth|next)-(?:to-)?last$/.exec(token.text) ?? [];
  if (joined !== undefined) return { nth: -(ordinalWord(joined) ?? 2), end: at + 1 };
  if (token.text === "next" && tokens[at + 1]?.text === "to" && tokens[at + 2]?.text === "last")
    return { nth: -2, end: at + 3 };
  if (token.text === "last") return { nth: -1, end: at + 1 };
  const number = wholeNumberAt(tokens, at);
  if (!number?.ordinal || number.value === 0) return undefined;
  const fromLast = toLastAt(tokens, number.end);
  return fromLast === undefined ? { nth: number.value, end: number.end } : { nth: -number.value, end: fromLast };
}

/** After "to last", "to the last" or "last". */
function toLastAt(tokens: readonly Token[], at: number): number | undefined {
  if (tokens[at]?.text === "last") return at + 1;
  const last = tokens[at + 1]?.text === "the" ? at + 2 : at + 1;
  return tokens[at]?.text === "to" && tokens[last]?.text === "last" ? last + 1 : undefined;
}

/** What a position belongs to. */
export interface Belongs {
  readonly end: number;
  readonly rhythm: { readonly every: number; readonly unit: "month" | "quarter" | "year" };
  readonly months?: readonly number[];
}

/** "of the month", "of every other month", "each month", "in june", "of may each year". */
export function belongsTo(tokens: readonly Token[], at: number): Belongs | undefined {
  const word = tokens[at]?.text ?? "";
  if (word === "monthly") return { end: at + 1, rhythm: EACH_MONTH };
  const isOf = word === "of" || word === "in";
  if (!isOf && word !== "every" && word !== "each") return undefined;
  const next = isOf && /^(?:the|every|each|this|a|any)$/.test(tokens[at + 1]?.text ?? "") ? at + 2 : at + 1;
  const counted = countBefore(tokens, next);
  const unit = UNITS[tokens[counted.end]?.text ?? ""];
  if (unit) return { end: counted.end + 1, rhythm: { every: counted.every, unit } };
  const months = isOf ? monthsAt(tokens, next) : undefined;
  return (
    months && { end: afterEachYear(tokens, months.end), months: months.months, rhythm: { every: 1, unit: "year" } }
  );
}

const UNITS: Readonly<Record<string, "month" | "quarter" | "year">> = Object.assign(Object.create(null), {
  month: "month",
  months: "month",
  quarter: "quarter",
  quarters: "quarter",
  year: "year",
  years: "year",
});

function afterEachYear(tokens: readonly Token[], at: number): number {
  const each = /^(?:of|each|every)$/.test(tokens[at]?.text ?? "");
  return each && tokens[at + 1]?.text === "year" ? at + 2 : at;
}

/** "other", "3", "3rd" before a unit. */
function countBefore(tokens: readonly Token[], at: number): { readonly every: number; readonly end: number } {
  const word = tokens[at]?.text;
  if (word === "other" || word === "alternate") return { every: 2, end: at + 1 };
  const number = wholeNumberAt(tokens, at);
  return number === undefined || number.value < 1 ? { every: 1, end: at } : { every: number.value, end: number.end };
}

/** The months a quarter begins in, or ends in for positions from the end. */
export const quarterMonths = (position: number): readonly number[] => (position < 0 ? [3, 6, 9, 12] : [1, 4, 7, 10]);
