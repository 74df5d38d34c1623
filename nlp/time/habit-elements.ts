import { wallFields } from "../../core/kernel/wall-time.ts";
import type { Token } from "../text/token.ts";
import { monthsAt, weekdaysAt } from "./calendar-lists.ts";
import { dateAt } from "./dates.ts";
import { durationAt, numberAt, type TimeUnit, timeUnit } from "./durations.ts";
import { dayGroup, MANY_PARTS, PARTS, partPiece, withPart } from "./habit-days.ts";
import { dayNumbers, monthDaysAt, nthWeekday } from "./month-elements.ts";
import { wholeNumberAt } from "./number-lists.ts";
import { belongsTo } from "./order-words.ts";
import type { TimeFacts, TimePiece, TimeSetting } from "./time-facts.ts";

type Element = (tokens: readonly Token[], at: number, setting: TimeSetting) => TimePiece | undefined;

const DAILY: TimeFacts = { rhythm: { every: 1, unit: "day" } };
/** Two readings each: twice in a period, or every second one. */
const UNCLEAR: TimeFacts = { unclear: true };
const ADVERBS: Readonly<Record<string, TimeFacts>> = {
  minutely: { rhythm: { every: 1, unit: "minute" } },
  hourly: { rhythm: { every: 1, unit: "hour" } },
  "half-hourly": { rhythm: { every: 30, unit: "minute" } },
  daily: DAILY,
  everyday: DAILY,
  weekly: { rhythm: { every: 1, unit: "week" } },
  fortnightly: { rhythm: { every: 2, unit: "week" } },
  monthly: { rhythm: { every: 1, unit: "month" } },
  quarterly: { rhythm: { every: 1, unit: "quarter" } },
  yearly: { rhythm: { every: 1, unit: "year" } },
  annually: { rhythm: { every: 1, unit: "year" } },
  semiannually: { rhythm: { every: 6, unit: "month" } },
  "semi-annually": { rhythm: { every: 6, unit: "month" } },
  "half-yearly": { rhythm: { every: 6, unit: "month" } },
  biweekly: UNCLEAR,
  "bi-weekly": UNCLEAR,
  bimonthly: UNCLEAR,
  "bi-monthly": UNCLEAR,
  biannually: UNCLEAR,
  biennially: { rhythm: { every: 2, unit: "year" } },
  semiweekly: UNCLEAR,
  semimonthly: UNCLEAR,
};
/** Only of a thing that comes again; nobody runs something "annual". */
const ADJECTIVES: Readonly<Record<string, TimeFacts>> = {
  annual: { rhythm: { every: 1, unit: "year" } },
  semiannual: { rhythm: { every: 6, unit: "month" } },
  "semi-annual": { rhythm: { every: 6, unit: "month" } },
};
const COUNTED = /^(?:hourly|daily|weekly|monthly|quarterly|yearly|annually)$/;

/** "hourly", "nightly", "on a weekly basis"; not "the weekly report", which is a name. */
export const adverb: Element = (tokens, at, setting) => {
  const [word = "", second = "", third = "", fourth = ""] = [0, 1, 2, 3].map((offset) => tokens[at + offset]?.text);
  if (word === "on" && fourth === "basis") return basis(third, at + 4);
  if (word === "on" && third === "basis") return basis(second, at + 3);
  const facts = Object.hasOwn(ADVERBS, word) ? ADVERBS[word] : undefined;
  if (setting.loose && Object.hasOwn(ADJECTIVES, word)) return { end: at + 1, facts: ADJECTIVES[word] ?? {} };
  if (!facts && word !== "nightly") return undefined;
  if (!setting.loose && /^(?:the|with|my|a|of|called|named|that)$/.test(tokens[at - 1]?.text ?? "")) return undefined;
  return facts ? { end: at + 1, facts } : partPiece("night", at + 1, DAILY);
};

function basis(word: string, end: number): TimePiece | undefined {
  const facts = Object.hasOwn(ADVERBS, word) ? ADVERBS[word] : undefined;
  return facts && { end, facts };
}

