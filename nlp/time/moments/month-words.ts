import type { Token } from "../../text/token.ts";
import { monthWord } from "../calendar-words.ts";
import { countsTimes } from "../number-lists.ts";
import { dateSpan, WHOLE_DAY } from "./moment.ts";
import { fullYear, ordinalAt, underHundred, yearAt } from "./numbers.ts";
import { type Around, type Piece, type Reader, textAt } from "./phrase.ts";
import { anyMonth, anyMonthDay, inYear, yearlyDate, yearMoment } from "./written-dates.ts";

/** "March", "24 Dec", "Dec 24th 2027", "the ides of march", "the 3rd", "2014". */
export const monthWords: Reader = (tokens, at, _setting, around) => {
  const month = monthAt(tokens, at);
  if (isNoDay(tokens[at - 1]) || isImpossible(tokens, at, month)) return undefined;
  if (month !== undefined) return fromMonth(tokens, at, month);
  const year = bareYear(tokens, at, around);
  if (year && !year.weak) return year;
  return fromDay(tokens, at) ?? yearFirst(tokens, at) ?? bareDay(tokens, at, around) ?? year;
};

/** "mar" and "sec" are words of their own; a month's name here starts no other word. */
const monthAt = (tokens: readonly Token[], at: number): number | undefined =>
  tokens[at]?.kind === "word" ? monthWord(tokens[at]?.text) : undefined;

/** Names that are ordinary words, or too short to be trusted alone. */
const isWeakName = (word: string): boolean => word.length === 3 || word === "march";

function fromMonth(tokens: readonly Token[], at: number, month: number): Piece | undefined {
  const comma = tokens[at + 1]?.kind === "comma" ? at + 2 : at + 1;
  const the = textAt(tokens, comma) === "the" ? comma + 1 : comma;
  const day = countsTimes(tokens, the) ? undefined : dayNumber(tokens, the);
  const year = yearAt(tokens, the);
  if (year && (!day || year.end > day.end)) return { end: year.end, date: inYear(anyMonth(month), year.value) };
  if (day && endsOnNoDay(tokens, day.end, month)) return undefined;
  if (day && !isClockNumber(tokens, day.end)) return withYear(tokens, day.end, month, day.value);
  if (isNoDay(tokens[the])) return undefined;
  return monthOnly(tokens, at, month);
}

function monthOnly(tokens: readonly Token[], at: number, month: number): Piece {
  const date = anyMonth(month);
  const ofYear = /^(?:of|in)$/.test(textAt(tokens, at + 1))
    ? at + 2
    : tokens[at + 1]?.kind === "comma"
      ? at + 2
      : at + 1;
  const year = yearAt(tokens, ofYear);
  if (year) return { end: year.end, date: inYear(date, year.value) };
  const short = shortYear(tokens, at + 1);
  if (short !== undefined) return { end: at + 2, date: inYear(date, short) };
  return {
    end: at + 1,
    date,
    ...(isWeakName(textAt(tokens, at)) && { weak: textAt(tokens, at) === "march" ? "name" : "number" }),
  };
}

/** "August 32": no day, and no hour or short year either. */
const isNoDay = (token: Token | undefined): boolean =>
  token?.kind === "number" && /^\d\d$/.test(token.text) && (token.value ?? 0) > 31 && (token.value ?? 0) < 40;

/** "29 February 2014": the month of a date that does not exist says nothing. */
function isImpossible(tokens: readonly Token[], at: number, month: number | undefined): boolean {
  const day = tokens[at - 1]?.kind === "number" ? (tokens[at - 1]?.value ?? 0) : 0;
  const year = yearAt(tokens, at + 1);
  return month !== undefined && year !== undefined && day > 28 && dateSpan(year.value, month, day) === undefined;
}

/** "June 10 - 31, 2022": days to one that does not exist. */
function endsOnNoDay(tokens: readonly Token[], at: number, month: number): boolean {
  const last = /^(?:-|to|until|through)$/.test(textAt(tokens, at)) ? dayNumber(tokens, at + 1) : undefined;
  const year = last && yearAt(tokens, tokens[last.end]?.kind === "comma" ? last.end + 1 : last.end);
  return last !== undefined && year !== undefined && dateSpan(year.value, month, last.value) === undefined;
}

