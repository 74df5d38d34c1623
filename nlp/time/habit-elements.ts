import { ordinalWord } from "../text/number-words.ts";
import type { Token } from "../text/token.ts";
import { monthsAt, weekdaysAt } from "./calendar-lists.ts";
import { WEEKEND, WORKDAYS } from "./calendar-words.ts";
import { numberAt, type TimeUnit, timeUnit } from "./durations.ts";
import { dayNumbers, monthDaysAt, nthWeekday } from "./month-elements.ts";
import type { TimeFacts, TimePiece, TimeSetting } from "./time-facts.ts";

type Element = (tokens: readonly Token[], at: number, setting: TimeSetting) => TimePiece | undefined;

const DAILY: TimeFacts = { rhythm: { every: 1, unit: "day" } };
const ADVERBS: Readonly<Record<string, TimeFacts>> = {
  hourly: { rhythm: { every: 1, unit: "hour" } },
  daily: DAILY,
  everyday: DAILY,
  weekly: { rhythm: { every: 1, unit: "week" } },
  fortnightly: { rhythm: { every: 2, unit: "week" } },
  monthly: { rhythm: { every: 1, unit: "month" } },
  quarterly: { rhythm: { every: 1, unit: "quarter" } },
  yearly: { rhythm: { every: 1, unit: "year" } },
  annually: { rhythm: { every: 1, unit: "year" } },
  weekdays: { rhythm: { every: 1, unit: "week" }, weekdays: WORKDAYS },
  weekends: { rhythm: { every: 1, unit: "week" }, weekdays: WEEKEND },
};
const PARTS = ["morning", "afternoon", "evening", "night", "noon", "midnight"];

/** "hourly", "nightly", "on weekdays"; not "the weekly report", which is a name. */
export const adverb: Element = (tokens, at) => {
  const from = tokens[at]?.text === "on" ? at + 1 : at;
  const word = tokens[from]?.text ?? "";
  const before = tokens[at - 1]?.text ?? "";
  if (/^(?:the|with|my|a|of|called|named|that)$/.test(before)) return undefined;
  if (word === "nightly") return partPiece("night", from + 1, DAILY);
  const facts = Object.hasOwn(ADVERBS, word) ? ADVERBS[word] : undefined;
  return facts && { end: from + 1, facts };
};

/** "every 5 minutes", "each other day", "every weekday", "every monday and friday", "every 15th", "every first monday". */
export const every: Element = (tokens, at) => {
  const word = tokens[at]?.text;
  if (word !== "every" && word !== "each" && word !== "once" && word !== "per") return undefined;
  if (word === "per") return undefined;
  if (word === "once") return once(tokens, at);
  const next = tokens[at + 1]?.text === "single" ? at + 2 : at + 1;
  return everyNamed(tokens, next) ?? everyNth(tokens, next) ?? everyCounted(tokens, next);
};

function everyNamed(tokens: readonly Token[], at: number): TimePiece | undefined {
  const word = tokens[at]?.text ?? "";
  if (PARTS.includes(word)) return partPiece(word, at + 1, DAILY);
  const group = dayGroup(tokens, at) ?? weekdaysAt(tokens, at);
  if (group) return withPart(tokens, group.end, { rhythm: { every: 1, unit: "week" }, weekdays: group.weekdays });
  return tokens[at]?.kind === "word" ? everyMonth(tokens, at) : undefined;
}

/** "weekday", "working day", "weekend" */
function dayGroup(tokens: readonly Token[], at: number) {
  const word = tokens[at]?.text ?? "";
  if (word === "working" && tokens[at + 1]?.text === "day") return { weekdays: WORKDAYS, end: at + 2 };
  if (word === "weekday" || word === "workday") return { weekdays: WORKDAYS, end: at + 1 };
  return /^weekends?$/.test(word) ? { weekdays: WEEKEND, end: at + 1 } : undefined;
}

/** "january", "aug 20 and 30" */
function everyMonth(tokens: readonly Token[], at: number): TimePiece | undefined {
  const months = monthsAt(tokens, at);
  if (!months) return undefined;
  const on = /^(?:on|the)$/.test(tokens[months.end]?.text ?? "") ? months.end + 1 : months.end;
  const days = dayNumbers(tokens, tokens[on]?.text === "day" ? on + 1 : on);
  const facts: TimeFacts = {
    rhythm: { every: 1, unit: "year" },
    months: months.months,
    ...(days && { monthDays: days.days }),
  };
  return { end: days?.end ?? months.end, facts };
}

/** "monday morning": the part of the day may follow. */
function withPart(tokens: readonly Token[], at: number, facts: TimeFacts): TimePiece {
  const word = tokens[at]?.text ?? "";
  return PARTS.includes(word) ? partPiece(word, at + 1, facts) : { end: at, facts };
}

