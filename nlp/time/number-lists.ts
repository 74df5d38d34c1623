import { numberWord, ordinalWord } from "../text/number-words.ts";
import type { Token } from "../text/token.ts";
import { afterJoint } from "./calendar-lists.ts";
import { monthWord } from "./calendar-words.ts";

interface Counted {
  readonly value: number;
  readonly end: number;
  /** Said as an order: "third", "3rd". */
  readonly ordinal: boolean;
}

/** A whole number at `at`, in digits or words, counting or ordering: "5", "5th", "twenty-first", "twenty five". */
export function wholeNumberAt(tokens: readonly Token[], at: number): Counted | undefined {
  const token = tokens[at];
  if (!token) return undefined;
  if (token.kind === "number" || token.kind === "ordinal") {
    const { value = Number.NaN } = token;
    return Number.isInteger(value) ? { value, end: at + 1, ordinal: token.kind === "ordinal" } : undefined;
  }
  return token.kind === "word" ? wordNumberAt(tokens, at, token.text) : undefined;
}

function wordNumberAt(tokens: readonly Token[], at: number, text: string): Counted | undefined {
  const dash = text.indexOf("-");
  if (dash > 0) {
    const tens = tensOf(text.slice(0, dash));
    const rest = tens === undefined ? undefined : smallOf(text.slice(dash + 1));
    return rest && tens !== undefined ? { value: tens + rest.value, end: at + 1, ordinal: rest.ordinal } : undefined;
  }
  const tens = tensOf(text);
  const rest = tens === undefined ? undefined : smallOf(tokens[at + 1]?.text ?? "");
  if (tens !== undefined && rest && rest.value < 10)
    return { value: tens + rest.value, end: at + 2, ordinal: rest.ordinal };
  const small = smallOf(text);
  return small && { ...small, end: at + 1 };
}

function tensOf(word: string): number | undefined {
  const value = numberWord(word);
  return value !== undefined && value >= 20 && value < 100 && value % 10 === 0 ? value : undefined;
}

function smallOf(word: string): { readonly value: number; readonly ordinal: boolean } | undefined {
  const value = numberWord(word);
  if (value !== undefined) return { value, ordinal: false };
  const nth = ordinalWord(word);
  return nth === undefined || nth < 0 ? undefined : { value: nth, ordinal: true };
}

/** "4 times": how often, and no day of the month named before it. */
export const countsTimes = (tokens: readonly Token[], at: number): boolean =>
  tokens[at]?.kind === "number" && /^(?:times|occurrences|runs)$/.test(tokens[at + 1]?.text ?? "");

export interface NumberList {
  readonly values: readonly number[];
  readonly end: number;
  /** Every member was said as an order. */
  readonly ordinal: boolean;
}

const RANGE = /^(?:to|through|thru|until|till|-)$/;

/** "0, 15, 30 and 45", "1 to 10", "4 through 5 and 9", "1-10", within the bounds; sorted. */
export function numberListAt(tokens: readonly Token[], at: number, low: number, high: number): NumberList | undefined {
  const values: number[] = [];
  let end = at;
  let ordinal = true;
  let next = at;
  for (;;) {
    const item = rangeAt(tokens, tokens[next]?.text === "the" ? next + 1 : next, low, high);
    if (!item) break;
    values.push(...item.values);
    ordinal &&= item.ordinal;
    end = item.end;
    next = afterJoint(tokens, end);
    if (next === end) break;
  }
  if (values.length === 0) return undefined;
  return { values: [...new Set(values)].sort((a, b) => a - b), end, ordinal };
}

function rangeAt(tokens: readonly Token[], at: number, low: number, high: number): NumberList | undefined {
  const dashed = dashedAt(tokens, at, low, high);
  if (dashed) return dashed;
  const first = wholeNumberAt(tokens, at);
  if (!first || first.value < low || first.value > high) return undefined;
  const joint = tokens[first.end]?.text ?? "";
  const last = RANGE.test(joint) ? wholeNumberAt(tokens, first.end + 1) : undefined;
  // "at minute 1 until 27 August": the day it ends
  const isDate = last && monthWord(tokens[last.end]?.text) !== undefined;
  if (!last || isDate || last.value <= first.value || last.value > high)
    return { values: [first.value], end: first.end, ordinal: first.ordinal };
  return { values: between(first.value, last.value), end: last.end, ordinal: first.ordinal };
}

function dashedAt(tokens: readonly Token[], at: number, low: number, high: number): NumberList | undefined {
  const [, from, to] = /^(\d{1,3})(?:st|nd|rd|th)?-(\d{1,3})(?:st|nd|rd|th)?$/.exec(tokens[at]?.text ?? "") ?? [];
  const [first, last] = [Number(from), Number(to)];
  if (!(first >= low && last <= high && first < last)) return undefined;
  return { values: between(first, last), end: at + 1, ordinal: false };
}

const between = (first: number, last: number): readonly number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);
