import type { Token } from "../text/token.ts";
import { afterJoint, weekdaysAt } from "./calendar-lists.ts";
import { WEEKEND, WORKDAYS, weekdayWord } from "./calendar-words.ts";
import { numberListAt, wholeNumberAt } from "./number-lists.ts";
import { type Belongs, belongsTo, EACH_MONTH, ordinalsAt, quarterMonths } from "./order-words.ts";
import type { TimeFacts, TimePiece, TimeSetting } from "./time-facts.ts";

type Element = (tokens: readonly Token[], at: number, setting: TimeSetting) => TimePiece | undefined;

interface NthFound {
  readonly end: number;
  readonly facts: TimeFacts;
  readonly ofMonth: boolean;
  /** The first position: "every first monday" is monthly, "every third monday" counts weeks. */
  readonly first: number;
}

/** "first monday of the month", "1st and 3rd friday and second tuesday", "last workday", "third thursday of november". */
export function nthWeekday(tokens: readonly Token[], at: number): NthFound | undefined {
  const first = oneNth(tokens, tokens[at]?.text === "the" ? at + 1 : at);
  if (!first) return undefined;
  const { nth, end } = first.positions ? first : moreNth(tokens, first);
  const of = belongsTo(tokens, end);
  if (!fitsInto(nth, of)) return undefined;
  const [order = 0] = first.order;
  const days: TimeFacts = first.positions ? { weekdays: first.weekdays, positions: first.positions } : { nth };
  return { end: of?.end ?? end, facts: { ...days, ...ofFacts(of, order) }, ofMonth: of !== undefined, first: order };
}

/** "... and second tuesday" */
function moreNth(tokens: readonly Token[], first: OneNth): Pick<OneNth, "nth" | "end"> {
  const nth = [...first.nth];
  let { end } = first;
  for (let next = afterJoint(tokens, end); next > end; next = afterJoint(tokens, end)) {
    const more = oneNth(tokens, tokens[next]?.text === "the" ? next + 1 : next);
    if (!more || more.positions) break;
    nth.push(...more.nth);
    end = more.end;
  }
  return { nth, end };
}

/** No month has a sixth friday; a year has. */
function fitsInto(nth: NonNullable<TimeFacts["nth"]>, of: Belongs | undefined): boolean {
  const most = of?.rhythm.unit === "year" && !of.months ? 53 : 5;
  return of === undefined ? nth.every((one) => Math.abs(one.nth) <= 53) : nth.every((one) => Math.abs(one.nth) <= most);
}

interface OneNth {
  readonly order: readonly number[];
  readonly nth: NonNullable<TimeFacts["nth"]>;
  readonly end: number;
  readonly weekdays: readonly number[];
  /** The positions are among several weekdays: "first workday", "last instance of tue and fri". */
  readonly positions?: readonly number[];
}

/** "1st and 3rd friday", "last workday", "first and last instance of tue and fri" */
function oneNth(tokens: readonly Token[], at: number): OneNth | undefined {
  const { positions, end } = ordinalsAt(tokens, at);
  if (positions.length === 0) return undefined;
  const group = workdaysAt(tokens, end);
  if (group) return { order: positions, nth: [], positions, ...group };
  if (/^(?:instances?|occurrences?)$/.test(tokens[end]?.text ?? "") && tokens[end + 1]?.text === "of") {
    const days = weekdaysAt(tokens, end + 2);
    return days && { order: positions, nth: [], positions, weekdays: days.weekdays, end: days.end };
  }
  const day = weekdayWord(tokens[end]?.text);
  if (!day) return undefined;
  const days = day.plural ? undefined : weekdaysAt(tokens, end);
  const listed = days?.plural === false ? days : { weekdays: [day.weekday], end: end + 1 };
  const nth = positions.flatMap((position) => listed.weekdays.map((weekday) => ({ nth: position, weekday })));
  return { order: positions, nth, ...listed };
}

/** "weekday", "business day", "weekend day" as what a position picks from. */
function workdaysAt(tokens: readonly Token[], at: number) {
  const [word = "", second = ""] = [tokens[at]?.text, tokens[at + 1]?.text];
  if (word === "weekday" || word === "workday") return { weekdays: WORKDAYS, end: at + 1 };
  if ((word === "working" || word === "business" || word === "week") && second === "day")
    return { weekdays: WORKDAYS, end: at + 2 };
  return word === "weekend" && second === "day" ? { weekdays: WEEKEND, end: at + 2 } : undefined;
}

function ofFacts(of: Belongs | undefined, first: number): TimeFacts {
  if (!of) return { rhythm: EACH_MONTH };
  if (of.rhythm.unit === "quarter" && of.rhythm.every === 1)
    return { rhythm: EACH_MONTH, months: quarterMonths(first) };
  return { rhythm: of.rhythm, ...(of.months && { months: of.months }) };
}

