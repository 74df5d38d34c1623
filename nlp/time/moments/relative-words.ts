import { wallFields } from "../../../core/kernel/wall-time.ts";
import type { Token } from "../../text/token.ts";
import { timeUnit } from "../durations.ts";
import type { TimeSetting } from "../time-facts.ts";
import { namedThing } from "./day-words.ts";
import { finestUnit, type LengthFound, lengthAt, shifted } from "./lengths.ts";
import { each, following, type Moment, onlyOnce, preceding, SAYS, WHOLE_DAY } from "./moment.ts";
import { cardinalAt, ordinalAt, yearAt } from "./numbers.ts";
import { type Piece, type Reader, textAt } from "./phrase.ts";
import { DAY, dayOf, floorTo, type Grain, plus } from "./span.ts";

/** What a length said from now is exact to: "in 3 days" to the hour, "2 years ago" to the month. */
const EXACT: Readonly<Record<Grain, Grain>> = {
  second: "second",
  minute: "second",
  hour: "minute",
  day: "hour",
  week: "day",
  month: "day",
  quarter: "month",
  year: "month",
};

/** The instant that much from now. Beside a clock time, days and more mean the day. */
export function awayFromNow(nowWall: number, length: LengthFound, sign: 1 | -1): Moment {
  const at = shifted(nowWall, length, sign);
  const unit = finestUnit(length);
  const long = unit === "second" || unit === "minute" || unit === "hour" ? undefined : floorTo(at, "day");
  const grain = EXACT[unit];
  return onlyOnce(
    { from: at, to: at + 1 },
    { grain, says: WHOLE_DAY & ~SAYS.weekday, ...(long !== undefined && { clockDay: long }) },
  );
}

const AGO = new Set(["ago", "back", "earlier"]);
const HENCE = new Set(["hence", "later"]);

/** "in 3 days", "2 weeks ago", "5 days from now", "a week hence", "two sundays from now", "+10 days". */
export const fromNow: Reader = (tokens, at, setting) => {
  const word = textAt(tokens, at);
  const minutes = word === "in" ? bareMinutes(tokens, at + 1) : undefined;
  if (minutes) return { end: minutes.end, date: awayFromNow(setting.nowWall, minutes, 1) };
  if (word === "+" || word === "-") return signed(tokens, at, setting);
  const length = lengthAt(tokens, word === "in" || word === "within" ? skipLess(tokens, at + 1) : at);
  if (!length) return weekdaysFromNow(tokens, at, setting);
  const led = word === "in" || word === "within";
  const direction = directionAt(tokens, length.end);
  if (direction) return { end: direction.end, date: awayFromNow(setting.nowWall, length, direction.sign) };
  return led ? { end: length.end, date: awayFromNow(setting.nowWall, length, 1) } : undefined;
};

/** "in 20", with nothing behind it: minutes. */
function bareMinutes(tokens: readonly Token[], at: number): LengthFound | undefined {
  const { kind, text = "", value = 0 } = tokens[at] ?? {};
  const next = tokens[at + 1];
  if (kind !== "number" || !/^\d{1,3}$/.test(text) || (next && next.kind !== "stop" && next.text !== "please"))
    return undefined;
  return { parts: [{ count: value, unit: "minute" }], end: at + 1 };
}

/** "+2 months", "-3y" */
function signed(tokens: readonly Token[], at: number, { nowWall }: TimeSetting): Piece | undefined {
  const length = tokens[at]?.end === tokens[at + 1]?.start ? lengthAt(tokens, at + 1) : undefined;
  return length && { end: length.end, date: awayFromNow(nowWall, length, textAt(tokens, at) === "+" ? 1 : -1) };
}

/** "in less than an hour", "in about 2 days" */
function skipLess(tokens: readonly Token[], at: number): number {
  if (/^(?:less|more)$/.test(textAt(tokens, at)) && textAt(tokens, at + 1) === "than") return at + 2;
  return /^(?:about|around|approximately|the|next)$/.test(textAt(tokens, at)) ? at + 1 : at;
}

function directionAt(
  tokens: readonly Token[],
  at: number,
): { readonly sign: 1 | -1; readonly end: number } | undefined {
  const word = textAt(tokens, at);
  if (AGO.has(word)) return { sign: -1, end: at + 1 };
  if (HENCE.has(word)) return { sign: 1, end: at + 1 };
  const now = textAt(tokens, at + 1) === "right" ? at + 2 : at + 1;
  if ((word === "from" || word === "after") && textAt(tokens, now) === "now") return { sign: 1, end: now + 1 };
  return word === "before" && textAt(tokens, at + 1) === "now" ? { sign: -1, end: at + 2 } : undefined;
}

/** "three fridays from now", "2 thursdays back" */
function weekdaysFromNow(tokens: readonly Token[], at: number, { nowWall }: TimeSetting): Piece | undefined {
  const number = cardinalAt(tokens, at);
  const thing =
    number && Number.isInteger(number.value) && number.value > 0 ? namedThing(tokens, number.end) : undefined;
  const direction = thing && directionAt(tokens, thing.end);
  if (!number || !thing || !direction || thing.date.grain !== "day") return undefined;
  const today = floorTo(nowWall, "day");
  const spans =
    direction.sign > 0 ? following(thing.date, today + DAY, number.value) : preceding(thing.date, today, number.value);
  const span = spans[number.value - 1];
  return span && { end: direction.end, date: onlyOnce(span, { grain: "day", says: WHOLE_DAY }) };
}

