import { wallFields } from "../../../core/kernel/wall-time.ts";
import type { Token } from "../../text/token.ts";
import { monthWord, weekdayWord } from "../calendar-words.ts";
import { timeUnit } from "../durations.ts";
import type { TimeSetting } from "../time-facts.ts";
import { holidayAt } from "./holidays.ts";
import { each, following, type Moment, onlyOnce, preceding, SAYS, unitFromNow, WHOLE_DAY, yearly } from "./moment.ts";
import { cardinalAt } from "./numbers.ts";
import { type Piece, type Reader, textAt } from "./phrase.ts";
import { DAY, dayOf, floorTo, type Grain, HOUR, plus, type Span, unitSpan } from "./span.ts";
import { anyMonth } from "./written-dates.ts";

/** Every monday. */
export const anyWeekday = (weekday: number): Moment =>
  each("day", SAYS.weekday, (from) => wallFields(from).weekday === weekday);

const SHORT_WEAK = new Set(["sun", "sat", "wed", "mon", "fri"]);
const DAYS: Readonly<Record<string, number>> = {
  today: 0,
  todays: 0,
  tonight: 0,
  tomorrow: 1,
  tomorrows: 1,
  tmrw: 1,
  tmr: 1,
  yesterday: -1,
};

/** "today", "tomorrow", "the day after tomorrow", "the next day", "monday", "easter", "the weekend", "summer". */
export const dayWords: Reader = (tokens, at, setting, around) => {
  const word = textAt(tokens, at);
  const ahead = Object.hasOwn(DAYS, word) ? DAYS[word] : undefined;
  if (ahead !== undefined && word !== "tonight") return { end: at + 1, date: fixedDay(setting, ahead) };
  const weekday = weekdayWord(word);
  if (weekday) {
    const weak = SHORT_WEAK.has(word) && !around.day;
    return { end: at + 1, date: anyWeekday(weekday.weekday), ...(weak && { weak: "name" }) };
  }
  return nextDay(tokens, at, setting) ?? named(tokens, at, setting);
};

export const fixedDay = ({ nowWall }: TimeSetting, ahead: number): Moment =>
  unitFromNow(nowWall, "day", ahead, WHOLE_DAY);

/** "the day after [tomorrow]", "day before yesterday", "the next day" */
function nextDay(tokens: readonly Token[], at: number, setting: TimeSetting): Piece | undefined {
  const the = textAt(tokens, at) === "the" ? at + 1 : at;
  const words = [0, 1, 2].map((offset) => textAt(tokens, the + offset));
  if (words[0] === "day" && words[1] === "after" && /^(?:tomorrow|tmrw|tmr)$/.test(words[2] ?? ""))
    return { end: the + 3, date: fixedDay(setting, 2) };
  if (words[0] === "day" && words[1] === "before" && words[2] === "yesterday")
    return { end: the + 3, date: fixedDay(setting, -2) };
  if (the === at) return undefined;
  if (/^(?:next|following)$/.test(words[0] ?? "") && words[1] === "day")
    return { end: the + 2, date: fixedDay(setting, 1) };
  const around = words[0] === "day" && !weekdayWord(words[2]) && !dateFollows(tokens, the + 2);
  if (around && words[1] === "before") return { end: the + 2, date: fixedDay(setting, -1) };
  return undefined;
}

const dateFollows = (tokens: readonly Token[], at: number): boolean =>
  tokens[at] !== undefined && tokens[at]?.kind !== "stop";

/** Holidays, weekends, seasons: things that have a name of their own. */
export function namedThing(
  tokens: readonly Token[],
  at: number,
): { readonly end: number; readonly date: Moment } | undefined {
  const word = textAt(tokens, at);
  const weekday = weekdayWord(word);
  if (weekday) return { end: at + 1, date: anyWeekday(weekday.weekday) };
  const month = monthWord(word);
  if (month !== undefined) return { end: at + 1, date: anyMonth(month) };
  const weekend = weekendAt(tokens, at) ?? seasonAt(tokens, at);
  if (weekend) return weekend;
  const holiday = holidayAt((offset) => textAt(tokens, at + offset));
  if (!holiday) return undefined;
  const shape = { grain: "day", says: SAYS.month | SAYS.day } as const;
  return { end: at + holiday.length, date: yearly(shape, DAY, (year) => unitSpan(holiday.inYear(year), "day")) };
}

