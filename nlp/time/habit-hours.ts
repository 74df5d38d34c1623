import type { Token } from "../text/token.ts";
import { afterJoint, monthsAt } from "./calendar-lists.ts";
import { clockAt } from "./clock.ts";
import type { ClockFound } from "./clock-digits.ts";
import { dayNumbers } from "./month-elements.ts";
import { countsTimes, numberListAt } from "./number-lists.ts";
import type { DayTime, TimePiece, TimeSetting } from "./time-facts.ts";

type Element = (tokens: readonly Token[], at: number, setting: TimeSetting) => TimePiece | undefined;

/** "at hours 9, 12 and 17", "at hour 9 to 17", "during hours 8-18" */
export const hoursOfDay: Element = (tokens, at) => {
  const from = /^(?:at|during|in|on|between)$/.test(tokens[at]?.text ?? "") ? at + 1 : at;
  if (!/^hours?$/.test(tokens[from]?.text ?? "")) return undefined;
  const list = numberListAt(tokens, from + 1, 0, 23);
  return list && { end: list.end, facts: { hours: list.values, habit: true } };
};

/** "at 01:00 AM and 03:00 AM through 04:59 AM": clock times and whole hours between two of them. */
export const hourRanges: Element = (tokens, at, setting) => {
  const word = tokens[at]?.text ?? "";
  if (!/^(?:at|from|between|during)$/.test(word)) return undefined;
  const hours: number[] = [];
  let ranges = 0;
  let end = at;
  for (let next = at + 1; next > end; next = afterJoint(tokens, end)) {
    const found = hourRange(tokens, next, setting);
    if (!found) break;
    if (found.ranged) ranges += 1;
    hours.push(...found.hours);
    end = found.end;
  }
  const several = ranges > 1 || (ranges === 1 && word === "at");
  return several ? { end, facts: { hours: sorted(hours) }, needsHabit: true } : undefined;
};

/** "01:00 AM", "03:00 AM through 04:59 AM"; only whole hours. */
function hourRange(tokens: readonly Token[], at: number, setting: TimeSetting) {
  const from = clockAt(tokens, at, setting, false);
  if (from?.time.minute !== 0) return undefined;
  const joint = /^(?:to|through|thru|until|-)$/.test(tokens[from.end]?.text ?? "");
  const to = joint ? clockAt(tokens, from.end + 1, setting, false) : undefined;
  if (to && to.time.minute !== 0 && to.time.minute !== 59) return undefined;
  const hours = hoursBetween(from.time.hour, to?.time.hour ?? from.time.hour);
  return { hours, end: to?.end ?? from.end, ranged: to !== undefined };
}

const hoursBetween = (from: number, to: number): readonly number[] =>
  Array.from({ length: ((to - from + 24) % 24) + 1 }, (_, index) => (from + index) % 24);
const sorted = (values: readonly number[]): readonly number[] => [...new Set(values)].sort((a, b) => a - b);

/** "between 9 and 5", "from 9am to 5pm", "during business hours", "9am-5pm". */
export const window: Element = (tokens, at, setting) => {
  const word = tokens[at]?.text ?? "";
  if (word === "during" || word === "in") {
    const business = businessHours(tokens, at + 1);
    if (business) return business;
  }
  return word === "between" || word === "from" ? clockWindow(tokens, at + 1, setting) : dashedWindow(tokens, at);
};

function businessHours(tokens: readonly Token[], at: number): TimePiece | undefined {
  const [kind = "", hours = ""] = [tokens[at]?.text, tokens[at + 1]?.text];
  if (!/^(?:business|working|office|work)$/.test(kind) || hours !== "hours") return undefined;
  const facts = { window: { from: { hour: 9, minute: 0 }, to: { hour: 17, minute: 0 } }, weekdays: [1, 2, 3, 4, 5] };
  return { end: at + 2, facts, assumed: ["business hours = 09:00-17:00, Monday to Friday"], needsHabit: true };
}

