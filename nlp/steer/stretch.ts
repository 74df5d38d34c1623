import { type WallMs, wallText } from "../../core/kernel/wall-time.ts";
import type { Token } from "../text/token.ts";
import { clockAt } from "../time/clock.ts";
import { boundAt, midnightOf } from "../time/dates.ts";
import { durationAt } from "../time/durations.ts";
import { findRange } from "../time/query-range.ts";
import type { TimeSetting } from "../time/time-facts.ts";
import type { Stretch } from "./said.ts";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

export interface StretchFound extends Stretch {
  readonly used: readonly { readonly from: number; readonly to: number }[];
}

interface Moment {
  readonly at: WallMs;
  readonly end: number;
  /** Only a clock time was said: the day follows from what is around. */
  readonly clockOnly: boolean;
}

/** "until monday at 8", "for 3 days", "from friday 18:00 to monday 8:00", "from 22:00 on": how long something holds. */
export function findPeriod(tokens: readonly Token[], setting: TimeSetting): StretchFound | undefined {
  for (let at = 0; at < tokens.length; at += 1) {
    const found = periodAt(tokens, at, setting);
    if (found) return withSecond(found, tokens, setting);
  }
  return undefined;
}

/** "from 20:00 for 2 hours": the length was said apart. */
function withSecond(found: PeriodAt, tokens: readonly Token[], setting: TimeSetting): StretchFound {
  const { from, to, start, end } = found;
  const used = [{ from: start, to: end }];
  const base = from ?? setting.nowWall;
  for (let at = end; to === undefined && at < tokens.length; at += 1) {
    const length = lengthAt(tokens, at, base) ?? untilAt(tokens, at, setting, base);
    if (length) return textOf(from, length.to, [...used, { from: at, to: length.end }]);
  }
  return textOf(from, to, used);
}

function textOf(from: WallMs | undefined, to: WallMs | undefined, used: StretchFound["used"]): StretchFound {
  return { ...(from !== undefined && { from: wallText(from) }), ...(to !== undefined && { to: wallText(to) }), used };
}

interface PeriodAt {
  readonly from?: WallMs;
  readonly to?: WallMs;
  readonly start: number;
  readonly end: number;
}

function periodAt(tokens: readonly Token[], at: number, setting: TimeSetting): PeriodAt | undefined {
  const word = tokens[at]?.text ?? "";
  const { nowWall } = setting;
  const length = lengthAt(tokens, at, nowWall) ?? untilAt(tokens, at, setting, nowWall);
  if (length) return { to: length.to, start: at, end: length.end };
  const weekend = weekendAt(tokens, at, setting);
  if (weekend) return { ...weekend, start: at };
  if (!/^(?:from|between|starting|beginning|since|as)$/.test(word)) return undefined;
  const skip = /^(?:from|of|at|on)$/.test(tokens[at + 1]?.text ?? "") ? at + 2 : at + 1;
  if (tokens[skip]?.text === "now") return undefined;
  const first = momentAt(tokens, skip, setting, nowWall);
  if (!first) return undefined;
  const joint = tokens[first.end]?.text ?? "";
  if (/^(?:to|until|till|and|through|thru|-)$/.test(joint)) {
    const last = momentAt(tokens, first.end + 1, setting, first.at);
    if (last) return { from: first.at, to: afterFirst(first.at, last.at), start: at, end: last.end };
  }
  return { from: first.at, start: at, end: /^(?:on|onwards|onward)$/.test(joint) ? first.end + 1 : first.end };
}

/** "from friday to monday": the monday after that friday. */
function afterFirst(from: WallMs, to: WallMs): WallMs {
  return to <= from && from - to < 7 * DAY_MS ? to + 7 * DAY_MS : to;
}

/** "for 3 days", "the next 2 hours", "during the next hour" */
function lengthAt(tokens: readonly Token[], at: number, base: WallMs) {
  const word = tokens[at]?.text ?? "";
  if (!/^(?:for|during|over|next)$/.test(word)) return undefined;
  let from = word === "next" ? at : at + 1;
  if (tokens[from]?.text === "the") from += 1;
  const next = tokens[from]?.text === "next";
  if (next) from += 1;
  const single = next ? durationAt([ONE, ...tokens.slice(from, from + 1)], 0) : undefined;
  const found = durationAt(tokens, from) ?? (single && { ms: single.ms, end: from + 1 });
  return found && { to: base + found.ms, end: found.end };
}

