import type { Token } from "../text/token.ts";
import { monthWord, weekdayWord } from "./calendar-words.ts";

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
export function afterJoint(tokens: readonly Token[], at: number): number {
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