/** "10am" or "10 pm" behind a month is no day. */
const isClockNumber = (tokens: readonly Token[], end: number): boolean =>
  /^(?:[ap]\.?m\.?|o'?clock)$/.test(textAt(tokens, end));

/** "15", "15th", "fifteenth", "twenty one" where they can be a day. */
function dayNumber(tokens: readonly Token[], at: number) {
  const token = tokens[at];
  const digits = token?.kind === "number" ? { value: token.value ?? 0, end: at + 1 } : undefined;
  const found = ordinalAt(tokens, at) ?? digits ?? underHundred(tokens, at);
  if (!found || !Number.isInteger(found.value) || found.value < 1 || found.value > 31) return undefined;
  return digits && (token?.text.length ?? 0) > 2 ? undefined : found;
}

/** A year behind day and month, said in full or with two digits. */
function withYear(tokens: readonly Token[], end: number, month: number, day: number): Piece | undefined {
  const date = yearlyDate(month, day);
  const skipped = tokens[end]?.kind === "comma" || /^(?:of|in)$/.test(textAt(tokens, end)) ? end + 1 : end;
  const year = yearAt(tokens, skipped);
  if (year) {
    const exact = inYear(date, year.value);
    return exact.once && { end: year.end, date: exact };
  }
  const short = shortYear(tokens, tokens[end]?.kind === "comma" ? end + 1 : end);
  if (short !== undefined) return { end: tokens[end]?.kind === "comma" ? end + 2 : end + 1, date: inYear(date, short) };
  return isPossible(month, day) ? { end, date } : undefined;
}

const isPossible = (month: number, day: number): boolean => day <= new Date(Date.UTC(2000, month, 0)).getUTCDate();

/** "Aug 96": two digits that can be neither day nor hour, or that end the sentence. */
function shortYear(tokens: readonly Token[], at: number): number | undefined {
  const { kind, text = "", value = 0 } = tokens[at] ?? {};
  if (kind !== "number" || !/^\d\d$/.test(text)) return undefined;
  const next = tokens[at + 1];
  const last = !next || next.kind === "stop";
  const behindDay = tokens[at - 1]?.kind !== "word" || ordinalAt(tokens, at - 1) !== undefined;
  return value > 39 || (last && behindDay) ? fullYear(value) : undefined;
}

/** "24 Dec", "24th of December 2027", "first of march", "the ides of march" */
function fromDay(tokens: readonly Token[], at: number): Piece | undefined {
  const from = textAt(tokens, at) === "the" ? at + 1 : at;
  const ides = textAt(tokens, from) === "ides" ? { value: 0, end: from + 1 } : undefined;
  const found = ides ?? dayNumber(tokens, from);
  if (!found) return undefined;
  const day = /^day$/.test(textAt(tokens, found.end)) && !ides ? found.end + 1 : found.end;
  const dot = textAt(tokens, day) === "." && tokens[day]?.start === tokens[day - 1]?.end ? day + 1 : day;
  const of = textAt(tokens, dot) === "of" ? dot + 1 : dot;
  const the = textAt(tokens, of) === "the" ? of + 1 : of;
  const month = monthAt(tokens, the);
  if (month === undefined) return undefined;
  const ofMonth = ides ? (/^(?:3|5|7|10)$/.test(String(month)) ? 15 : 13) : found.value;
  return withYear(tokens, the + 1, month, ofMonth);
}

/** "2018 March 18" */
function yearFirst(tokens: readonly Token[], at: number): Piece | undefined {
  const year = /^(?:19|20)\d\d$/.test(textAt(tokens, at)) ? Number(textAt(tokens, at)) : undefined;
  const month = year === undefined ? undefined : monthAt(tokens, at + 1);
  const day = month === undefined ? undefined : dayNumber(tokens, at + 2);
  if (year === undefined || month === undefined) return undefined;
  if (!day) return { end: at + 2, date: inYear(anyMonth(month), year) };
  return { end: day.end, date: inYear(yearlyDate(month, day.value), year) };
}

/** "the 15th", "on 15", "tuesday the 19th" */
function bareDay(tokens: readonly Token[], at: number, around: Around): Piece | undefined {
  const the = textAt(tokens, at) === "the";
  const from = the ? at + 1 : at;
  const found = around.clock && !the ? undefined : dayNumber(tokens, from);
  if (!found || countsThings(tokens[found.end])) return undefined;
  const end = textAt(tokens, found.end) === "day" ? found.end + 1 : found.end;
  const date = anyMonthDay(found.value);
  return isExpected(tokens, from, around) ? { end, date } : { end, date, weak: "number" };
}

/** "the", "on" or another date before it makes a number a day; a number word needs "the" or to be an ordinal. */
function isExpected(tokens: readonly Token[], from: number, around: Around): boolean {
  const the = textAt(tokens, from - 1) === "the";
  const ordinal = ordinalAt(tokens, from) !== undefined;
  if (tokens[from]?.kind === "word" && !ordinal && (!the || tokens[from]?.text === "one")) return false;
  const { date } = around.said;
  return the || around.day || (date !== undefined && (ordinal || date.says !== WHOLE_DAY));
}

function countsThings(next: Token | undefined): boolean {
  if (next?.kind !== "word") return false;
  return !FOLLOWS_DAY.test(next.text) || /^[ap]\.?m?$/.test(next.text);
}

const FOLLOWS_DAY =
  /^(?:at|of|in|on|to|and|or|until|till|through|for|from|after|before|this|next|last|day|with|around|is|was|by|please|then|so|but|if|as|when|it|morning|afternoon|evening|night|noon|midnight|@|the)$/;

/** "in 2014"; alone only where nothing else is said. */
function bareYear(tokens: readonly Token[], at: number, around: Around): Piece | undefined {
  const the = textAt(tokens, at) === "the" ? at + 1 : at;
  const lead = textAt(tokens, the) === "year" ? the + 1 : at;
  const year = yearAt(tokens, lead);
  if (!year) return undefined;
  const sure = around.day || around.year === true || lead > at || !year.bare;
  return { end: year.end, date: yearMoment(year.value), ...(!sure && { weak: "number" }) };
}
