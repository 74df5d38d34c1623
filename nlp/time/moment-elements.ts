import type { Token } from "../text/token.ts";
import { monthsAt, weekdaysAt } from "./calendar-lists.ts";
import { weekdayWord } from "./calendar-words.ts";
import { clockAt, clocksAt } from "./clock.ts";
import { boundAt, dateAt, daysAhead, midnightOf } from "./dates.ts";
import { durationAt, numberAt, timeUnit } from "./durations.ts";
import { partPiece } from "./habit-elements.ts";
import { dayNumbers } from "./month-elements.ts";
import type { TimePiece, TimeSetting } from "./time-facts.ts";
import { zoneAt } from "./zones.ts";

type Element = (tokens: readonly Token[], at: number, setting: TimeSetting) => TimePiece | undefined;

const DAY_MS = 86_400_000;

export const cronText: Element = (tokens, at) => {
  const from = /^(?:with|on|using)$/.test(tokens[at]?.text ?? "") ? at + 1 : at;
  const lead = /^(?:cron|schedule|crontab)$/.test(tokens[from]?.text ?? "") ? from + 1 : from;
  const token = tokens[lead];
  return token?.kind === "cron" ? { end: lead + 1, facts: { cron: token.raw.replace(/ +/g, " ") } } : undefined;
};

export const rightNow: Element = (tokens, at) => {
  const word = tokens[at]?.text;
  if (word === "right" && tokens[at + 1]?.text === "now") return { end: at + 2, facts: { now: true } };
  return word === "now" || word === "immediately" || word === "asap"
    ? { end: at + 1, facts: { now: true } }
    : undefined;
};

/** "in 20 minutes", "after an hour", "2 hours from now", "in 3 days", "in 5". */
export const delay: Element = (tokens, at, { nowWall }) => {
  const word = tokens[at]?.text;
  const led = word === "in" || word === "after";
  const from = led ? at + 1 : at;
  const span = durationAt(tokens, from);
  if (!span) return word === "in" ? bareMinutes(tokens, from) : undefined;
  const later = afterLater(tokens, span.end);
  if (!led && later === span.end) return undefined;
  const days = daysAhead(tokens, from);
  if (days?.end === span.end && tokens[later]?.text === "at") {
    return { end: later, facts: { date: midnightOf(nowWall) + days.days * DAY_MS } };
  }
  return { end: later, facts: { delayMs: span.ms } };
};

/** After "from now" or "later". */
function afterLater(tokens: readonly Token[], at: number): number {
  if (tokens[at]?.text === "from" && tokens[at + 1]?.text === "now") return at + 2;
  return tokens[at]?.text === "later" ? at + 1 : at;
}

function bareMinutes(tokens: readonly Token[], at: number): TimePiece | undefined {
  const number = tokens[at]?.kind === "number" ? numberAt(tokens, at) : undefined;
  const next = number && tokens[number.end];
  if (!number || (next && next.kind !== "stop" && next.text !== "please")) return undefined;
  return {
    end: number.end,
    facts: { delayMs: number.value * 60_000 },
    assumed: [`in ${number.value} = in ${number.value} minutes`],
  };
}

/** "at 9", "at 9am and 5pm", "17:30", "noon". A bare number needs "at". */
export const times: Element = (tokens, at, setting) => {
  const led = tokens[at]?.text === "at" || tokens[at]?.text === "@" || tokens[at]?.text === "around";
  const found = clocksAt(tokens, led ? at + 1 : at, setting, led);
  if (!found) return undefined;
  const assumed = found.flatMap(({ bare, time }) =>
    bare === true && time.hour >= 1 && time.hour <= 6
      ? [`${time.hour} = ${String(time.hour).padStart(2, "0")}:00, read as 24 hours`]
      : [],
  );
  return {
    end: found.at(-1)?.end ?? at,
    facts: { times: found.map(({ time }) => time) },
    ...(assumed.length > 0 && { assumed }),
  };
};

/** "at minute 15", "at 15 minutes past the hour", "on the hour". */
export const minuteOfHour: Element = (tokens, at) => {
  const words = [0, 1, 2].map((offset) => tokens[at + offset]?.text ?? "");
  if (words.join(" ") === "on the hour") return { end: at + 3, facts: { minutes: [0] }, needsHabit: true };
  if (words[0] !== "at") return undefined;
  return words[1] === "minute" ? hourlyAt(tokens[at + 2]?.value, at + 3) : pastTheHour(tokens, at + 1);
};

const hourlyAt = (minute: number | undefined, end: number): TimePiece | undefined =>
  minute !== undefined && minute < 60
    ? { end, facts: { rhythm: { every: 1, unit: "hour" }, minutes: [minute] } }
    : undefined;

const PART_OF_HOUR: Readonly<Record<string, number>> = { half: 30, quarter: 15 };

