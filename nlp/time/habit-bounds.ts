import type { Token } from "../text/token.ts";
import { weekdaysAt } from "./calendar-lists.ts";
import { clockAt } from "./clock.ts";
import { boundAt, midnightOf } from "./dates.ts";
import { durationAt, numberAt, timeUnit } from "./durations.ts";
import type { TimePiece, TimeSetting } from "./time-facts.ts";

type Element = (tokens: readonly Token[], at: number, setting: TimeSetting) => TimePiece | undefined;

const DAY_MS = 86_400_000;

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
