import { type WallMs, wallFields, wallText } from "../../core/kernel/wall-time.ts";
import type { Token } from "../text/token.ts";
import { monthWord, weekdayWord } from "./calendar-words.ts";
import { clockAt } from "./clock.ts";
import { boundAt, comingWeekday, dateAt, midnightOf } from "./dates.ts";
import { amountAt, timeUnit, UNIT_MS } from "./durations.ts";
import type { PointRead } from "./moments/moment-read.ts";
import { momentAt } from "./read-moments.ts";
import type { TimeSetting } from "./time-facts.ts";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

export interface RangeFound {
  readonly from: string;
  /** Exclusive. */
  readonly to: string;
  readonly used: { readonly from: number; readonly to: number };
  readonly assumed?: string;
}

interface Range {
  readonly from: WallMs;
  readonly to: WallMs;
  readonly end: number;
  readonly assumed?: string;
}

/** Several readers ask the same of one message; the answer depends on nothing else. */
const found = new WeakMap<
  readonly Token[],
  { readonly setting: TimeSetting; readonly range: RangeFound | undefined }
>();

/** The stretch of time a question is about: "today", "last night", "this week", "since monday", "in the last 2 hours". */
export function findRange(tokens: readonly Token[], setting: TimeSetting): RangeFound | undefined {
  const known = found.get(tokens);
  if (known?.setting === setting) return known.range;
  const range = searchRange(tokens, setting);
  found.set(tokens, { setting, range });
  return range;
}

function searchRange(tokens: readonly Token[], setting: TimeSetting): RangeFound | undefined {
  const lastNamed = tokens.findLastIndex(namesTime);
  for (let at = 0; at < tokens.length; at += 1) {
    const found = rangeAt(tokens, at, setting, at <= lastNamed);
    if (!found) continue;
    const { from, to, end, assumed } = found;
    return {
      from: wallText(from),
      to: wallText(to),
      used: { from: at, to: end },
      ...(assumed !== undefined && { assumed }),
    };
  }
  return undefined;
}

/** `named`: something that makes it time is still to come. */
function rangeAt(tokens: readonly Token[], at: number, setting: TimeSetting, named: boolean): Range | undefined {
  const lead = /^(?:on|in|during|for|within|over)$/.test(tokens[at]?.text ?? "") ? at + 1 : at;
  const from = tokens[lead]?.text === "the" ? lead + 1 : lead;
  const short =
    lastSpan(tokens, from, setting) ??
    since(tokens, at, setting) ??
    namedSpan(tokens, from, setting) ??
    oneDay(tokens, lead, setting);
  const long = !named || namesTask(tokens, at) ? undefined : gone(tokens, at, setting);
  if (!long || !short) return long ?? short;
  const ahead = /^(?:until|untill|till|til|before|by)$/.test(tokens[at - 1]?.text ?? "");
  const later = !ahead && short.from > setting.nowWall && long.from <= setting.nowWall && long.end === short.end;
  return long.end > short.end || later ? long : short;
}

/** "task 17 from 18 May", "the 17 until december": the number is no time. */
const namesTask = (tokens: readonly Token[], at: number): boolean =>
  (tokens[at]?.kind === "number" && tokens[at - 1]?.text === "task") ||
  (tokens[at]?.kind === "number" && /^(?:until|untill|till|til|to)$/.test(tokens[at + 1]?.text ?? ""));

const settings24 = new WeakMap<TimeSetting, TimeSetting>();

/** The same object for the same setting, by which the readers know what they have read before. */
function in24Hours(setting: TimeSetting): TimeSetting {
  const known = settings24.get(setting) ?? { ...setting, clock24: true };
  settings24.set(setting, known);
  return known;
}

const wholeDay = (wall: WallMs) => ({ from: midnightOf(wall), to: midnightOf(wall) + DAY_MS });

/** Whatever else the grammar of moments reads, taken as what is over where it may be. */
function gone(tokens: readonly Token[], at: number, setting: TimeSetting): Range | undefined {
  const read = momentAt(tokens, at, in24Hours(setting));
  if (!read || read.value.kind === "duration" || !tokens.slice(at, read.to).some(namesTime)) return undefined;
  const found = read.value.grain === "second" ? undefined : overOf(read.value, tokens[at], setting.nowWall);
  return found && { ...found, end: read.to };
}

/** `lead`: the word it begins with. */
function overOf({ values, open, grain, kind, clockOnly }: PointRead, lead: Token | undefined, nowWall: WallMs) {
  const span = values.find((one) => one.from <= nowWall) ?? values[0];
  if (!span) return undefined;
  if (span.until === span.to - 1) return wholeDay(span.until);
  const fine = grain === "hour" || grain === "minute";
  const tillNight = fine && !clockOnly && lead?.text !== "since";
  if (open === "after") return { from: span.from, to: tillNight ? midnightOf(span.from) + DAY_MS : nowWall };
  const length = fine && kind === "interval" && values.length === 1 && open === undefined;
  if (length && span.from > nowWall && !leadsRange(lead)) return { from: nowWall, to: nowWall + (span.to - span.from) };
  return open === "before" ? undefined : { from: span.from, to: span.until ?? span.to };
}

/** "from 22 November at 18:00 to ...": both ends were said. */
const leadsRange = (token: Token | undefined): boolean => /^(?:from|between)$/.test(token?.text ?? "");