function pastTheHour(tokens: readonly Token[], at: number): TimePiece | undefined {
  const minute = PART_OF_HOUR[tokens[at]?.text ?? ""] ?? tokens[at]?.value;
  const past = tokens[at + 1]?.text.startsWith("minute") ? at + 2 : at + 1;
  const words = [0, 1, 2].map((offset) => tokens[past + offset]?.text ?? "").join(" ");
  return /^past (?:the|every|each) hour$/.test(words) ? hourlyAt(minute, past + 3) : undefined;
}

const PARTS = ["morning", "afternoon", "evening", "night"];

/** "today", "tomorrow morning", "tonight", "this evening", "in the morning", "on 24 Dec", "at the end of the month". */
export const day: Element = (tokens, at, setting) => {
  const part = partOnly(tokens, at, setting) ?? endOfMonth(tokens, at, setting);
  if (part) return part;
  const found = dateAt(tokens, tokens[at]?.text === "on" ? at + 1 : at, setting);
  if (!found) return undefined;
  const facts = { date: found.date, ...(found.time && { times: [found.time] }) };
  const word = tokens[found.end]?.text ?? "";
  return PARTS.includes(word) ? partPiece(word, found.end + 1, facts) : { end: found.end, facts };
};

/** "tonight", "this evening", "in the morning", "at night". */
function partOnly(tokens: readonly Token[], at: number, setting: TimeSetting): TimePiece | undefined {
  const [word = "", second = "", third = ""] = [0, 1, 2].map((offset) => tokens[at + offset]?.text);
  const today = { date: midnightOf(setting.nowWall) };
  if (word === "tonight") return partPiece("night", at + 1, today);
  if (word === "this" && PARTS.includes(second)) return partPiece(second, at + 2, today);
  if (word === "in" && second === "the" && PARTS.includes(third)) return partPiece(third, at + 3, {});
  return word === "at" && second === "night" ? partPiece("night", at + 2, {}) : undefined;
}

function endOfMonth(tokens: readonly Token[], at: number, setting: TimeSetting): TimePiece | undefined {
  const from = tokens[at]?.text === "at" ? at + 1 : at;
  const words = tokens
    .slice(from, from + 5)
    .map((one) => one.text)
    .join(" ");
  const [found] = /^(?:the )?end of (?:the|this) month/.exec(words) ?? [];
  if (found === undefined) return undefined;
  const bound = boundAt(tokens, from, setting) ?? boundAt(tokens, from + 1, setting);
  return bound && { end: bound.end, facts: { date: bound.date - DAY_MS } };
}

/** "next friday", "on friday", "this monday morning". */
export const namedDay: Element = (tokens, at, _setting) => {
  const word = tokens[at]?.text ?? "";
  const lead = /^(?:next|this|on|coming|upcoming)$/.test(word) ? at + 1 : at;
  const second = word === "on" && /^(?:next|this|the)$/.test(tokens[lead]?.text ?? "") ? lead + 1 : lead;
  const found = weekdayWord(tokens[second]?.text);
  const name = tokens[second]?.text ?? "";
  if (!found || found.plural || weekdaysAt(tokens, second)?.end !== second + 1) return undefined;
  if (second === at && name.length < 5) return undefined;
  const facts = { dayNamed: { weekday: found.weekday, skipWeeks: 0 } };
  const part = tokens[second + 1]?.text ?? "";
  return PARTS.includes(part) ? partPiece(part, second + 2, facts) : { end: second + 1, facts };
};

/** "between 9 and 5", "from 9am to 5pm", "during business hours", "9-17". */
export const window: Element = (tokens, at, setting) => {
  const word = tokens[at]?.text ?? "";
  const business =
    ["business", "working", "office", "work"].includes(tokens[at + 1]?.text ?? "") && tokens[at + 2]?.text === "hours";
  if ((word === "during" || word === "in") && business) {
    const facts = { window: { from: { hour: 9, minute: 0 }, to: { hour: 17, minute: 0 } }, weekdays: [1, 2, 3, 4, 5] };
    return { end: at + 3, facts, assumed: ["business hours = 09:00-17:00, Monday to Friday"], needsHabit: true };
  }
  if (word !== "between" && word !== "from") return undefined;
  const from = clockAt(tokens, at + 1, setting, true);
  const joint = from && tokens[from.end]?.text;
  if (!from || !/^(?:and|to|until|till|-|through)$/.test(joint ?? "")) return undefined;
  const to = clockAt(tokens, from.end + 1, setting, true);
  if (!to) return undefined;
  const early = to.bare === true && to.time.hour <= from.time.hour && to.time.hour <= 12;
  const end = early ? { hour: (to.time.hour + 12) % 24, minute: to.time.minute } : to.time;
  return { end: to.end, facts: { window: { from: from.time, to: end } }, needsHabit: true };
};

