import { numberWord } from "../text/number-words.ts";
import type { Token } from "../text/token.ts";

export type TimeUnit = "second" | "minute" | "hour" | "day" | "week" | "month" | "quarter" | "year";

const UNITS: Readonly<Record<TimeUnit, readonly string[]>> = {
  second: ["second", "seconds", "sec", "secs", "s"],
  minute: ["minute", "minutes", "min", "mins", "m"],
  hour: ["hour", "hours", "hr", "hrs", "h"],
  day: ["day", "days", "d"],
  week: ["week", "weeks", "wk", "wks", "w"],
  month: ["month", "months", "mo", "mos"],
  quarter: ["quarter", "quarters", "qtr", "qtrs"],
  year: ["year", "years", "yr", "yrs", "y", "ys"],
};
const UNIT_OF = new Map<string, TimeUnit>(
  (Object.keys(UNITS) as TimeUnit[]).flatMap((unit) => UNITS[unit].map((word): [string, TimeUnit] => [word, unit])),
);

/** Milliseconds of the units that have a fixed length. */
export const UNIT_MS: Readonly<Partial<Record<TimeUnit, number>>> = {
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
};

/** "minutes" -> minute */
export function timeUnit(word: string | undefined): TimeUnit | undefined {
  return word === undefined ? undefined : UNIT_OF.get(word);
}

/** A number in digits or words at `at`. */
export function numberAt(
  tokens: readonly Token[],
  at: number,
): { readonly value: number; readonly end: number } | undefined {
  const token = tokens[at];
  if (token?.kind === "number" && token.value !== undefined) return { value: token.value, end: at + 1 };
  if (token?.kind !== "word") return undefined;
  if ((token.text === "a" || token.text === "an") && tokens[at + 1]?.text === "couple")
    return { value: 2, end: tokens[at + 2]?.text === "of" ? at + 3 : at + 2 };
  if (token.text === "a" || token.text === "an" || token.text === "one") return { value: 1, end: at + 1 };
  const value = numberWord(token.text);
  return value === undefined ? undefined : { value, end: at + 1 };
}

export interface Amount {
  readonly value: number;
  readonly unit: TimeUnit;
  readonly end: number;
}

/** "5 minutes", "5m", "an hour", "half an hour", "1.5 hours" at `at`. */
export function amountAt(tokens: readonly Token[], at: number): Amount | undefined {
  const token = tokens[at];
  if (token?.kind === "amount") return joined(token.text, at);
  const half = token?.text === "half" && (tokens[at + 1]?.text === "an" || tokens[at + 1]?.text === "a");
  if (half) {
    const unit = timeUnit(tokens[at + 2]?.text);
    return unit && { value: 0.5, unit, end: at + 3 };
  }
  const number = numberAt(tokens, at);
  const unit = number && timeUnit(tokens[number.end]?.text);
  if (!number || !unit) return undefined;
  const andHalf = ["and", "a", "half"].every((word, index) => tokens[number.end + 1 + index]?.text === word);
  return andHalf
    ? { value: number.value + 0.5, unit, end: number.end + 4 }
    : { value: number.value, unit, end: number.end + 1 };
}

function joined(text: string, at: number): Amount | undefined {
  const pair = /^(\d{1,3})h(\d{1,3})m?$/.exec(text);
  if (pair) return { value: Number(pair[1]) * 60 + Number(pair[2]), unit: "minute", end: at + 1 };
  const [, value = "", word = ""] = /^([\d.]{1,10})([a-z]{1,4})$/.exec(text) ?? [];
  const unit = timeUnit(word);
  return unit && { value: Number(value), unit, end: at + 1 };
}

/** A span of fixed length, "1 hour and 30 minutes" included. */
export function durationAt(
  tokens: readonly Token[],
  at: number,
): { readonly ms: number; readonly end: number } | undefined {
  let end = at;
  let ms = 0;
  for (;;) {
    const next = end > at && tokens[end]?.text === "and" ? end + 1 : end;
    const amount = amountAt(tokens, next);
    const unitMs = amount && UNIT_MS[amount.unit];
    if (!amount || unitMs === undefined) break;
    ms += Math.round(amount.value * unitMs);
    end = amount.end;
  }
  return end > at ? { ms, end } : undefined;
}
