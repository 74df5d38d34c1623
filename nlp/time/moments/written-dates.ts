import { wallFields, wallFromText, wallText } from "../../../core/kernel/wall-time.ts";
import type { Token } from "../../text/token.ts";
import { monthWord } from "../calendar-words.ts";
import { both, dateSpan, dayOfMonth, each, type Moment, onlyOnce, SAYS, yearly } from "./moment.ts";
import { fullYear } from "./numbers.ts";
import { type Piece, type Reader, textAt } from "./phrase.ts";
import { DAY, dayOf } from "./span.ts";

/** Day, month and year in figures or with the month's name: "3/14/2027", "2027-03-14", "14-Mar-27", "3/14", "03/2027". */
export const writtenDate: Reader = (tokens, at, _setting, around) => {
  const token = tokens[at];
  if (!token || token.kind === "quoted" || token.kind === "word") return undefined;
  if (token.kind === "date") return isoDate(token, at);
  const piece = token.kind === "name" || token.kind === "address" ? namePiece(tokens, token, at) : undefined;
  return piece ?? looseNumbers(tokens, at, around);
};

function isoDate(token: Token, at: number): Piece | undefined {
  const wall = wallFromText(token.raw.toUpperCase());
  if (wall === undefined || !wallText(wall).startsWith(token.raw.slice(0, 10))) return undefined;
  const { year, month, day } = wallFields(wall);
  const date = dayPiece(year, month, day, at + 1);
  const grain = token.text.length > 16 ? "second" : "minute";
  if (!date || !token.text.includes("t")) return date;
  return { ...date, clock: { at: wall % DAY, grain, halfOpen: false } };
}

function dayPiece(year: number, month: number, day: number, end: number): Piece | undefined {
  const span = month >= 1 && month <= 12 && day >= 1 ? dateSpan(year, month, day) : undefined;
  return span && { end, date: onlyOnce(span, { grain: "day", says: SAYS.year | SAYS.month | SAYS.day }) };
}

function namePiece(tokens: readonly Token[], token: Token, at: number): Piece | undefined {
  const parts = token.text.split(/[/.-]/);
  if (parts.length === 3) return threeParts(token.text, parts, at + 1);
  const [first = "", second = ""] = parts;
  if (parts.length !== 2) return undefined;
  if (/^\d{1,2}\/\d{1,2}$/.test(token.text)) return monthDay(tokens, Number(first), Number(second), at + 1);
  if (/^\d{4}$/.test(first) && /^(?:0?[1-9]|1[0-2])$/.test(second))
    return monthOf(Number(first), Number(second), at + 1);
  if (/^(?:0?[1-9]|1[0-2])\/(?:1[89]|20|21)\d\d$/.test(token.text))
    return monthOf(Number(second), Number(first), at + 1);
  const month = monthWord(first) ?? monthWord(second);
  const number = Number(monthWord(first) === undefined ? first : second);
  return month !== undefined && number >= 1 ? monthDay(tokens, month, number, at + 1) : undefined;
}

function threeParts(token: string, parts: readonly string[], end: number): Piece | undefined {
  const named = parts.findIndex((part) => monthWord(part) !== undefined);
  if (named >= 0) return namedParts(parts, named, end);
  if (!parts.every((part) => /^(?:\d{1,2}|\d{4})$/.test(part))) return undefined;
  const [one = 0, two = 0, three = 0] = parts.map(Number);
  if (parts[0]?.length === 4) return dayPiece(one, two, three, end);
  const dotted = token.includes(".") && parts[2]?.length === 2;
  if (dotted || parts[1]?.length === 4 || (parts[2]?.length ?? 0) < 2) return undefined;
  return one > 12 ? dayPiece(fullYear(three), two, one, end) : dayPiece(fullYear(three), one, two, end);
}

function namedParts(parts: readonly string[], named: number, end: number): Piece | undefined {
  const month = monthWord(parts[named]) ?? 0;
  const [first = "", second = ""] = parts.filter((_, index) => index !== named);
  if (!/^\d{1,4}$/.test(first) || !/^\d{1,4}$/.test(second)) return undefined;
  const yearFirst = first.length === 4;
  const [year, day] = yearFirst ? [first, second] : [second, first];
  return dayPiece(fullYear(Number(year)), month, Number(day), end);
}

const monthOf = (year: number, month: number, end: number): Piece => ({
  end,
  date: onlyOnce(
    { from: dayOf(year, month, 1), to: dayOf(year, month + 1, 1) },
    { grain: "month", says: SAYS.year | SAYS.month },
  ),
});

/** "3/14" and a year that may follow; day first where it can only be that. */
function monthDay(tokens: readonly Token[], one: number, two: number, end: number): Piece | undefined {
  const [month, day] = one > 12 ? [two, one] : [one, two];
  const comma = tokens[end]?.kind === "comma" ? end + 1 : end;
  if (/^(?:19|20)\d\d$/.test(textAt(tokens, comma)))
    return dayPiece(Number(textAt(tokens, comma)), month, day, comma + 1);
  const date = month >= 1 && month <= 12 && day >= 1 && day <= 31 ? yearlyDate(month, day) : undefined;
  return date && { end, date };
}

/** The 14th of March of any year. */
export const yearlyDate = (month: number, day: number): Moment =>
  yearly({ grain: "day", says: SAYS.month | SAYS.day }, DAY, (year) => dateSpan(year, month, day));

/** "20270314"; "3-14" and "3.14" where a day is expected; "3 / 14". */
function looseNumbers(tokens: readonly Token[], at: number, around: { readonly day: boolean }): Piece | undefined {
  const text = textAt(tokens, at);
  const digits = /^((?:19|20)\d\d)(\d\d)(\d\d)$/.exec(text);
  if (digits) return dayPiece(Number(digits[1]), Number(digits[2]), Number(digits[3]), at + 1);
  const dotted = around.day ? /^(\d{1,2})\.(\d{1,2})$/.exec(text) : undefined;
  if (dotted) return monthDay(tokens, Number(dotted[1]), Number(dotted[2]), at + 1);
  const joint = textAt(tokens, at + 1);
  const last = tokens[at + 2];
  const whole = joint === "/" || (joint === "-" && (around.day || (at === 0 && tokens.length === 3)));
  if (!whole || !/^\d{1,2}$/.test(text) || last?.kind !== "number" || !/^\d{1,2}$/.test(last.text)) return undefined;
  const gap = (tokens[at + 1]?.end ?? 0) === last.start;
  return joint === "/" || !gap || around.day ? monthDay(tokens, Number(text), last.value ?? 0, at + 3) : undefined;
}

/** "the 15th" inside whatever month. */
export const anyMonthDay = (day: number): Moment => dayOfMonth(day);

/** Every March. */
export const anyMonth = (month: number): Moment =>
  each("month", SAYS.month, (from) => wallFields(from).month === month);

/** The whole year, and the month in it. */
export const yearMoment = (year: number): Moment =>
  onlyOnce({ from: dayOf(year, 1, 1), to: dayOf(year + 1, 1, 1) }, { grain: "year", says: SAYS.year });

export const inYear = (moment: Moment, year: number): Moment => both(moment, yearMoment(year));