/** "every 5 minutes", "each other day", "every weekday", "every monday and friday", "every 15th", "every first monday". */
export const every: Element = (tokens, at, setting) => {
  const word = tokens[at]?.text;
  if (word === "once") return once(tokens, at);
  if (word === "alternate" || word === "alternating") return everyAlternate(tokens, at + 1);
  if (word !== "every" && word !== "each" && !(word === "any" && setting.loose)) return undefined;
  const second = tokens[at + 1]?.text;
  if (second === "and" && tokens[at + 2]?.text === "every") return every(tokens, at + 2, setting);
  const next = second === "single" ? at + 2 : at + 1;
  return (
    everyNamed(tokens, next) ??
    everyNth(tokens, next) ??
    everyCounted(tokens, next) ??
    everyOther(tokens, next) ??
    everyFeast(tokens, next, setting)
  );
};

/** "every christmas": a feast with a date of its own. */
function everyFeast(tokens: readonly Token[], at: number, setting: TimeSetting): TimePiece | undefined {
  const found = tokens[at]?.kind === "word" ? dateAt(tokens, at, setting) : undefined;
  if (!found || /^(?:today|tomorrow|next|this|the|now)$/.test(tokens[at]?.text ?? "")) return undefined;
  const { month, day } = wallFields(found.date);
  return { end: found.end, facts: { rhythm: { every: 1, unit: "year" }, months: [month], monthDays: [day] } };
}

/** The elements called here look at tokens only. */
const NO_SETTING: TimeSetting = { nowWall: 0, dayParts: {} };

/** "alternate days", "alternating tuesdays" */
function everyAlternate(tokens: readonly Token[], at: number): TimePiece | undefined {
  const unit = timeUnit(tokens[at]?.text);
  if (unit) return rhythm(2, unit, at + 1);
  const days = dayGroup(tokens, at) ?? weekdaysAt(tokens, at);
  return days && withPart(tokens, days.end, { rhythm: { every: 2, unit: "week" }, weekdays: days.weekdays });
}

function everyNamed(tokens: readonly Token[], at: number): TimePiece | undefined {
  const word = tokens[at]?.text ?? "";
  if (PARTS.includes(word)) return partPiece(word, at + 1, DAILY);
  if (word === "weeknight") return partPiece("night", at + 1, { ...WEEKLY, weekdays: [1, 2, 3, 4, 5] });
  const group = dayGroup(tokens, at) ?? weekdaysAt(tokens, at);
  if (group) return withPart(tokens, group.end, { ...WEEKLY, weekdays: group.weekdays });
  return tokens[at]?.kind === "word" ? everyMonth(tokens, at) : numericDate(tokens, at);
}

/** "each 4/15": where only one order of month and day exists; otherwise the person is asked. */
function numericDate(tokens: readonly Token[], at: number): TimePiece | undefined {
  const [, first, second] = /^(\d{1,2})\/(\d{1,2})$/.exec(tokens[at]?.text ?? "") ?? [];
  if (first === undefined || second === undefined) return undefined;
  const [low, high] = [Number(first), Number(second)].sort((a, b) => a - b) as [number, number];
  if (low < 1 || low > 12 || high > 31) return undefined;
  const facts: TimeFacts =
    high > 12 ? { rhythm: { every: 1, unit: "year" }, months: [low], monthDays: [high] } : UNCLEAR;
  return { end: at + 1, facts };
}

const WEEKLY: TimeFacts = { rhythm: { every: 1, unit: "week" } };

/** "january", "aug 20 and 30" */
function everyMonth(tokens: readonly Token[], at: number): TimePiece | undefined {
  const months = monthsAt(tokens, at);
  if (!months) return undefined;
  const on = tokens[months.end]?.text === "on" ? months.end + 1 : months.end;
  const the = tokens[on]?.text === "the" ? on + 1 : on;
  const days = dayNumbers(tokens, tokens[the]?.text === "day" ? the + 1 : the);
  const facts: TimeFacts = {
    rhythm: { every: 1, unit: "year" },
    months: months.months,
    ...(days && { monthDays: days.days }),
  };
  return { end: days?.end ?? months.end, facts };
}