function named(tokens: readonly Token[], at: number, _setting: TimeSetting): Piece | undefined {
  const the = textAt(tokens, at) === "the" ? at + 1 : at;
  const found = namedThing(tokens, the);
  if (!found || monthWord(textAt(tokens, the)) !== undefined || weekdayWord(textAt(tokens, the))) return undefined;
  const season = /^(?:spring|fall|summer|winter|autumn)$/.test(textAt(tokens, the));
  return season && textAt(tokens, the) !== "summer" ? { ...found, weak: "name" } : found;
}

/** From Friday evening to Sunday night. */
function weekendAt(tokens: readonly Token[], at: number) {
  const word = textAt(tokens, at);
  const two = word === "week" && textAt(tokens, at + 1) === "end";
  if (!two && !/^weekends?$/.test(word)) return undefined;
  return { end: two ? at + 2 : at + 1, date: WEEKENDS };
}

export const WEEKENDS: Moment = {
  grain: "hour",
  says: SAYS.week | SAYS.day | SAYS.weekday,
  stretch: true,
  longest: 54 * HOUR,
  spans: (from, to) =>
    each("week", 0)
      .spans(from - 7 * DAY, to)
      .map((week): Span => ({ from: week.from + 4 * DAY + 18 * HOUR, to: week.to }))
      .filter((span) => span.from >= from && span.from < to),
};

/** First and last day of the seasons of the northern half of the world. */
const SEASONS: Readonly<Record<string, readonly [number, number, number, number]>> = {
  spring: [3, 20, 6, 21],
  summer: [6, 21, 9, 24],
  fall: [9, 23, 12, 21],
  autumn: [9, 23, 12, 21],
  winter: [12, 21, 3, 21],
};

function seasonAt(tokens: readonly Token[], at: number) {
  const season = Object.hasOwn(SEASONS, textAt(tokens, at)) ? SEASONS[textAt(tokens, at)] : undefined;
  if (!season) return undefined;
  const [month, day, toMonth, toDay] = season;
  const shape = { grain: "day", says: SAYS.quarter | SAYS.month, stretch: true } as const;
  const date = yearly(shape, 96 * DAY, (year) => ({
    from: dayOf(year, month, day),
    to: dayOf(toMonth < month ? year + 1 : year, toMonth, toDay),
  }));
  return { end: at + 1, date };
}

const STEPS: Readonly<Record<string, number>> = {
  this: 0,
  current: 0,
  next: 1,
  following: 1,
  upcoming: 1,
  coming: 1,
  last: -1,
  past: -1,
  previous: -1,
};
const SAYS_OF: Readonly<Record<Grain, number>> = {
  second: WHOLE_DAY,
  minute: WHOLE_DAY,
  hour: WHOLE_DAY,
  day: WHOLE_DAY,
  week: SAYS.year | SAYS.month | SAYS.week | SAYS.quarter,
  month: SAYS.year | SAYS.month | SAYS.quarter,
  quarter: SAYS.year | SAYS.quarter,
  year: SAYS.year,
};

/** "this week", "next month", "last friday", "the coming weekend", "the last 2 days", "this past weekend". */
export const countedFromNow: Reader = (tokens, at, setting) => {
  const the = textAt(tokens, at) === "the" ? at + 1 : at;
  const first = textAt(tokens, the);
  if (!Object.hasOwn(STEPS, first)) return undefined;
  const second = textAt(tokens, the + 1);
  const twice = (first === "this" || first === "last") && Object.hasOwn(STEPS, second) && second !== "this";
  const step = STEPS[twice ? second : first] ?? 0;
  const from = twice ? the + 2 : the + 1;
  const named =
    unitStep(tokens, from, setting, step) ?? namedStep(tokens, from, setting, { step, word: twice ? second : first });
  if (named || first !== "upcoming" || isLed(tokens, the)) return named ?? severalUnits(tokens, from, setting, step);
  const number = cardinalAt(tokens, from);
  return number && unitAhead(tokens, number.end, setting, number.value);
};

/** "in the upcoming two weeks" is all of them. */
const isLed = (tokens: readonly Token[], at: number): boolean =>
  /^(?:the|in|over|during|for|within)$/.test(textAt(tokens, at - 1));

