import { wallFields } from "../../core/kernel/wall-time.ts";

const DAY_MS = 86_400_000;
/** Days looked at before a rule counts as over: bounds the work whatever it says. */
const MOST_DAYS = 45_000;
const CODES = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];

/**
 * Times of an RFC 5545 rule by trying every day, as epoch ms of a clock without zones. Slow, simple, and written apart
 * from the engine it judges; no recurrence library, because the usual one does not return from some rules.
 */
export function ruleGold(text: string, start: number, limit: number): readonly number[] {
  const rule = readParts(text);
  const until = rule.text("UNTIL");
  const last = until === undefined ? Number.POSITIVE_INFINITY : endOfUntil(until);
  const most = Math.min(limit, Number(rule.text("COUNT") ?? limit));
  const found: number[] = [];
  for (const time of allTimes(rule, start)) {
    if (time > last || found.length >= most) break;
    found.push(time);
  }
  return found;
}

type Parts = ReturnType<typeof readParts>;

/** The parts of a rule by name. */
export function readParts(text: string) {
  const parts = new Map(
    text
      .replace(/^RRULE:/i, "")
      .split(";")
      .map((part): [string, string] => [part.split("=")[0]?.toUpperCase() ?? "", part.split("=")[1] ?? ""]),
  );
  const lists = new Map([...parts].map(([name, value]) => [name, value.split(",")]));
  const numbers = new Map([...lists].map(([name, values]) => [name, values.map(Number)]));
  return {
    text: (name: string) => parts.get(name),
    has: (name: string) => parts.has(name),
    list: (name: string): readonly string[] => lists.get(name) ?? [],
    numbers: (name: string): readonly number[] => numbers.get(name) ?? [],
    freq: parts.get("FREQ") ?? "DAILY",
    every: Number(parts.get("INTERVAL") ?? 1),
  };
}

function endOfUntil(until: string): number {
  const [, year, month, day, hour = "23", minute = "59"] = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d))?/.exec(until) ?? [];
  return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), 59);
}

const UNIT_MS: Readonly<Record<string, number>> = { SECONDLY: 1000, MINUTELY: 60_000, HOURLY: 3_600_000 };

function* allTimes(rule: Parts, start: number): Generator<number> {
  const unit = UNIT_MS[rule.freq];
  if (unit !== undefined) yield* steps(rule, start, unit * rule.every);
  else yield* picked(rule, start);
}

/** Rhythms below a day: every step, those that pass the filters. */
function* steps(rule: Parts, start: number, stepMs: number): Generator<number> {
  for (let index = 0; index < MOST_DAYS * 4; index += 1) {
    const time = start + index * stepMs;
    const { hour, minute } = wallFields(time);
    const timely = within(rule.numbers("BYHOUR"), hour) && within(rule.numbers("BYMINUTE"), minute);
    if (timely && dayFits(rule, time, start)) yield time;
  }
}

const within = (allowed: readonly number[], value: number): boolean => allowed.length === 0 || allowed.includes(value);

/** Rhythms of days: per period, so that BYSETPOS can pick. */
function* picked(rule: Parts, start: number): Generator<number> {
  const positions = rule.numbers("BYSETPOS");
  let period = 0;
  let times: number[] = [];
  const first = Math.floor(start / DAY_MS) * DAY_MS;
  for (let index = -31; index < MOST_DAYS; index += 1) {
    const day = first + index * DAY_MS;
    const next = periodOf(rule.freq, day, start);
    if (next !== period) {
      yield* chosen(times, positions).filter((time) => time >= start);
      times = [];
      period = next;
    }
    if (next >= 0 && next % rule.every === 0 && dayFits(rule, day, start)) times.push(...timesOn(rule, day, start));
  }
}

function chosen(times: readonly number[], positions: readonly number[]): readonly number[] {
  if (positions.length === 0) return times;
  return positions.flatMap((position) => times.at(position > 0 ? position - 1 : position) ?? []);
}

