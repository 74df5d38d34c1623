import { numberWord, ordinalWord } from "../../text/number-words.ts";
import type { Token } from "../../text/token.ts";
import { monthWord, weekdayWord } from "../calendar-words.ts";
import { timeUnit } from "../durations.ts";
import { isHolidayWord } from "./holidays.ts";

/** Words that mean nothing in time unless such a word follows. */
const ARTICLES = new Set(
  "the a an this that next last past previous current upcoming coming following in at on from for of around about approximately circa during between before by until untill till til through after since starting within".split(
    " ",
  ),
);
const WORDS = new Set(
  "today todays tonight tonights tomorrow tomorrows tmrw tmr yesterday now right just asap atm immediately noon noonish midday midnight midmorning midafternoon mid half quarter three-quarters morning mornings afternoon afternoonish evening night nighttime daytime lunch lunchtime early late end beginning start middle eod eom eoy eow bom boy weekend weekends week-end season seasons spring summer fall autumn winter couple pair few several fortnight fortnights decade decades century centuries nights all full whole entire another anytime sometime sometimes closest nearest ides year as moment present time school work dinner dinnertime final o less more season qtr".split(
    " ",
  ),
);

const known = new Map<string, boolean>();

function isTimeWord(text: string): boolean {
  const before = known.get(text);
  if (before !== undefined) return before;
  const found =
    WORDS.has(text) ||
    weekdayWord(text) !== undefined ||
    monthWord(text) !== undefined ||
    timeUnit(text) !== undefined ||
    numberWord(text) !== undefined ||
    ordinalWord(text) !== undefined ||
    isHolidayWord(text);
  if (known.size < 2_000) known.set(text, found);
  return found;
}

/** Whether a moment may begin with the token, whatever follows. */
export const beginsTime = (token: Token): boolean =>
  token.kind === "word" ? ARTICLES.has(token.text) || isTimeWord(token.text) : mayBeTime(token);

/** False for almost every word of a sentence about work, which is then left at once. */
export function mayBegin(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  if (!token) return false;
  if (token.kind !== "word") return mayBeTime(token);
  if (!ARTICLES.has(token.text)) return isTimeWord(token.text);
  const next = tokens[at + 1];
  if (!next) return false;
  if (next.kind !== "word") return mayBeTime(next) || next.text === "@";
  return ARTICLES.has(next.text) ? mayBegin(tokens, at + 1) : isTimeWord(next.text);
}

function mayBeTime({ kind, text }: Token): boolean {
  switch (kind) {
    case "number":
    case "ordinal":
    case "date":
    case "clock":
    case "amount":
      return true;
    case "name":
    case "path":
    case "address":
      return (/^[+-]?\d/.test(text) && text.length < 24) || /^(?:[@+-]$|q[1-4]|[a-z]{3,9}[/.-]\d)/.test(text);
    default:
      return false;
  }
}