/** "every other day", "every 3 hours", "every fortnight", "every hour and a half". */
function everyCounted(tokens: readonly Token[], at: number): TimePiece | undefined {
  const token = tokens[at];
  if (!token) return undefined;
  const odd = shortAmount(tokens, at) ?? longAmount(tokens, at);
  if (odd) return odd;
  const number = /^(?:other|alternate)$/.test(token.text) ? { value: 2, end: at + 1 } : countAt(tokens, at);
  const counted = everyUnit(tokens, number ?? { value: 1, end: at }) ?? (number && everyGroup(tokens, number));
  return counted ?? (token.text === "second" ? rhythm(1, "second", at + 1) : undefined);
}

interface Count {
  readonly value: number;
  readonly end: number;
}

function everyUnit(tokens: readonly Token[], { value, end }: Count): TimePiece | undefined {
  const word = tokens[end]?.text ?? "";
  if (word === "fortnight" || word === "fortnights") return rhythm(value * 2, "week", end + 1);
  const unit = word === "s" ? undefined : timeUnit(word);
  const days = unit === "day" && value > 1 ? daysOfMonth(tokens, { value, end: end + 1 }) : undefined;
  return days ?? (unit && fraction(value, unit, end + 1));
}

/** "every 3 days in a month", "every other day of the month": counted from each 1st. */
function daysOfMonth(tokens: readonly Token[], { value, end }: Count): TimePiece | undefined {
  const of = Number.isInteger(value) && value < 31 ? belongsTo(tokens, end) : undefined;
  if (of?.rhythm.unit !== "month" || of.rhythm.every !== 1 || of.months) return undefined;
  const monthDays = Array.from({ length: Math.ceil(31 / value) }, (_, index) => 1 + index * value);
  return { end: of.end, facts: { rhythm: of.rhythm, monthDays } };
}

/** "3 mondays", "other weekend", "second evening" */
function everyGroup(tokens: readonly Token[], { value, end }: Count): TimePiece | undefined {
  const group = dayGroup(tokens, end) ?? weekdaysAt(tokens, end);
  if (group) return withPart(tokens, group.end, { rhythm: { every: value, unit: "week" }, weekdays: group.weekdays });
  const word = tokens[end]?.text ?? "";
  return PARTS.includes(word) ? partPiece(word, end + 1, { rhythm: { every: value, unit: "day" } }) : undefined;
}

function countAt(tokens: readonly Token[], at: number): { readonly value: number; readonly end: number } | undefined {
  const number = wholeNumberAt(tokens, at);
  if (number) return number.ordinal && number.value < 2 ? undefined : number;
  return numberAt(tokens, at);
}

/** "every other first monday", "every other last friday of the year" */
function everyOther(tokens: readonly Token[], at: number): TimePiece | undefined {
  const nth = tokens[at]?.text === "other" ? nthWeekday(tokens, at + 1) : undefined;
  if (!nth?.facts.rhythm) return undefined;
  const { every: count, unit } = nth.facts.rhythm;
  return { end: nth.end, facts: { ...nth.facts, rhythm: { every: count * 2, unit } } };
}

/** Half hours and the like are whole minutes. */
function fraction(value: number, unit: TimeUnit, end: number): TimePiece | undefined {
  if (Number.isInteger(value) || unit !== "hour") return rhythm(value, unit, end);
  return rhythm(value * 60, "minute", end);
}

/** "5m", "15-minutes", "half hour", "half an hour", "quarter of an hour" */
function shortAmount(tokens: readonly Token[], at: number): TimePiece | undefined {
  const text = tokens[at]?.text ?? "";
  if (text === "half" || text === "quarter") return partOfUnit(tokens, at + 1, text);
  if (text === "half-hour") return rhythm(30, "minute", at + 1);
  const [, digits = "", letters = ""] = /^(\d{1,6})-?([a-z]{1,7})$/.exec(text) ?? [];
  const unit = timeUnit(letters);
  return unit && rhythm(Number(digits), unit, at + 1);
}