/** "in january", "between june and august", "during march". */
export const months: Element = (tokens, at) => {
  if (tokens[at]?.text === "on") return severalDays(tokens, at + 1);
  if (!/^(?:in|during|between|from)$/.test(tokens[at]?.text ?? "")) return undefined;
  const found = monthsAt(tokens, at + 1);
  return found && { end: found.end, facts: { months: found.months }, needsHabit: true };
};

/** "on december 21st and 31st", beside "every year". */
function severalDays(tokens: readonly Token[], at: number): TimePiece | undefined {
  const month = monthsAt(tokens, at);
  const days = month && dayNumbers(tokens, month.end);
  if (!days || days.days.length < 2) return undefined;
  return { end: days.end, facts: { months: month.months, monthDays: days.days }, needsHabit: true };
}

/** "until friday", "until 18:00", "till June". */
export const until: Element = (tokens, at, setting) => {
  const word = tokens[at]?.text;
  if (word !== "until" && word !== "till" && word !== "til") return undefined;
  const clock = clockAt(tokens, at + 1, setting, true);
  const found = boundAt(tokens, at + 1, setting);
  if (found) {
    const place = tokens[found.end]?.text === "at" ? found.end + 1 : found.end;
    const time = clockAt(tokens, place, setting, place > found.end);
    const offset = time ? (time.time.hour * 60 + time.time.minute) * 60_000 : 0;
    return { end: time?.end ?? found.end, facts: { end: found.date + offset }, needsHabit: true };
  }
  if (!clock) return undefined;
  const at0 = midnightOf(setting.nowWall) + (clock.time.hour * 60 + clock.time.minute) * 60_000;
  return { end: clock.end, facts: { end: at0 > setting.nowWall ? at0 : at0 + DAY_MS }, needsHabit: true };
};

/** "starting monday", "from tomorrow", "beginning on 1 Dec". */
export const starting: Element = (tokens, at, setting) => {
  const word = tokens[at]?.text ?? "";
  if (!/^(?:starting|beginning|from|since|start|begin)$/.test(word)) return undefined;
  const next = /^(?:on|from|at|in)$/.test(tokens[at + 1]?.text ?? "") ? at + 2 : at + 1;
  const found = boundAt(tokens, next, setting);
  if (found) return { end: found.end, facts: { start: found.date }, needsHabit: true };
  const clock = word === "from" || word === "since" ? undefined : clockAt(tokens, next, setting, true);
  if (!clock) return undefined;
  const at0 = midnightOf(setting.nowWall) + (clock.time.hour * 60 + clock.time.minute) * 60_000;
  return { end: clock.end, facts: { start: at0 > setting.nowWall ? at0 : at0 + DAY_MS }, needsHabit: true };
};

/** "for the next 2 hours", "for 3 weeks", "5 times". */
export const extent: Element = (tokens, at) => {
  const led = tokens[at]?.text === "for" || tokens[at]?.text === "over";
  const span = led ? spanAfter(tokens, at + 1) : undefined;
  return span ?? timesAt(tokens, tokens[at]?.text === "for" ? at + 1 : at);
};

function spanAfter(tokens: readonly Token[], at: number): TimePiece | undefined {
  const the = tokens[at]?.text === "the" ? at + 1 : at;
  const span = durationAt(tokens, tokens[the]?.text === "next" ? the + 1 : the);
  return span && { end: span.end, facts: { forMs: span.ms }, needsHabit: true };
}

function timesAt(tokens: readonly Token[], at: number): TimePiece | undefined {
  const twice = tokens[at]?.text === "twice" ? { value: 2, end: at } : undefined;
  const number = twice ?? numberAt(tokens, at);
  const counts = twice !== undefined || /^(?:times|occurrences)$/.test(tokens[number?.end ?? at]?.text ?? "");
  if (!number || !counts || !Number.isInteger(number.value) || number.value < 1) return undefined;
  const end = number.end + 1;
  const perPeriod =
    /^(?:a|an|per|every|each)$/.test(tokens[end]?.text ?? "") && timeUnit(tokens[end + 1]?.text) !== undefined;
  return perPeriod ? undefined : { end, facts: { count: number.value }, needsHabit: true };
}

export const zone: Element = (tokens, at) => {
  const found = zoneAt(tokens, at);
  return found && { end: found.end, facts: { tz: found.tz }, needsHabit: true };
};

/** "except on weekends", "but not on fridays". */
export const without: Element = (tokens, at) => {
  let from = at;
  if (tokens[from]?.text === "except" || tokens[from]?.text === "excluding") from += 1;
  else if (tokens[from]?.text === "but" && tokens[from + 1]?.text === "not") from += 2;
  else return undefined;
  if (/^(?:for|on)$/.test(tokens[from]?.text ?? "")) from += 1;
  const word = tokens[from]?.text ?? "";
  if (word === "weekends") return { end: from + 1, facts: { without: [0, 6] }, needsHabit: true };
  const days = weekdaysAt(tokens, from);
  return days && { end: days.end, facts: { without: days.weekdays }, needsHabit: true };
};