function clockWindow(tokens: readonly Token[], at: number, setting: TimeSetting): TimePiece | undefined {
  const from = clockAt(tokens, at, setting, true);
  const joint = from && tokens[from.end]?.text;
  if (!from || !/^(?:and|to|until|till|-|through|thru)$/.test(joint ?? "")) return undefined;
  const to = clockAt(tokens, from.end + 1, setting, true);
  if (!to) return undefined;
  const pm = tokens.slice(from.end + 1, to.end).some(({ text }) => /^(?:\d{1,2}(?:[.:]\d\d)?)?p\.?m\.?$/.test(text));
  const start = pm && from.bare ? { ...from.time, hour: sharedHalf(from.time.hour, to.time.hour) } : from.time;
  return { end: to.end, facts: { window: { from: start, to: lateEnd(from, to) } }, needsHabit: true };
}

/** "between 2 and 4pm" begins in the afternoon, "from 9 to 5pm" in the morning. */
const sharedHalf = (from: number, to: number): number => (from < to - 12 ? from + 12 : from);

/** "between 9 and 5" ends in the afternoon; "from 8 to 6pm" begins in the morning. */
function lateEnd(from: ClockFound, to: ClockFound): DayTime {
  const early = to.bare === true && to.time.hour <= from.time.hour && to.time.hour <= 12;
  return early ? { hour: (to.time.hour + 12) % 24, minute: to.time.minute } : to.time;
}

/** "9am-5pm", "9-17" after "between", "from" or nothing; digits alone could be anything. */
function dashedWindow(tokens: readonly Token[], at: number): TimePiece | undefined {
  const led = /^(?:during|@|at)$/.test(tokens[at]?.text ?? "");
  const text = tokens[led ? at + 1 : at]?.text ?? "";
  const [, from, fromHalf, to, toHalf] = /^(\d{1,2})(?::00)?([ap]m)?-(\d{1,2})(?::00)?([ap]m)?$/.exec(text) ?? [];
  if (from === undefined || to === undefined || (toHalf === undefined && !led)) return undefined;
  const last = hourOf(to, toHalf);
  const said = hourOf(from, fromHalf);
  const first = toHalf === "pm" && fromHalf === undefined ? sharedHalf(said, last) : said;
  if (first > 23 || last > 23) return undefined;
  const late = toHalf === undefined && last <= first ? last + 12 : last;
  const facts = { window: { from: { hour: first, minute: 0 }, to: { hour: late, minute: 0 } } };
  return { end: led ? at + 2 : at + 1, facts, needsHabit: true };
}

const hourOf = (digits: string, half: string | undefined): number =>
  half === undefined ? Number(digits) : (Number(digits) % 12) + (half === "pm" ? 12 : 0);

/** "in january", "between june and august", "only in march", ", january through june". */
export const months: Element = (tokens, at) => {
  const word = tokens[at]?.text ?? "";
  if (word === "on") return severalDays(tokens, at + 1);
  const only = word === "only";
  const from = only ? at + 1 : at;
  const lead = /^(?:in|during|between|from|of)$/.test(tokens[from]?.text ?? "") ? from + 1 : from;
  const found = monthsAt(tokens, /^(?:each|every)$/.test(tokens[lead]?.text ?? "") && lead > from ? lead + 1 : lead);
  if (!found || (lead === at && found.months.length < 2)) return undefined;
  if (beginsDay(tokens, found.end)) return undefined;
  return {
    end: found.end,
    facts: { months: found.months, ...(only && { habit: true as const }) },
    ...(!only && { needsHabit: true }),
  };
};

/** "october 4", but not "in october 4 times" */
const beginsDay = (tokens: readonly Token[], at: number): boolean =>
  /^(?:number|ordinal)$/.test(tokens[at]?.kind ?? "") && !countsTimes(tokens, at);

/** "on december 21st and 31st", beside "every year". */
function severalDays(tokens: readonly Token[], at: number): TimePiece | undefined {
  const month = monthsAt(tokens, at);
  const days = month && dayNumbers(tokens, month.end);
  if (!days || days.days.length < 2) return undefined;
  return { end: days.end, facts: { months: month.months, monthDays: days.days }, needsHabit: true };
}