function partOfUnit(tokens: readonly Token[], at: number, part: "half" | "quarter"): TimePiece | undefined {
  const of = tokens[at]?.text === "of" ? at + 1 : at;
  const place = /^an?$/.test(tokens[of]?.text ?? "") ? of + 1 : of;
  const unit = timeUnit(tokens[place]?.text);
  if (unit === "hour") return rhythm(part === "half" ? 30 : 15, "minute", place + 1);
  return unit === "year" && part === "half" ? rhythm(6, "month", place + 1) : undefined;
}

/** "1 hour and 30 minutes", "hour and a half" */
function longAmount(tokens: readonly Token[], at: number): TimePiece | undefined {
  const half = ["hour", "and", "a", "half"].every((word, index) => tokens[at + index]?.text === word);
  if (half) return rhythm(90, "minute", at + 4);
  if (tokens[at]?.kind !== "number") return undefined;
  const span = durationAt(tokens, at);
  return span && span.end > at + 2 && span.ms % 60_000 === 0 ? rhythm(span.ms / 60_000, "minute", span.end) : undefined;
}

const rhythm = (count: number, unit: TimeUnit, end: number): TimePiece | undefined =>
  Number.isInteger(count) && count > 0 ? { end, facts: { rhythm: { every: count, unit } } } : undefined;

/** "every first monday", "every last friday of the month", "every 15th [of the month]". */
function everyNth(tokens: readonly Token[], at: number): TimePiece | undefined {
  const nth = nthWeekday(tokens, at);
  if (nth && (nth.ofMonth || nth.first === 1 || nth.first < 0)) return { end: nth.end, facts: nth.facts };
  const days = monthDaysAt(tokens, at);
  return days && { end: days.end, facts: days.facts };
}

/** "once a day", "once per hour", "once every 3 hours", "once daily". */
function once(tokens: readonly Token[], at: number): TimePiece | undefined {
  const article = tokens[at + 1]?.text ?? "";
  if (COUNTED.test(article)) return { end: at + 2, facts: ADVERBS[article] ?? {} };
  if (article === "every" || article === "each") {
    const piece = every(tokens, at + 1, NO_SETTING);
    if (piece) return piece;
  }
  const unit = /^(?:a|an|per|every|each)$/.test(article) ? timeUnit(tokens[at + 2]?.text) : undefined;
  return unit && rhythm(1, unit, at + 3);
}

/** "twice a day", "4 times an hour", "3x per day": spread evenly, and said so. "twice weekly" names no days. */
export const perPeriod: Element = (tokens, at) => {
  const number = timesAt(tokens, at);
  if (!number) return undefined;
  const { value, end: times } = number;
  const word = tokens[times]?.text ?? "";
  const per = /^(?:a|an|per|every|each)$/.test(word);
  const unit = per ? timeUnit(tokens[times + 1]?.text) : (ADVERBS[word]?.rhythm?.unit as TimeUnit | undefined);
  if (unit === undefined || (!per && !COUNTED.test(word))) return undefined;
  return spread(value, unit, per ? times + 2 : times + 1);
};

/** "twice", "thrice", "3 times", "3x"; "one a day" needs no "time". */
function timesAt(tokens: readonly Token[], at: number): { readonly value: number; readonly end: number } | undefined {
  const text = tokens[at]?.text ?? "";
  if (text === "twice" || text === "thrice") return { value: text === "twice" ? 2 : 3, end: at + 1 };
  const [, digits] = /^(\d{1,3})x$/.exec(text) ?? [];
  if (digits !== undefined) return { value: Number(digits), end: at + 1 };
  const number = numberAt(tokens, at);
  if (!number || !Number.isInteger(number.value)) return undefined;
  if (tokens[number.end]?.text === "times") return { value: number.value, end: number.end + 1 };
  return text === "one" && /^(?:a|per)$/.test(tokens[at + 1]?.text ?? "") ? { value: 1, end: at + 1 } : undefined;
}

