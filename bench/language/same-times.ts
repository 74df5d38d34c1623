import { wallFields } from "../../core/kernel/wall-time.ts";
import { readParts } from "./gold-rule.ts";
import { OCCURRENCES } from "./our-times.ts";

const DAY_MS = 86_400_000;
/** Occurrences by which a free rhythm may be shifted: a fortnight can begin in either week. */
const MOST_SHIFT = 8;

/** The same minutes, one by one, as far as both go. */
export function sameMinutes(ours: readonly number[], gold: readonly number[]): boolean {
  return sameList(ours.map(minuteOf), gold.map(minuteOf));
}

const minuteOf = (time: number): number => Math.floor(time / 60_000);

function sameList(ours: readonly number[], gold: readonly number[]): boolean {
  return ours.length === gold.length && ours.length > 0 && ours.every((value, index) => value === gold[index]);
}

/**
 * Whether our times are those of an RFC 5545 rule. A rule without a time of day is compared by date; one that hangs on
 * the day it was made (every two weeks, monthly without a day, a number of times) by its gaps.
 */
export function sameAsRule(ours: readonly number[], gold: readonly number[], rule: string, now: number): boolean {
  const parts = readParts(rule);
  const timed = parts.has("BYHOUR") || parts.has("BYMINUTE") || ["HOURLY", "MINUTELY", "SECONDLY"].includes(parts.freq);
  const step = timed ? 60_000 : DAY_MS;
  const after = (times: readonly number[]) => [...new Set(times.map((time) => Math.floor(time / step)))];
  if (ours.length === 0 && gold.length === 0) return parts.has("UNTIL"); // over before it was asked, for both
  if (isFree(parts)) return sameGaps(after(ours), after(gold), parts);
  const later = (times: readonly number[]) =>
    after(times.filter((time) => Math.floor(time / step) > Math.floor(now / step)));
  const a = later(ours);
  const b = later(gold);
  const length = Math.min(a.length, b.length);
  const open = b.length >= OCCURRENCES - 1 && a.length >= OCCURRENCES - 1;
  if (open) return sameList(a.slice(0, length), b.slice(0, length));
  // Our end is exclusive by contract, theirs inclusive: the last day may be one of theirs.
  const ends = parts.has("UNTIL") && b.length - a.length === 1 ? b.slice(0, -1) : b;
  return sameList(a, ends);
}

type Parts = ReturnType<typeof readParts>;

function isFree(parts: Parts): boolean {
  const named = ["BYDAY", "BYMONTHDAY", "BYMONTH", "BYYEARDAY", "BYWEEKNO"].some(parts.has);
  return parts.every > 1 || parts.has("COUNT") || (!named && parts.freq !== "DAILY");
}

function sameGaps(ours: readonly number[], gold: readonly number[], parts: Parts): boolean {
  if (parts.has("COUNT") && ours.length !== gold.length) return false;
  if (parts.has("UNTIL") && Math.abs(ours.length - gold.length) > 1) return false;
  if (ours.length === 1 && gold.length === 1) return true;
  const long = parts.freq === "MONTHLY" || parts.freq === "YEARLY";
  const gapsOf = (times: readonly number[]): Gaps => (long ? monthGaps(times, parts) : gaps(times));
  const [a, b] = [gapsOf(ours), gapsOf(gold)];
  return aligned(a, b) || aligned(b, a);
}

type Gaps = readonly (number | string)[];

const gaps = (times: readonly number[]): readonly number[] =>
  times.slice(1).map((time, index) => time - (times[index] ?? 0));

/** Months from one to the next, and where in the month if the rule says so. Times are days here, or minutes. */
function monthGaps(times: readonly number[], parts: Parts): readonly string[] {
  const timed = (times[0] ?? 0) > 1_000_000;
  const fields = times.map((time) => wallFields(time * (timed ? 60_000 : DAY_MS)));
  const placed = parts.has("BYDAY") || parts.has("BYMONTHDAY") || parts.has("BYMONTH");
  return fields.slice(1).map((to, index) => {
    const from = fields[index] ?? to;
    const months = (to.year - from.year) * 12 + to.month - from.month;
    const place = parts.has("BYDAY") ? `${to.weekday}/${Math.ceil(to.day / 7)}` : String(to.day);
    return `${months} ${placed ? place : ""} ${timed ? to.hour * 60 + to.minute : ""}`;
  });
}

function aligned(a: Gaps, b: Gaps): boolean {
  const shifts = Math.min(MOST_SHIFT, Math.max(0, a.length - 1));
  for (let shift = 0; shift <= shifts; shift += 1) {
    const length = Math.min(a.length - shift, b.length);
    const fits = length > 0 && Array.from({ length }, (_, index) => index).every((at) => a[shift + at] === b[at]);
    if (fits && (length > 3 || a.length === b.length)) return true;
  }
  return false;
}