/** "the second" and "2" point at a row of a list; a month, a day or a date makes it time. */
const namesTime = ({ kind, text }: Token): boolean =>
  kind === "date" ||
  kind === "clock" ||
  (kind === "word" && (monthWord(text) ?? weekdayWord(text) ?? timeUnit(text)) !== undefined) ||
  /^(?:yesterday|today|q[1-4]|weekend|noon|midnight)$/.test(text) ||
  /^\d{1,4}[/.-]/.test(text);

/** "last 2 hours", "past week", "last hour" */
function lastSpan(tokens: readonly Token[], at: number, { nowWall }: TimeSetting): Range | undefined {
  if (!/^(?:last|past|previous)$/.test(tokens[at]?.text ?? "")) return undefined;
  const amount = amountAt(tokens, at + 1);
  const unitMs = amount && UNIT_MS[amount.unit];
  if (amount && unitMs !== undefined) return { from: nowWall - amount.value * unitMs, to: nowWall, end: amount.end };
  const unit = timeUnit(tokens[at + 1]?.text);
  if (unit === "hour" || unit === "minute") return { from: nowWall - (UNIT_MS[unit] ?? 0), to: nowWall, end: at + 2 };
  return undefined;
}

function since(tokens: readonly Token[], at: number, setting: TimeSetting): Range | undefined {
  if (tokens[at]?.text !== "since") return undefined;
  const { nowWall } = setting;
  const clock = clockAt(tokens, at + 1, setting, true);
  const today = midnightOf(nowWall);
  if (clock) return { from: today + (clock.time.hour * 60 + clock.time.minute) * 60_000, to: nowWall, end: clock.end };
  if (tokens[at + 1]?.text === "yesterday") return { from: today - DAY_MS, to: nowWall, end: at + 2 };
  const day = weekdayWord(tokens[at + 1]?.text);
  if (day)
    return {
      from: comingWeekday(nowWall, day.weekday, true) - (day.weekday === wallFields(nowWall).weekday ? 0 : 7 * DAY_MS),
      to: nowWall,
      end: at + 2,
    };
  const found = boundAt(tokens, at + 1, setting);
  return found && found.date <= nowWall ? { from: found.date, to: nowWall, end: found.end } : undefined;
}

function namedSpan(tokens: readonly Token[], at: number, { nowWall }: TimeSetting): Range | undefined {
  if (!/^(?:last|this|next)$/.test(tokens[at]?.text ?? "")) return undefined;
  const today = midnightOf(nowWall);
  const two = `${tokens[at]?.text ?? ""} ${tokens[at + 1]?.text ?? ""}`;
  const monday = comingWeekday(nowWall, 1, false) - 7 * DAY_MS;
  const { year, month } = wallFields(nowWall);
  switch (two) {
    case "last night":
      return {
        from: today - 6 * HOUR_MS,
        to: today + 8 * HOUR_MS,
        end: at + 2,
        assumed: "last night = 18:00 yesterday to 08:00 today",
      };
    case "this morning":
      return { from: today, to: today + 12 * HOUR_MS, end: at + 2 };
    case "this afternoon":
      return { from: today + 12 * HOUR_MS, to: today + 18 * HOUR_MS, end: at + 2 };
    case "this evening":
      return { from: today + 18 * HOUR_MS, to: today + DAY_MS, end: at + 2 };
    case "this week":
      return { from: monday, to: monday + 7 * DAY_MS, end: at + 2 };
    case "last week":
      return { from: monday - 7 * DAY_MS, to: monday, end: at + 2 };
    case "next week":
      return { from: monday + 7 * DAY_MS, to: monday + 14 * DAY_MS, end: at + 2 };
    case "this month":
      return { from: Date.UTC(year, month - 1, 1), to: Date.UTC(year, month, 1), end: at + 2 };
    case "last month":
      return { from: Date.UTC(year, month - 2, 1), to: Date.UTC(year, month - 1, 1), end: at + 2 };
    case "next month":
      return { from: Date.UTC(year, month, 1), to: Date.UTC(year, month + 1, 1), end: at + 2 };
    default:
      return undefined;
  }
}

function oneDay(tokens: readonly Token[], at: number, setting: TimeSetting): Range | undefined {
  const { nowWall } = setting;
  const today = midnightOf(nowWall);
  const word = tokens[at]?.text ?? "";
  if (word === "yesterday") return partOfDay(tokens, today - DAY_MS, at + 1);
  if (word === "tonight") return { from: today + 18 * HOUR_MS, to: today + 30 * HOUR_MS, end: at + 1 };
  const from = word === "last" || word === "this" || word === "next" ? at + 1 : at;
  const day = weekdayWord(tokens[from]?.text);
  if (day && (tokens[from]?.text.length ?? 0) > 4) {
    const coming = comingWeekday(nowWall, day.weekday, false);
    return partOfDay(tokens, word === "next" ? coming : coming - 7 * DAY_MS, from + 1);
  }
  const found = dateAt(tokens, at, setting);
  return found && partOfDay(tokens, found.date, found.end);
}

function partOfDay(tokens: readonly Token[], date: WallMs, end: number): Range {
  const part = tokens[end]?.text;
  if (part === "morning") return { from: date, to: date + 12 * HOUR_MS, end: end + 1 };
  if (part === "afternoon") return { from: date + 12 * HOUR_MS, to: date + 18 * HOUR_MS, end: end + 1 };
  if (part === "evening" || part === "night") return { from: date + 18 * HOUR_MS, to: date + DAY_MS, end: end + 1 };
  return { from: date, to: date + DAY_MS, end };
}