function spread(value: number, unit: TimeUnit, end: number): TimePiece | undefined {
  if (value === 1) return rhythm(1, unit, end);
  if (unit === "hour" && 60 % value === 0)
    return {
      end,
      facts: { rhythm: { every: 60 / value, unit: "minute" } },
      assumed: [`${value} times an hour = every ${60 / value} minutes`],
    };
  if (unit === "week") return { end, facts: { rhythm: { every: 1, unit: "week" }, perWeek: value } };
  if (unit === "day" && 24 % value === 0) return { end, facts: { rhythm: { every: 1, unit: "day" }, perDay: value } };
  return unit === "minute" || unit === "second" ? undefined : { end, facts: UNCLEAR };
}

/** "at 5 minute intervals", "in 15-minute intervals", "at intervals of 10 minutes" */
export const intervals: Element = (tokens, at) => {
  if (!/^(?:at|in|with)$/.test(tokens[at]?.text ?? "")) return undefined;
  const an = /^an?$/.test(tokens[at + 1]?.text ?? "") ? at + 2 : at + 1;
  if (/^intervals?$/.test(tokens[an]?.text ?? "") && tokens[an + 1]?.text === "of") return everyCounted(tokens, an + 2);
  const found = everyCounted(tokens, an);
  return found && /^intervals?$/.test(tokens[found.end]?.text ?? "") ? { ...found, end: found.end + 1 } : undefined;
};

/** "mondays", "on tuesdays and thursdays", "monday to friday", "mon-fri", "only on monday", "weekday mornings", "evenings". */
export const habitDays: Element = (tokens, at) => {
  const { from, only } = afterOnly(tokens, at);
  const text = tokens[from]?.text ?? "";
  const many = MANY_PARTS[text];
  if (many !== undefined) return manyParts(text, many, from + 1);
  const group = dayGroup(tokens, from);
  if (group) return groupPiece(tokens, group, { led: from > at, end: group.end });
  const days = weekdaysAt(tokens, from);
  if (!days) return undefined;
  const facts: TimeFacts = { ...WEEKLY, weekdays: days.weekdays };
  const part = MANY_PARTS[tokens[days.end]?.text ?? ""];
  if (part !== undefined) return partPiece(part, days.end + 1, facts);
  return only || days.plural || days.weekdays.length > 1 ? withPart(tokens, days.end, facts) : undefined;
};

/** Behind "on", "from", "in", "only", "only on" or "on only". */
function afterOnly(tokens: readonly Token[], at: number): { readonly from: number; readonly only: boolean } {
  const [word = "", second = ""] = [tokens[at]?.text, tokens[at + 1]?.text];
  if (word === "only") return { from: second === "on" ? at + 2 : at + 1, only: true };
  if (word === "on" && second === "only") return { from: at + 2, only: true };
  return { from: /^(?:on|from|in)$/.test(word) ? at + 1 : at, only: false };
}

function manyParts(text: string, part: string, end: number): TimePiece {
  const facts = text === "weeknights" ? { ...WEEKLY, weekdays: [1, 2, 3, 4, 5] } : DAILY;
  return partPiece(part, end, facts);
}

/** "on weekdays", "weekends", "weekday mornings"; a bare "weekend" or "weekday" is only a word. */
function groupPiece(
  tokens: readonly Token[],
  group: { readonly weekdays: readonly number[]; readonly plural: boolean },
  { led, end }: { readonly led: boolean; readonly end: number },
): TimePiece | undefined {
  const facts: TimeFacts = { ...WEEKLY, weekdays: group.weekdays };
  const part = MANY_PARTS[tokens[end]?.text ?? ""];
  if (part !== undefined) return partPiece(part, end + 1, facts);
  return group.plural || led ? withPart(tokens, end, facts) : undefined;
}