const ONE: Token = { kind: "word", text: "one", raw: "one", start: 0, end: 0 };

function untilAt(tokens: readonly Token[], at: number, setting: TimeSetting, base: WallMs) {
  if (!/^(?:until|till|til|to|before|by|through)$/.test(tokens[at]?.text ?? "")) return undefined;
  const found = momentAt(tokens, at + 1, setting, base);
  return found && { to: found.at, end: found.end };
}

/** "this weekend", "over the weekend": Saturday to Monday, both at midnight. */
function weekendAt(tokens: readonly Token[], at: number, { nowWall }: TimeSetting) {
  const lead = /^(?:over|during|on|for|this|the)$/.test(tokens[at]?.text ?? "") ? at + 1 : at;
  const from = tokens[lead]?.text === "the" ? lead + 1 : lead;
  if (tokens[from]?.text !== "weekend") return undefined;
  const today = midnightOf(nowWall);
  const weekday = new Date(today).getUTCDay();
  const saturday = today + ((6 - weekday + 7) % 7) * DAY_MS - (weekday === 0 ? 7 * DAY_MS : 0);
  return { from: saturday, to: saturday + 2 * DAY_MS, end: from + 1 };
}

/** A day, a clock time, or both in either order. */
function momentAt(tokens: readonly Token[], at: number, setting: TimeSetting, base: WallMs): Moment | undefined {
  const day = boundAt(tokens, at, setting) ?? tonight(tokens, at, setting);
  if (day) {
    const part = partOfDay(tokens, day.end, setting);
    if (part) return { at: midnightOf(day.date) + part.ms, end: part.end, clockOnly: false };
    const lead = /^(?:at|@)$/.test(tokens[day.end]?.text ?? "") ? day.end + 1 : day.end;
    const clock = clockAt(tokens, lead, setting, lead > day.end);
    const { time = clock?.time } = day;
    return { at: day.date + msOf(time), end: clock?.end ?? day.end, clockOnly: false };
  }
  const lead = tokens[at]?.text === "at" ? at + 1 : at;
  const clock = clockAt(tokens, lead, setting, true);
  if (!clock) return undefined;
  const on = /^(?:on)$/.test(tokens[clock.end]?.text ?? "") ? clock.end + 1 : clock.end;
  const date = boundAt(tokens, on, setting);
  if (date) return { at: midnightOf(date.date) + msOf(clock.time), end: date.end, clockOnly: false };
  const today = midnightOf(base) + msOf(clock.time);
  return { at: today > base ? today : today + DAY_MS, end: clock.end, clockOnly: true };
}

const msOf = (time: { readonly hour: number; readonly minute: number } | undefined): number =>
  time ? (time.hour * 60 + time.minute) * 60_000 : 0;

function tonight(tokens: readonly Token[], at: number, { nowWall, dayParts }: TimeSetting) {
  const time = dayParts["night"];
  if (tokens[at]?.text !== "tonight") return undefined;
  return { date: midnightOf(nowWall), end: at + 1, ...(time && { time }) };
}

function partOfDay(tokens: readonly Token[], at: number, { dayParts }: TimeSetting) {
  const time = dayParts[tokens[at]?.text ?? ""];
  return time && { ms: msOf(time), end: at + 1 };
}

/** What a question is about: also "overnight", "yesterday after 18:00", "in the next 2 hours", "between 2 and 4 today". */
export function findAsked(tokens: readonly Token[], setting: TimeSetting, future: boolean): StretchFound | undefined {
  const between = hoursBetween(tokens, setting);
  if (between) return between;
  const ahead = aheadAt(tokens, setting);
  if (ahead) return ahead;
  const night = tokens.findIndex(({ text }) => text === "overnight");
  const found = night >= 0 ? overnight(night, setting) : findRange(tokens, setting);
  if (!found) return sideOfClock(tokens, setting);
  const { from, to, assumed } = found;
  const shifted = future && Date.parse(`${to}Z`) <= setting.nowWall ? 7 * DAY_MS : 0;
  const [start, end] = [Date.parse(`${from}Z`) + shifted, Date.parse(`${to}Z`) + shifted];
  return narrowed(tokens, setting, start, end, found.used, assumed);
}

function overnight(at: number, { nowWall }: TimeSetting) {
  const today = midnightOf(nowWall);
  const assumed = "overnight = 18:00 yesterday to 08:00 today";
  const used = { from: at, to: at + 1 };
  return { from: wallText(today - 6 * HOUR_MS), to: wallText(today + 8 * HOUR_MS), used, assumed };
}