/** "two upcoming weeks", said for itself: the second one from now. */
export const upcoming: Reader = (tokens, at, setting) => {
  const number = tokens[at]?.kind === "number" || tokens[at]?.kind === "word" ? cardinalAt(tokens, at) : undefined;
  if (!number || textAt(tokens, number.end) !== "upcoming") return undefined;
  return unitAhead(tokens, number.end + 1, setting, number.value);
};

function unitAhead(tokens: readonly Token[], at: number, setting: TimeSetting, count: number): Piece | undefined {
  return Number.isInteger(count) && count > 0 ? unitStep(tokens, at, setting, count) : undefined;
}

function unitStep(tokens: readonly Token[], at: number, { nowWall }: TimeSetting, step: number): Piece | undefined {
  const unit = timeUnit(textAt(tokens, at));
  const ends = /^(?:s|m|h|d|w|y|mo)$/.test(textAt(tokens, at));
  if (!unit || ends || weekendAt(tokens, at)) return undefined;
  return { end: at + 1, date: unitFromNow(nowWall, unit, step, SAYS_OF[unit]) };
}

/** "next friday" is that of next week; "this friday" the coming one, "last friday" the one before now. */
function namedStep(
  tokens: readonly Token[],
  at: number,
  { nowWall }: TimeSetting,
  { step, word }: { readonly step: number; readonly word: string },
): Piece | undefined {
  const thing = namedThing(tokens, at) ?? anySeason(tokens, at);
  if (!thing || (word === "this" && isVerb(tokens[at]))) return undefined;
  const weekday = weekdayWord(textAt(tokens, at));
  const today = floorTo(nowWall, "day");
  const week = unitSpan(nowWall, "week", step);
  const ofWeek = weekday && (word === "next" || word === "following" || word === "previous");
  const span = ofWeek ? thing.date.spans(week.from, week.to)[0] : near(thing.date, today, step);
  if (!span) return undefined;
  const { grain, stretch } = thing.date;
  return { end: thing.end, date: onlyOnce(span, { grain, says: saysOf(grain), ...(stretch && { stretch }) }) };
}

/** "this may help": only a capital makes it a month. */
const isVerb = (token: Token | undefined): boolean => token?.raw === "may" || token?.raw === "march";

const saysOf = (grain: Grain): number => (grain === "month" ? SAYS.year | SAYS.month : WHOLE_DAY & ~SAYS.day);

/** The one that is now or the coming one, the coming one, or the one that is over. */
function near(date: Moment, today: number, step: number): Span | undefined {
  const [current] = preceding(date, today + (date.stretch || date.grain === "month" ? 1 : 0));
  if (step < 0) {
    const [last, before] = preceding(date, today, 2);
    return last && last.to > today ? before : last;
  }
  if (step === 0 && current && current.to > today) return current;
  return following(date, step > 0 ? today + DAY : date.grain === "day" && !date.stretch ? today : today + 1)[0];
}

function anySeason(tokens: readonly Token[], at: number) {
  if (!/^seasons?$/.test(textAt(tokens, at))) return undefined;
  const seasons = Object.keys(SEASONS).filter((name) => name !== "autumn");
  const all = seasons.flatMap(
    (name) => seasonAt([{ kind: "word", text: name, raw: name, start: 0, end: 0 }], 0)?.date ?? [],
  );
  const spans = (from: number, to: number) =>
    all.flatMap((one) => one.spans(from, to)).sort((one, other) => one.from - other.from);
  const date: Moment = { grain: "day", says: SAYS.quarter, stretch: true, longest: 96 * DAY, spans };
  return { end: at + 1, date };
}

/** "last 2 days": whole ones before this one; "next 3 weeks": whole ones after it. */
function severalUnits(tokens: readonly Token[], at: number, { nowWall }: TimeSetting, step: number): Piece | undefined {
  const number = step === 0 ? undefined : cardinalAt(tokens, at);
  const unit = number && timeUnit(textAt(tokens, number.end));
  if (!number || !unit || !Number.isInteger(number.value)) return undefined;
  const base = floorTo(nowWall, unit);
  const [from, to] =
    step > 0 ? [plus(base, 1, unit), plus(base, number.value + 1, unit)] : [plus(base, -number.value, unit), base];
  return { end: number.end + 1, date: onlyOnce({ from, to }, { grain: unit, says: SAYS_OF[unit], stretch: true }) };
}