/** A part of the day beside other facts; what it stands for is decided when all is known. */
export function partPiece(part: string, end: number, facts: TimeFacts): TimePiece {
  return { end, facts: { ...facts, part } };
}

/** "every other day", "every 3 hours", "every fortnight". */
function everyCounted(tokens: readonly Token[], at: number): TimePiece | undefined {
  const token = tokens[at];
  if (!token) return undefined;
  const short = token.kind === "amount" || token.text === "half" ? shortAmount(tokens, at) : undefined;
  if (short) return short;
  const number = token.text === "other" ? { value: 2, end: at + 1 } : (numberAt(tokens, at) ?? nthNumber(token, at));
  const { value, end } = number ?? { value: 1, end: at };
  if (tokens[end]?.text === "fortnight") return rhythm(value * 2, "week", end + 1);
  const unit = timeUnit(tokens[end]?.text);
  if (unit) return rhythm(value, unit, end + 1);
  const group = number && (dayGroup(tokens, end) ?? weekdaysAt(tokens, end));
  if (group) return { end: group.end, facts: { rhythm: { every: value, unit: "week" }, weekdays: group.weekdays } };
  return token.text === "second" ? rhythm(1, "second", at + 1) : undefined;
}

/** "5m", "half hour", "half an hour" */
function shortAmount(tokens: readonly Token[], at: number): TimePiece | undefined {
  const text = tokens[at]?.text ?? "";
  if (text === "half") {
    const hour = tokens[at + 1]?.text === "an" ? at + 2 : at + 1;
    return tokens[hour]?.text === "hour" ? rhythm(30, "minute", hour + 1) : undefined;
  }
  const [, digits = "", letters = ""] = /^(\d{1,6})([a-z]{1,4})$/.exec(text) ?? [];
  const unit = timeUnit(letters);
  return unit && rhythm(Number(digits), unit, at + 1);
}

const rhythm = (count: number, unit: TimeUnit, end: number): TimePiece | undefined =>
  Number.isInteger(count) && count > 0 ? { end, facts: { rhythm: { every: count, unit } } } : undefined;

/** "every second day", "every 3rd week" */
function nthNumber(token: Token, at: number): { readonly value: number; readonly end: number } | undefined {
  const value = token.kind === "ordinal" ? token.value : ordinalWord(token.text);
  return value !== undefined && value > 1 ? { value, end: at + 1 } : undefined;
}

/** "every first monday", "every last friday of the month", "every 15th [of the month]". */
function everyNth(tokens: readonly Token[], at: number): TimePiece | undefined {
  const nth = nthWeekday(tokens, at);
  if (nth && (nth.ofMonth || nth.first === 1 || nth.first === -1)) return { end: nth.end, facts: nth.facts };
  const days = monthDaysAt(tokens, at);
  return days && { end: days.end, facts: days.facts };
}

function once(tokens: readonly Token[], at: number): TimePiece | undefined {
  const article = tokens[at + 1]?.text ?? "";
  const unit = /^(?:a|an|per|every|each)$/.test(article) ? timeUnit(tokens[at + 2]?.text) : undefined;
  return unit && rhythm(1, unit, at + 3);
}

/** "twice a day", "4 times an hour": spread evenly, and said so. */
export const perPeriod: Element = (tokens, at) => {
  const twice = tokens[at]?.text === "twice" ? { value: 2, end: at + 1 } : undefined;
  const number = twice ?? numberAt(tokens, at);
  if (!number) return undefined;
  const times = twice ? number.end : tokens[number.end]?.text === "times" ? number.end + 1 : undefined;
  if (times === undefined || !/^(?:a|an|per|every|each)$/.test(tokens[times]?.text ?? "")) return undefined;
  const unit = timeUnit(tokens[times + 1]?.text);
  const { value } = number;
  if (unit === "hour" && 60 % value === 0)
    return {
      end: times + 2,
      facts: { rhythm: { every: 60 / value, unit: "minute" } },
      assumed: [`${value} times an hour = every ${60 / value} minutes`],
    };
  if (unit === "week") return { end: times + 2, facts: { rhythm: { every: 1, unit: "week" }, perWeek: value } };
  if (unit === "day" && 24 % value === 0)
    return { end: times + 2, facts: { rhythm: { every: 1, unit: "day" }, perDay: value } };
  return undefined;
};

/** "mondays", "on tuesdays and thursdays", "monday to friday", "mon-fri". */
export const habitDays: Element = (tokens, at) => {
  const from = /^(?:on|from)$/.test(tokens[at]?.text ?? "") ? at + 1 : at;
  const days = weekdaysAt(tokens, from);
  if (!days || (!days.plural && days.weekdays.length < 2)) return undefined;
  return { end: days.end, facts: { rhythm: { every: 1, unit: "week" }, weekdays: days.weekdays } };
};
