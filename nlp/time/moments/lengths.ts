import type { WallMs } from "../../../core/kernel/wall-time.ts";
import type { Token } from "../../text/token.ts";
import { timeUnit } from "../durations.ts";
import { cardinalAt } from "./numbers.ts";
import { DAY, type Grain, HOUR, MINUTE, plus, SECOND, WEEK } from "./span.ts";

interface Part {
  readonly count: number;
  readonly unit: Grain;
}

/** "1 month and 21 days": how long, in the units it was said in, coarsest first or not. */
export interface LengthFound {
  readonly parts: readonly Part[];
  readonly end: number;
}

/** What a unit counts as where only seconds are asked for: months of 30 days, years of 365. */
const FIXED: Readonly<Record<Grain, number>> = {
  second: SECOND,
  minute: MINUTE,
  hour: HOUR,
  day: DAY,
  week: WEEK,
  month: 30 * DAY,
  quarter: 90 * DAY,
  year: 365 * DAY,
};

export const lengthMs = ({ parts }: LengthFound): number =>
  Math.round(parts.reduce((sum, { count, unit }) => sum + count * FIXED[unit], 0));

/** The finest unit that was said. */
export const finestUnit = ({ parts }: LengthFound): Grain =>
  parts.reduce((best, { unit }) => (FIXED[unit] < FIXED[best] ? unit : best), parts[0]?.unit ?? "day");

/** That much later; earlier with a `sign` of -1. */
export const shifted = (wall: WallMs, { parts }: LengthFound, sign: 1 | -1): WallMs =>
  parts.reduce((at, { count, unit }) => plus(at, sign * count, unit), wall);

const text = (tokens: readonly Token[], at: number): string => tokens[at]?.text ?? "";

const MORE_UNITS: Readonly<Record<string, Part>> = {
  fortnight: { count: 2, unit: "week" },
  fortnights: { count: 2, unit: "week" },
  decade: { count: 10, unit: "year" },
  decades: { count: 10, unit: "year" },
  century: { count: 100, unit: "year" },
  centuries: { count: 100, unit: "year" },
  night: { count: 1, unit: "day" },
  nights: { count: 1, unit: "day" },
  weekend: { count: 2, unit: "day" },
  weekends: { count: 2, unit: "day" },
};

function unitAt(tokens: readonly Token[], at: number): Part | undefined {
  const unit = timeUnit(text(tokens, at));
  const more = MORE_UNITS[text(tokens, at)];
  return unit ? { count: 1, unit } : more;
}

/** "3 days", "1.5 hours", "half an hour", "one and a quarter year", "a month and a half", "1 year 2 days and 4 seconds". */
export function lengthAt(tokens: readonly Token[], at: number): LengthFound | undefined {
  const parts: Part[] = [];
  let end = at;
  for (;;) {
    const next = parts.length === 0 ? end : afterJoint(tokens, end);
    const found = partAt(tokens, next, parts.length === 0);
    if (!found) break;
    parts.push({ count: found.count, unit: found.unit });
    end = found.end;
  }
  if (parts.length === 0) return undefined;
  return trailing(tokens, end, parts);
}

function afterJoint(tokens: readonly Token[], at: number): number {
  const comma = tokens[at]?.kind === "comma" ? at + 1 : at;
  return text(tokens, comma) === "and" ? comma + 1 : comma;
}

type PartFound = Part & { readonly end: number };

function partAt(tokens: readonly Token[], at: number, first: boolean): PartFound | undefined {
  const token = tokens[at];
  if (!token || token.kind === "quoted") return undefined;
  if (token.kind === "amount" || token.kind === "name" || token.kind === "path") return gluedAt(tokens, at);
  return halfAt(tokens, at) ?? wholeAt(tokens, at, first) ?? countedAt(tokens, at);
}

/** "5m", "1h30", "1/2h", "3/4 hour" */
function gluedAt(tokens: readonly Token[], at: number): PartFound | undefined {
  const word = text(tokens, at);
  const pair = /^(\d{1,3})h(\d{1,3})m?$/.exec(word);
  if (pair) return { count: Number(pair[1]) * 60 + Number(pair[2]), unit: "minute", end: at + 1 };
  const [, over = "", under = "1", letters = ""] = /^([\d.]{1,10})(?:\/(\d{1,2}))?([a-z]{0,5})$/.exec(word) ?? [];
  const place = letters === "" ? at + 1 : at;
  const unit = letters === "" ? unitAt(tokens, place) : timeUnit(letters);
  const part = typeof unit === "string" ? { count: 1, unit } : unit;
  if (!part || over === "" || (letters === "" && under === "1")) return undefined;
  return { count: (part.count * Number(over)) / Number(under), unit: part.unit, end: place + 1 };
}