function timesOn(rule: Parts, day: number, start: number): readonly number[] {
  const { hour, minute } = wallFields(start);
  const hours = rule.has("BYHOUR") ? rule.numbers("BYHOUR") : [hour];
  const minutes = rule.has("BYMINUTE") ? rule.numbers("BYMINUTE") : [rule.has("BYHOUR") ? 0 : minute];
  return hours.flatMap((h) => minutes.map((m) => day + (h * 60 + m) * 60_000));
}

/** Periods since the one of the start. Weeks begin on Monday. */
function periodOf(freq: string, day: number, start: number): number {
  const [a, b] = [wallFields(start), wallFields(day)];
  if (freq === "DAILY") return Math.floor(day / DAY_MS) - Math.floor(start / DAY_MS);
  if (freq === "WEEKLY") return weekOf(day) - weekOf(start);
  return freq === "MONTHLY" ? (b.year - a.year) * 12 + b.month - a.month : b.year - a.year;
}

const weekOf = (day: number): number => Math.floor((Math.floor(day / DAY_MS) + 3) / 7);

function dayFits(rule: Parts, time: number, start: number): boolean {
  const { year, month, day } = wallFields(time);
  const length = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (!within(rule.numbers("BYMONTH"), month)) return false;
  if (rule.has("BYMONTHDAY") && !rule.numbers("BYMONTHDAY").some((n) => n === day || length + 1 + n === day))
    return false;
  if (rule.has("BYYEARDAY") && !rule.numbers("BYYEARDAY").some((n) => yearDays(time).includes(n))) return false;
  if (rule.has("BYWEEKNO") && !rule.numbers("BYWEEKNO").includes(isoWeek(time))) return false;
  if (rule.has("BYDAY") && !rule.list("BYDAY").some((code) => namesDay(rule, code, time))) return false;
  return rule.has("BYDAY") || startDayFits(rule, time, start);
}

/** Without any day the day of the start counts. */
function startDayFits(rule: Parts, time: number, start: number): boolean {
  const [a, b] = [wallFields(start), wallFields(time)];
  const named = ["BYMONTHDAY", "BYYEARDAY", "BYWEEKNO"].some(rule.has);
  if (rule.freq === "WEEKLY") return a.weekday === b.weekday;
  if (named || (rule.freq !== "MONTHLY" && rule.freq !== "YEARLY")) return true;
  return a.day === b.day && (rule.freq === "MONTHLY" || rule.has("BYMONTH") || a.month === b.month);
}

function namesDay(rule: Parts, code: string, time: number): boolean {
  const { year, month, day, weekday } = wallFields(time);
  const [, nth = "", name = ""] = /^([+-]?\d+)?([A-Z]{2})$/.exec(code) ?? [];
  if (CODES.indexOf(name) !== weekday) return false;
  if (nth === "") return true;
  const ofYear = rule.freq === "YEARLY" && !rule.has("BYMONTH");
  const [index = 0, back = 0] = ofYear
    ? yearDays(time)
    : [day, day - new Date(Date.UTC(year, month, 0)).getUTCDate() - 1];
  return Number(nth) > 0 ? Math.ceil(index / 7) === Number(nth) : Math.ceil(-back / 7) === -Number(nth);
}

/** Day of the year from its start and from its end. */
function yearDays(time: number): readonly number[] {
  const { year } = wallFields(time);
  const day = Math.floor(time / DAY_MS);
  return [day - Date.UTC(year, 0, 1) / DAY_MS + 1, day - Date.UTC(year + 1, 0, 1) / DAY_MS];
}

/** The week of ISO 8601: the one with the year's first Thursday is number 1. */
function isoWeek(time: number): number {
  const thursday = Math.floor(time / DAY_MS) * DAY_MS + (4 - (wallFields(time).weekday || 7)) * DAY_MS;
  return Math.floor((thursday - Date.UTC(wallFields(thursday).year, 0, 1)) / DAY_MS / 7) + 1;
}
