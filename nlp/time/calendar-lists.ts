import type { Token } from "../text/token.ts";
import { monthWord, WORKDAYS, weekdayWord } from "./calendar-words.ts";

interface Days {
  readonly weekdays: readonly number[];
  readonly plural: boolean;
  readonly end: number;
}

/** A list of weekdays and ranges of them: "monday", "mon, wed and fri", "monday through thursday and sunday", "mon/wed". */
export function weekdaysAt(tokens: readonly Token[], at: number): Days | undefined {
  const first = daysAt(tokens, at);
  if (!first) return undefined;
  const weekdays = [...first.weekdays];
  let { plural, end } = first;
  for (;;) {
    const joint = afterJoint(tokens, end);
    const next = joint > end && /^(?:on|the|every|each)$/.test(tokens[joint]?.text ?? "") ? joint + 1 : joint;
    const more = tokens[next]?.kind === "comma" ? undefined : daysAt(tokens, next);
    if (!more) break;
    weekdays.push(...more.weekdays);
    plural ||= more.plural;
    end = more.end;
  }
  return { weekdays: [...new Set(weekdays)].sort((a, b) => a - b), plural, end };
}

const RANGE = /^(?:to|through|thru|until|till|-)$/;

/** One weekday, or one range. */
function daysAt(tokens: readonly Token[], at: number): Days | undefined {
  const token = tokens[at];
  if (!token) return undefined;
  const joined = joinedDays(token.text);
  if (joined) return { weekdays: joined, plural: true, end: at + 1 };
  const first = token.kind === "word" ? weekdayWord(token.text) : undefined;
  if (!first) return undefined;
  const last = RANGE.test(tokens[at + 1]?.text ?? "") ? weekdayWord(tokens[at + 2]?.text) : undefined;
  if (last) return { weekdays: daysBetween(first.weekday, last.weekday), plural: true, end: at + 3 };
  return { weekdays: [first.weekday], plural: first.plural, end: at + 1 };
}

/** After "," or "and" or "or" or ", and"; the same place when there is none. */
export function afterJoint(tokens: readonly Token[], at: number): number {
  const comma = tokens[at]?.kind === "comma" ? at + 1 : at;
  return /^(?:and|or|&|plus)$/.test(tokens[comma]?.text ?? "") ? comma + 1 : comma;
}

/** "mon-fri", "m-f", "mon/wed/fri", "mwf": several days in one piece of text. */
function joinedDays(text: string): readonly number[] | undefined {
  if (text === "m-f") return WORKDAYS;
  if (text === "mwf") return [1, 3, 5];
  const range = text.indexOf("-") > 0;
  if (!range && text.indexOf("/") <= 0) return undefined;
  const days = text.split(range ? "-" : "/").map((word) => (word.length > 2 ? weekdayWord(word)?.weekday : undefined));
  if (days.length > 7 || days.includes(undefined)) return undefined;
  const [first = 0, last = 0] = days;
  return range ? (days.length === 2 ? daysBetween(first, last) : undefined) : (days as number[]);
}

function daysBetween(first: number, last: number): readonly number[] {
  const length = ((last - first + 7) % 7) + 1;
  return Array.from({ length }, (_, index) => (first + index) % 7).sort((a, b) => a - b);
}

/** "january", "january, april and july", "june to august", "jan-mar, july and september through november". */
export function monthsAt(
  tokens: readonly Token[],
  at: number,
): { readonly months: readonly number[]; readonly end: number } | undefined {
  const months: number[] = [];
  const betweenTwo = tokens[at - 1]?.text === "between";
  let end = at;
  let next = at;
  for (;;) {
    const found = monthRange(tokens, next, betweenTwo && months.length === 0);
    if (!found) break;
    months.push(...found.months);
    end = found.end;
    const joint = afterJoint(tokens, end);
    if (joint === end) break;
    next = tokens[joint]?.text === "in" ? joint + 1 : joint;
  }
  return months.length === 0 ? undefined : { months: [...new Set(months)].sort((a, b) => a - b), end };
}

function monthRange(tokens: readonly Token[], at: number, betweenTwo: boolean) {
  const text = tokens[at]?.text ?? "";
  const dash = text.indexOf("-");
  if (dash > 0) {
    const [first, last] = [monthWord(text.slice(0, dash)), monthWord(text.slice(dash + 1))];
    return first !== undefined && last !== undefined ? { months: monthsBetween(first, last), end: at + 1 } : undefined;
  }
  const first = monthWord(text);
  if (first === undefined) return undefined;
  const joint = tokens[at + 1]?.text ?? "";
  // "from november until june" is a time with an end, "november to june" are months of every year.
  const ranged = /^(?:to|through|thru|-)$/.test(joint) || (betweenTwo && joint === "and");
  const last = ranged ? monthWord(tokens[at + 2]?.text) : undefined;
  return last === undefined ? { months: [first], end: at + 1 } : { months: monthsBetween(first, last), end: at + 3 };
}

function monthsBetween(first: number, last: number): readonly number[] {
  const length = ((last - first + 12) % 12) + 1;
  return Array.from({ length }, (_, index) => ((first - 1 + index) % 12) + 1).sort((a, b) => a - b);
}
