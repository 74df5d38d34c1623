import { classify } from "../../text/classify.ts";
import type { Token } from "../../text/token.ts";
import { monthWord, weekdayWord } from "../calendar-words.ts";
import { timeUnit } from "../durations.ts";
import { isTimeWord } from "./time-words.ts";

const CLOCK = /^(?:\d{1,2}(?:[:.h]\d\d){0,2}(?:\s?[ap]\.?m?\.?)?|\d{1,2}h|\d{1,2}(?:st|nd|rd|th))$/;
const DATE = /^\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}$/;
const DATE_AND_CLOCK = /^(\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4})[.:-](\d{1,2}:\d\d(?::\d\d)?)$/;
const JOINED =
  /^(?:(?<month>[a-z]{3,9})[./]?(?<day>\d{1,2}(?:st|nd|rd|th)?)|(?<first>\d{1,2}(?:st|nd|rd|th)?)(?<later>[a-z]{3,9}))$/;
const COUNTED = /^(?<count>\d{1,6}(?:\.\d{1,4})?)[-.]?(?<unit>[a-z]{1,8})$/;

/** Pieces glued together ("3-4pm", "Oct2", "twenty-first", "3.5years") cut apart; all else stays the same token. */
export function timeTokens(tokens: readonly Token[]): readonly Token[] {
  let cut: Token[] | undefined;
  for (const [index, token] of tokens.entries()) {
    const pieces = mayBeGlued(token) ? cutApart(token) : dotBehindShort(tokens, index) ? [] : undefined;
    if (pieces) cut ??= tokens.slice(0, index);
    cut?.push(...(pieces ?? [token]));
  }
  return cut ?? tokens;
}

const mayBeGlued = ({ kind, text }: Token): boolean =>
  kind === "word" ? text.includes("-") : kind === "name" || kind === "amount" || kind === "address" || kind === "flag";

/** The dot of "Dec. 21" or "a.m." ends no sentence. */
function dotBehindShort(tokens: readonly Token[], index: number): boolean {
  const before = tokens[index - 1];
  const token = tokens[index];
  if (token?.text !== "." || before?.end !== token.start || !tokens[index + 1]) return false;
  if (/^[ap]\.?m?$/.test(before.text)) return /^[a-z\d]/.test(tokens[index + 1]?.raw ?? "");
  return before.text.length <= 4 && (monthWord(before.text) !== undefined || weekdayWord(before.text) !== undefined);
}

function cutApart(token: Token): readonly Token[] | undefined {
  const { text } = token;
  if (/^\d{1,2}[ap]$/.test(text)) return [{ ...token, kind: "clock" }];
  const [first = "", last = "", more] = text.split("-");
  if (more === undefined && CLOCK.test(first) && CLOCK.test(last)) return pieces(token, [first, "-", last]);
  const slash = text.indexOf("/", 8);
  if (slash > 0 && DATE.test(text.slice(0, slash)) && DATE.test(text.slice(slash + 1)))
    return pieces(token, [text.slice(0, slash), "-", text.slice(slash + 1)]);
  const moment = DATE_AND_CLOCK.exec(text);
  if (moment) return pieces(token, [moment[1] ?? "", moment[2] ?? ""]);
  return cutSign(token) ?? cutLetters(token) ?? cutWords(token);
}

/** "+10", "-3y", "|friday", "-2027-03-14-" */
function cutSign(token: Token): readonly Token[] | undefined {
  const signed = /^([+-])(\d{1,6})([a-z]{0,8})$/.exec(token.text);
  if (signed) {
    const parts = pieces(
      token,
      signed.slice(1).filter((text) => text !== ""),
    );
    return parts.map((part, index) => (index === 0 ? { ...part, kind: "name" as const } : part));
  }
  const [, inner] = /^[|-]([a-z]{3,9}|\d{4}-?\d\d-?\d\d)[|-]?$/.exec(token.text) ?? [];
  return inner !== undefined && (/^\d/.test(inner) || isTimeWord(inner)) ? pieces(token, [inner]) : undefined;
}

function cutLetters(token: Token): readonly Token[] | undefined {
  const { month, day, first, later } = JOINED.exec(token.text)?.groups ?? {};
  if (monthWord(month) !== undefined) return pieces(token, [month ?? "", day ?? ""]);
  if (monthWord(later) !== undefined) return pieces(token, [first ?? "", later ?? ""]);
  const { count = "", unit = "" } = COUNTED.exec(token.text)?.groups ?? {};
  if (/^[ap]m$/.test(unit) && Number(count) > 12) return undefined;
  const known = timeUnit(unit) !== undefined || /^(?:ish|ampm|am|pm)$/.test(unit);
  if (known && !(token.kind === "amount" && unit.length < 2)) return pieces(token, [count, unit]);
  return /^\d{1,3}"$/.test(token.text) ? pieces(token, [token.text.slice(0, -1), "sec"]) : undefined;
}

/** "friday-jun-15", "all-week", "noon-ish"; the dashes say nothing. */
function cutWords(token: Token): readonly Token[] | undefined {
  const parts = token.text.split("-");
  if (parts.length < 2 || parts.length > 4) return undefined;
  const known = parts.every((part) => isTimeWord(part) || /^\d{1,2}$/.test(part));
  const named = parts.some((part) => /^[a-z]/.test(part));
  return known && named && !/^\d+$/.test(parts.slice(-2).join("")) && !isDateText(parts)
    ? pieces(token, parts)
    : undefined;
}

/** "10-aug-12" is one written date. */
const isDateText = (parts: readonly string[]): boolean =>
  parts.length === 3 && parts.filter((part) => /^\d+$/.test(part)).length === 2;

function pieces(token: Token, texts: readonly string[]): readonly Token[] {
  let from = 0;
  return texts.map((text) => {
    const place = Math.max(from, token.text.indexOf(text, from));
    from = place + text.length;
    const raw = token.raw.slice(place, from);
    const { kind, value } = text === "-" || text === "+" ? { kind: "stop" as const, value: undefined } : classify(text);
    const start = token.start + place;
    return { kind, text, raw, start, end: start + text.length, ...(value !== undefined && { value }) };
  });
}