const NOW = [
  "right now",
  "just now",
  "now",
  "at the moment",
  "at this moment",
  "at this time",
  "at the present time",
  "atm",
  "asap",
  "as soon as possible",
  "immediately",
];

/** "now" and what means it. */
export const nowWords: Reader = (tokens, at, { nowWall }) => {
  const said = [0, 1, 2, 3].map((offset) => textAt(tokens, at + offset)).join(" ");
  const found = NOW.find((words) => said === words || said.startsWith(`${words} `));
  if (found === undefined) return undefined;
  const end = at + found.split(" ").length;
  return { end, date: onlyOnce({ from: nowWall, to: nowWall + 1000 }, { grain: "second", says: WHOLE_DAY }) };
};

/** "q3", "q3 2014", "third quarter of 2018", "18q4", "2017-q1". */
export const quarters: Reader = (tokens, at, { nowWall }) => {
  const after = /^(?:19|20)\d\d$/.test(textAt(tokens, at)) ? quarterNumber(tokens, at + 1) : undefined;
  if (after && /^q/.test(textAt(tokens, at + 1))) return quarterOf(Number(textAt(tokens, at)), after.nth, after.end);
  const the = textAt(tokens, at) === "the" ? at + 1 : at;
  const found = quarterNumber(tokens, the);
  if (!found || found.nth < 1 || found.nth > 4) return undefined;
  const { nth, end, glued } = found;
  if (glued !== undefined) return quarterOf(glued < 100 ? 2000 + glued : glued, nth, end);
  const place = /^(?:of|in|-)$/.test(textAt(tokens, end)) ? end + 1 : end;
  const year = yearAt(tokens, place);
  if (year) return quarterOf(year.value, nth, year.end);
  const previous = /^(?:19|20)\d\d$/.test(textAt(tokens, the - 1)) ? Number(textAt(tokens, the - 1)) : undefined;
  return quarterOf(previous ?? wallFields(nowWall).year, nth, end);
};

interface QuarterNumber {
  readonly nth: number;
  readonly end: number;
  /** The year in the same word. */
  readonly glued?: number;
}

function quarterNumber(tokens: readonly Token[], at: number): QuarterNumber | undefined {
  const [, before, digit, after] = /^(\d{2}|\d{4})?-?q([1-4])(?:-?(\d{4}))?$/.exec(textAt(tokens, at)) ?? [];
  const glued = before ?? after;
  if (digit !== undefined)
    return { nth: Number(digit), end: at + 1, ...(glued !== undefined && { glued: Number(glued) }) };
  const ordinal = ordinalAt(tokens, at);
  const spoken = ordinal && /^(?:quarter|qtr)$/.test(textAt(tokens, ordinal.end));
  return spoken ? { nth: ordinal.value, end: ordinal.end + 1 } : undefined;
}

function quarterOf(year: number, nth: number, end: number): Piece {
  const from = dayOf(year, nth * 3 - 2, 1);
  return {
    end,
    date: onlyOnce({ from, to: plus(from, 1, "quarter") }, { grain: "quarter", says: SAYS.year | SAYS.quarter }),
  };
}

/** "first monday of", "third last week of", "last day in": the position, and what is counted. */
export function nthThing(
  tokens: readonly Token[],
  at: number,
): { readonly nth: number; readonly inner: Moment; readonly end: number } | undefined {
  const the = textAt(tokens, at) === "the" ? at + 1 : at;
  const position = positionAt(tokens, the);
  const inner = position && innerAt(tokens, position.end);
  return inner && position && { nth: position.nth, ...inner };
}

/** "first", "3rd", "last", "second last", "2nd to last" */
function positionAt(tokens: readonly Token[], at: number) {
  if (textAt(tokens, at) === "last" || textAt(tokens, at) === "final") return { nth: -1, end: at + 1 };
  const ordinal = ordinalAt(tokens, at);
  if (!ordinal || ordinal.value < 1 || ordinal.value > 366) return undefined;
  const to = textAt(tokens, ordinal.end) === "to" ? ordinal.end + 1 : ordinal.end;
  return textAt(tokens, to) === "last"
    ? { nth: -ordinal.value, end: to + 1 }
    : { nth: ordinal.value, end: ordinal.end };
}

function innerAt(tokens: readonly Token[], at: number) {
  const thing = namedThing(tokens, at);
  if (thing) return { inner: thing.date, end: thing.end };
  const unit = timeUnit(textAt(tokens, at));
  if (!unit || textAt(tokens, at).length < 3 || unit === "second") return undefined;
  return {
    inner: each(unit, unit === "day" ? SAYS.day : unit === "week" ? SAYS.week : (SAYS[unit as "month"] ?? 0)),
    end: at + 1,
  };
}

/** The nth after a day: "third tuesday after christmas". */
export function nthAfter(nth: number, inner: Moment, base: Moment, nowWall: number, sign: 1 | -1): Moment | undefined {
  const [day] = base.once ? [base.once] : following(base, floorTo(nowWall, "day"));
  if (!day) return undefined;
  const spans = sign > 0 ? following(inner, day.to, nth) : preceding(inner, day.from, nth);
  const span = spans[nth - 1];
  return span && onlyOnce(span, { grain: inner.grain, says: WHOLE_DAY });
}