/** "yesterday after 18:00", "today before 9" */
function narrowed(
  tokens: readonly Token[],
  setting: TimeSetting,
  start: WallMs,
  end: WallMs,
  used: { readonly from: number; readonly to: number },
  assumed: string | undefined,
): StretchFound {
  const note = assumed === undefined ? {} : { assumed };
  const side =
    sideAt(tokens, used.to, setting) ?? (used.from >= 2 ? sideEnding(tokens, used.from, setting) : undefined);
  if (!side) return { from: wallText(start), to: wallText(end), used: [used], ...note };
  const at = midnightOf(start) + side.ms;
  return {
    from: wallText(side.after ? at : start),
    to: wallText(side.after ? end : at),
    used: [used, { from: side.from, to: side.end }],
    ...note,
  };
}

interface Side {
  readonly after: boolean;
  readonly ms: number;
  readonly from: number;
  readonly end: number;
}

function sideAt(tokens: readonly Token[], at: number, setting: TimeSetting): Side | undefined {
  const word = tokens[at]?.text ?? "";
  if (!/^(?:after|before|since|from|until|till)$/.test(word)) return undefined;
  const clock = clockAt(tokens, at + 1, setting, true);
  return clock && { after: /^(?:after|since|from)$/.test(word), ms: msOf(clock.time), from: at, end: clock.end };
}

/** "after 18:00 yesterday" */
function sideEnding(tokens: readonly Token[], end: number, setting: TimeSetting): Side | undefined {
  for (const at of [end - 2, end - 3]) {
    const side = at >= 0 ? sideAt(tokens, at, setting) : undefined;
    if (side?.end === end) return side;
  }
  return undefined;
}

/** "after 18:00", "since 9am" alone: today. */
function sideOfClock(tokens: readonly Token[], setting: TimeSetting): StretchFound | undefined {
  const today = midnightOf(setting.nowWall);
  for (let at = 0; at < tokens.length; at += 1) {
    const side = sideAt(tokens, at, setting);
    if (!side) continue;
    const edge = today + side.ms;
    const [from, to] = side.after ? [edge, today + DAY_MS] : [today, edge];
    return { from: wallText(from), to: wallText(to), used: [{ from: at, to: side.end }] };
  }
  return undefined;
}

/** "in the next 2 hours", "the coming 3 days" */
function aheadAt(tokens: readonly Token[], { nowWall }: TimeSetting): StretchFound | undefined {
  for (let at = 0; at < tokens.length; at += 1) {
    if (!/^(?:next|coming|following)$/.test(tokens[at]?.text ?? "")) continue;
    const hour = tokens[at + 1]?.text === "hour" ? { ms: HOUR_MS, end: at + 2 } : undefined;
    const span = durationAt(tokens, at + 1) ?? hour;
    if (!span) continue;
    const start = leadStart(tokens, at);
    return { from: wallText(nowWall), to: wallText(nowWall + span.ms), used: [{ from: start, to: span.end }] };
  }
  return undefined;
}

function leadStart(tokens: readonly Token[], at: number): number {
  let start = at;
  while (/^(?:the|in|within|during|for|over)$/.test(tokens[start - 1]?.text ?? "")) start -= 1;
  return start;
}

/** "between 2 and 4 today", "yesterday from 9 to 12", "from monday to wednesday" */
function hoursBetween(tokens: readonly Token[], setting: TimeSetting): StretchFound | undefined {
  const at = tokens.findIndex(({ text }) => text === "between" || text === "from");
  if (at < 0) return undefined;
  const first = clockAt(tokens, at + 1, setting, true);
  if (!first || !/^(?:and|to|until|till|-)$/.test(tokens[first.end]?.text ?? "")) return undefined;
  const last = clockAt(tokens, first.end + 1, setting, true);
  if (!last) return undefined;
  const others = [...tokens.slice(0, at), ...tokens.slice(last.end)];
  const day = findRange(others, setting);
  const base = day ? Date.parse(`${day.from}Z`) : midnightOf(setting.nowWall);
  const places = tokens.map((_, index) => index).filter((index) => index < at || index >= last.end);
  const dayUsed = day ? places.slice(day.used.from, day.used.to).map((index) => ({ from: index, to: index + 1 })) : [];
  return {
    from: wallText(midnightOf(base) + msOf(first.time)),
    to: wallText(midnightOf(base) + msOf(last.time)),
    used: [{ from: at, to: last.end }, ...dayUsed],
  };
}