/** "the 1st and 15th", "15th of every month", "last day of the month", "end of each month", "the 100th day of the year". */
export function monthDaysAt(tokens: readonly Token[], at: number) {
  const on = /^(?:on|at)$/.test(tokens[at]?.text ?? "") ? at + 1 : at;
  const from = tokens[on]?.text === "the" ? on + 1 : on;
  const edge = edgeOf(tokens, from);
  if (edge) return edge;
  const listed = ordinalsAt(tokens, from);
  if (listed.positions.length === 0 || weekdayWord(tokens[listed.end]?.text)) return undefined;
  const dayWord = /^days?$/.test(tokens[listed.end]?.text ?? "");
  const end = dayWord ? listed.end + 1 : listed.end;
  const of = belongsTo(tokens, end);
  const wide = dayWord && of?.rhythm.unit === "year" && !of.months;
  if (listed.positions.some((day) => Math.abs(day) > (wide ? 366 : 31))) return undefined;
  if (wide) return { end: of.end, facts: { rhythm: of.rhythm, yearDays: listed.positions }, ofMonth: true };
  if (of) return { end: of.end, facts: daysOf(of, listed.positions), ofMonth: true };
  if (!listed.positions.every((day) => day > 0)) return undefined;
  if (tokens[from]?.kind !== "ordinal" || dayWord || isUnit(tokens[end])) return undefined;
  return { end, facts: { rhythm: EACH_MONTH, monthDays: listed.positions } as TimeFacts, ofMonth: false };
}

function daysOf(of: Belongs, days: readonly number[]): TimeFacts {
  if (of.rhythm.unit === "quarter" && of.rhythm.every === 1)
    return { rhythm: EACH_MONTH, months: quarterMonths(days[0] ?? 1), monthDays: days };
  const ofYear = of.rhythm.unit === "year" && !of.months;
  if (ofYear) return { rhythm: of.rhythm, months: [(days[0] ?? 1) > 0 ? 1 : 12], monthDays: days };
  return { rhythm: of.rhythm, monthDays: days, ...(of.months && { months: of.months }) };
}

/** "every 3rd month" counts months; it names no day. */
const isUnit = (token: Token | undefined): boolean =>
  /^(?:day|week|month|quarter|year|hour|minute|second|weekday|weekend)s?$/.test(token?.text ?? "");

/** "end of every month", "start of the quarter": only said of a habit, so not "the end of this month". */
function edgeOf(tokens: readonly Token[], at: number) {
  const word = tokens[at]?.text ?? "";
  const last = /^(?:end|close)$/.test(word);
  if (!last && !/^(?:start|beginning)$/.test(word)) return undefined;
  const each = /^(?:each|every)$/.test(tokens[at + 2]?.text ?? "");
  const of = tokens[at + 1]?.text === "of" && each ? belongsTo(tokens, at + 1) : undefined;
  return of && { end: of.end, facts: daysOf(of, [last ? -1 : 1]), ofMonth: true };
}

/** "on the 1st of every month", "first monday of the month", "day 15 of the month", "in week 12". */
export const monthly: Element = (tokens, at) => {
  const word = tokens[at]?.text ?? "";
  const from = word === "on" || word === "only" ? at + 1 : at;
  const second = word === "only" && tokens[from]?.text === "on" ? from + 1 : from;
  const nth = nthWeekday(tokens, second);
  if (nth) return nthPiece(nth, word);
  const days = monthDaysAt(tokens, at);
  if (days?.ofMonth) return { end: days.end, facts: days.facts };
  return (
    nearest(tokens, at) ??
    edgeDay(tokens, at) ??
    plainDays(tokens, at, days) ??
    nthDays(tokens, at) ??
    numberedDays(tokens, word === "only" ? second : at) ??
    weekNumber(tokens, at)
  );
};

/** "on the 15th" is the next one unless a habit stands beside it; two such days are a habit. */
function plainDays(tokens: readonly Token[], at: number, days: ReturnType<typeof monthDaysAt>): TimePiece | undefined {
  if (!days || !/^(?:on|the)$/.test(tokens[at]?.text ?? "")) return undefined;
  const { rhythm: _none, ...facts } = days.facts;
  const several = (facts.monthDays?.length ?? 0) > 1;
  return { end: days.end, facts: several ? { ...facts, habit: true } : facts };
}

/** "on the last monday" needs "every month" beside it. */
function nthPiece(nth: NthFound, lead: string): TimePiece | undefined {
  if (nth.ofMonth) return { end: nth.end, facts: nth.facts };
  const { rhythm: _none, ...facts } = nth.facts;
  if (facts.positions && lead !== "on" && lead !== "only") return undefined;
  return { end: nth.end, facts, needsHabit: true };
}