/** "half an hour", "a half day", "a quarter of an hour", "three quarters of an hour" */
function halfAt(tokens: readonly Token[], at: number): PartFound | undefined {
  const fraction = fractionAt(tokens, at);
  if (!fraction) return undefined;
  const of = text(tokens, fraction.end) === "of" ? fraction.end + 1 : fraction.end;
  const article = /^(?:an?|the)$/.test(text(tokens, of)) ? of + 1 : of;
  const unit = unitAt(tokens, article);
  if (!unit || (fraction.quarter && article === fraction.end)) return undefined;
  return { count: unit.count * fraction.value, unit: unit.unit, end: article + 1 };
}

function fractionAt(tokens: readonly Token[], at: number) {
  const from = /^an?$/.test(text(tokens, at)) ? at + 1 : at;
  if (text(tokens, from) === "half") return { value: 0.5, end: from + 1, quarter: false };
  if (text(tokens, from) === "quarter") return { value: 0.25, end: from + 1, quarter: true };
  const many = cardinalAt(tokens, at);
  const quarters = many && many.value <= 3 && /^quarters?$/.test(text(tokens, many.end));
  return quarters ? { value: many.value / 4, end: many.end + 1, quarter: true } : undefined;
}

/** "all day", "the full week", "another hour" */
function wholeAt(tokens: readonly Token[], at: number, first: boolean): PartFound | undefined {
  if (!first) return undefined;
  const from = /^(?:the|a)$/.test(text(tokens, at)) ? at + 1 : at;
  const forThe =
    text(tokens, at) === "the" && text(tokens, at - 1) === "for" ? timeUnit(text(tokens, from)) : undefined;
  if (forThe && text(tokens, from).length > 2) return { count: 1, unit: forThe, end: from + 1 };
  if (!/^(?:all|full|whole|entire|another)$/.test(text(tokens, from))) return undefined;
  const unit = unitAt(tokens, from + 1);
  return unit && { ...unit, end: from + 2 };
}

/** "2 more minutes", "one and a half hours", "two hours and a half" */
function countedAt(tokens: readonly Token[], at: number): PartFound | undefined {
  const number = cardinalAt(tokens, at) ?? articleAt(tokens, at);
  if (!number) return undefined;
  const with_ = andFraction(tokens, number.end);
  const after = with_?.end ?? number.end;
  const more = /^(?:more|additional|extra|less|fewer|whole|full|business|-)$/.test(text(tokens, after))
    ? after + 1
    : after;
  const of = with_ && text(tokens, more) === "of" ? more + 1 : more;
  const unit = unitAt(tokens, of);
  if (!unit || isOrdinalSecond(tokens, at, of) || isDecade(tokens, of)) return undefined;
  const tail = with_ ? undefined : andFraction(tokens, of + 1);
  const count = unit.count * (number.value + (with_?.value ?? tail?.value ?? 0));
  return { count, unit: unit.unit, end: tail?.end ?? of + 1 };
}

/** "a second round" */
const isOrdinalSecond = (tokens: readonly Token[], at: number, of: number): boolean =>
  text(tokens, at) === "a" &&
  text(tokens, of) === "second" &&
  tokens[of + 1]?.kind === "word" &&
  !AFTER_SECOND.test(text(tokens, of + 1));

/** "in 1990 s": the nineties rather than seconds. */
const isDecade = (tokens: readonly Token[], at: number): boolean =>
  text(tokens, at) === "s" && /^(?:1[89]|20)\d0$/.test(text(tokens, at - 1));

const AFTER_SECOND =
  /^(?:ago|later|from|and|or|before|after|please|then|to|at|on|in|earlier|back|hence|each|every|is)$/;

const articleAt = (tokens: readonly Token[], at: number) =>
  /^(?:an?|one)$/.test(text(tokens, at)) ? { value: 1, end: at + 1 } : undefined;

function andFraction(tokens: readonly Token[], at: number) {
  const found = text(tokens, at) === "and" ? fractionAt(tokens, at + 1) : undefined;
  if (!found) return undefined;
  return unitAt(tokens, found.end) && !/^(?:half|quarters?)$/.test(text(tokens, found.end - 1)) ? undefined : found;
}

const FINER: Readonly<Partial<Record<Grain, Grain>>> = { hour: "minute", minute: "second" };

/** "1 hour thirty", "2 hours and 10": a bare number counts the next finer unit. */
function trailing(tokens: readonly Token[], end: number, parts: readonly Part[]): LengthFound {
  const unit = FINER[parts.at(-1)?.unit ?? "day"];
  const whole =
    parts.length === 1 && Number.isInteger(parts[0]?.count) && timeUnit(text(tokens, end - 1)) !== undefined;
  const from = text(tokens, end) === "and" ? end + 1 : end;
  const number = unit && whole ? cardinalAt(tokens, from) : undefined;
  const next = number && tokens[number.end];
  const last = !next || next.kind === "stop" || next.kind === "comma";
  if (!unit || !number || !last || number.value < 10 || number.value > 59) return { parts, end };
  return { parts: [...parts, { count: number.value, unit }], end: number.end };
}