/** "on the 4th day", "on day 31": of the month or of the year, whichever is meant. */
function nthDays(tokens: readonly Token[], at: number): TimePiece | undefined {
  if (tokens[at]?.text !== "on") return undefined;
  const from = tokens[at + 1]?.text === "the" ? at + 2 : at + 1;
  const { positions, end } = ordinalsAt(tokens, from);
  if (positions.length > 0 && /^days?$/.test(tokens[end]?.text ?? ""))
    return { end: end + 1, facts: { nthDays: positions }, needsHabit: true };
  return undefined;
}

/** "monthly at the end", "each month at the start": the edge of whatever the rhythm is. */
function edgeDay(tokens: readonly Token[], at: number): TimePiece | undefined {
  if (tokens[at]?.text !== "at" || tokens[at + 1]?.text !== "the" || tokens[at + 3]?.text === "of") return undefined;
  const word = tokens[at + 2]?.text ?? "";
  const day = word === "end" ? -1 : /^(?:start|beginning)$/.test(word) ? 1 : undefined;
  return day && { end: at + 3, facts: { nthDays: [day] }, needsHabit: true };
}

/** "the weekday nearest the 15th": no schedule here can say that. */
function nearest(tokens: readonly Token[], at: number): TimePiece | undefined {
  const from = /^(?:on|the)$/.test(tokens[at]?.text ?? "") ? at + 1 : at;
  const group = workdaysAt(tokens, tokens[from]?.text === "the" ? from + 1 : from);
  if (!group || !/^(?:nearest|closest)$/.test(tokens[group.end]?.text ?? "")) return undefined;
  const the = tokens[group.end + 1]?.text === "to" ? group.end + 2 : group.end + 1;
  const list = numberListAt(tokens, tokens[the]?.text === "day" ? the + 1 : the, 1, 31);
  return { end: list?.end ?? group.end + 1, facts: { unclear: true } };
}

/** "on 31" beside "every month"; "day 15", "on days 1 to 10", "day 15 and the last day of the month" are a habit. */
function numberedDays(tokens: readonly Token[], at: number): TimePiece | undefined {
  const found = namedNumbers(tokens, at);
  if (!found) return undefined;
  const last = lastDayToo(tokens, found.end);
  const days = last === undefined ? found.days : [...found.days, -1];
  const of = belongsTo(tokens, last ?? found.end);
  const end = of?.end ?? last ?? found.end;
  if (of) return { end, facts: daysOf(of, days) };
  return found.named
    ? { end, facts: { nthDays: days, habit: true } }
    : { end, facts: { monthDays: days }, needsHabit: true };
}

/** "on 31", "day 15", "on the days 1 to 10", "between day 11 and 26" */
function namedNumbers(tokens: readonly Token[], at: number) {
  const [word = "", second = ""] = [tokens[at]?.text, tokens[at + 1]?.text];
  if (word === "between" && second === "day") {
    const range = dayRange(tokens, at + 2);
    return range && { ...range, named: true };
  }
  const from = word === "on" ? (second === "the" ? at + 2 : at + 1) : at;
  const named = /^days?$/.test(tokens[from]?.text ?? "");
  const list = named || from > at ? dayNumbers(tokens, named ? from + 1 : from) : undefined;
  return list && { ...list, named };
}

/** "11 and 26" after "between day" */
function dayRange(tokens: readonly Token[], at: number) {
  const first = wholeNumberAt(tokens, at);
  const last = first && tokens[first.end]?.text === "and" ? wholeNumberAt(tokens, first.end + 1) : undefined;
  if (!first || !last || first.value < 1 || last.value > 31 || last.value <= first.value) return undefined;
  const days = Array.from({ length: last.value - first.value + 1 }, (_, index) => first.value + index);
  return { days, end: last.end };
}

/** After "and the last day". */
function lastDayToo(tokens: readonly Token[], at: number): number | undefined {
  const joint = afterJoint(tokens, at);
  const the = tokens[joint]?.text === "the" ? joint + 1 : joint;
  const found = joint > at && tokens[the]?.text === "last" && tokens[the + 1]?.text === "day";
  return found ? the + 2 : undefined;
}

/** "20 and 30", "1 to 10", "21st, 25th" */
export function dayNumbers(
  tokens: readonly Token[],
  at: number,
): { readonly days: readonly number[]; readonly end: number } | undefined {
  const list = numberListAt(tokens, at, 1, 31);
  return list && { days: list.values, end: list.end };
}

/** "in week 12 and 14", "week 14 of the year" */
function weekNumber(tokens: readonly Token[], at: number): TimePiece | undefined {
  const from = /^(?:in|on|of)$/.test(tokens[at]?.text ?? "") ? at + 1 : at;
  if (from === at || !/^weeks?$/.test(tokens[from]?.text ?? "")) return undefined;
  const list = numberListAt(tokens, from + 1, 1, 53);
  if (!list || list.ordinal) return undefined;
  const of = belongsTo(tokens, list.end);
  return { end: of?.end ?? list.end, facts: { weekNumbers: list.values }, needsHabit: true };
}
