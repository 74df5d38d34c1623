import { assertNever } from "../kernel/assert-never.ts";
import { durationToMs } from "../kernel/duration.ts";
import {
  instantOfWall,
  instantsOfWall,
  isKnownZone,
  type WallMs,
  wallFromText,
  wallMsAt,
} from "../kernel/wall-time.ts";
import type { Schedule } from "../model/schedule.ts";
import { cronProblem, cronTimes, followsRealTime } from "./cron-next.ts";
import { readRecurrenceRule } from "./recurrence-rule.ts";
import { ruleTimes } from "./rrule-next.ts";

interface Options {
  /** IANA zone where the schedule names none. */
  readonly timeZone: string;
  /** Epoch ms from which intervals and rules count where the schedule has no start: when the task was made. */
  readonly anchorAt: number;
  /** Not after this. */
  readonly until?: number;
}

const HOUR_MS = 3_600_000;
/** Wall times looked at in one call: bounds the work whatever the schedule says. */
const LARGEST_WALK = 20_000;
const SHORTEST_INTERVAL_MS = 1_000;

/**
 * Epoch ms of the next firings after `after`, ascending, at most `limit`. A fixed wall time in a DST gap fires at the
 * first valid minute after it, in an overlap once; what repeats within the hour keeps its real rhythm. An invalid
 * schedule has none. Pure, bounded work.
 */
export function nextRuns(schedule: Schedule, after: number, limit: number, options: Options): readonly number[] {
  if (limit <= 0 || checkSchedule(schedule) !== undefined) return [];
  const timeZone = schedule.tz ?? options.timeZone;
  if (schedule.kind === "once") {
    const at = instantOfWall(wallFromText(schedule.at) ?? 0, timeZone);
    return at > after && at <= (options.until ?? at) ? [at] : [];
  }
  return repeatingRuns(schedule, after, limit, { ...options, timeZone });
}

function repeatingRuns(schedule: Repeating, after: number, limit: number, options: Options): readonly number[] {
  const { timeZone, until = Number.POSITIVE_INFINITY } = options;
  const start = instantOf(schedule.start, timeZone);
  const end = instantOf(schedule.end, timeZone) ?? Number.POSITIVE_INFINITY;
  const origin = start ?? options.anchorAt;
  // A task made on the stroke of its time fires the next time; that stroke is not one of the counted ones.
  const before = start === undefined ? origin : origin - 1;
  const from = schedule.count === undefined ? Math.max(after, before) : before;
  const wanted = schedule.count === undefined ? limit : Math.min(schedule.count, LARGEST_WALK);
  const runs: number[] = [];
  for (const at of firings(schedule, from, { timeZone, origin, counted: start === undefined })) {
    if (at >= end || at > until || runs.length >= wanted) break;
    runs.push(at);
  }
  return (schedule.count === undefined ? runs : runs.filter((at) => at > after)).slice(0, limit);
}

/** What is wrong with the schedule, as a sentence; undefined when it can be kept. */
export function checkSchedule(schedule: Schedule): string | undefined {
  if (schedule.tz !== undefined && !isKnownZone(schedule.tz)) return `I do not know the time zone "${schedule.tz}".`;
  if (schedule.kind === "once")
    return wallFromText(schedule.at) === undefined ? `"${schedule.at}" is no date and time.` : undefined;
  const { start, end, count } = schedule;
  for (const bound of [start, end]) {
    if (bound !== undefined && wallFromText(bound) === undefined) return `"${bound}" is no date and time.`;
  }
  if (start !== undefined && end !== undefined && end <= start) return `It would end (${end}) before it starts.`;
  if (count !== undefined && !(Number.isInteger(count) && count > 0)) return "The number of times must be at least 1.";
  return checkRhythm(schedule);
}

type Repeating = Exclude<Schedule, { readonly kind: "once" }>;

function checkRhythm(schedule: Repeating): string | undefined {
  switch (schedule.kind) {
    case "cron":
      return cronProblem(schedule.cron);
    case "rrule": {
      const read = readRecurrenceRule(schedule.rrule);
      return "problem" in read ? read.problem : undefined;
    }
    case "interval": {
      const everyMs = durationToMs(schedule.every);
      return everyMs === undefined || everyMs < SHORTEST_INTERVAL_MS
        ? `"${schedule.every}" is no interval of at least a second.`
        : undefined;
    }
    default:
      return assertNever(schedule);
  }
}

interface Basis {
  readonly timeZone: string;
  readonly origin: number;
  /** Counted from the making of the task: the origin itself is not a firing of an interval. */
  readonly counted: boolean;
}

/** Instants after `from`, ascending, without repeats. */
function* firings(schedule: Repeating, from: number, basis: Basis): Generator<number> {
  if (schedule.kind === "interval") {
    yield* intervalFirings(durationToMs(schedule.every) ?? HOUR_MS, from, basis);
    return;
  }
  const { timeZone } = basis;
  let last = from;
  let ahead: number[] = [];
  let walked = 0;
  for (const wall of wallTimes(schedule, wallMsAt(from, timeZone) - 3 * HOUR_MS, basis)) {
    walked += 1;
    if (walked > LARGEST_WALK) break;
    const { instants, earliest } = instantsFor(schedule, wall, timeZone);
    ahead = [...ahead, ...instants].sort((a, b) => a - b);
    // Later wall times never come before this one's first instant; the second pass of an overlap may have to wait.
    while (ahead[0] !== undefined && ahead[0] <= earliest) {
      const at = ahead.shift() ?? earliest;
      if (at > last) yield at;
      last = Math.max(last, at);
    }
  }
  for (const at of ahead) if (at > last) yield at;
}

function wallTimes(schedule: Exclude<Repeating, { kind: "interval" }>, from: WallMs, basis: Basis): Iterable<WallMs> {
  if (schedule.kind === "cron") return cronTimes(schedule.cron, from);
  const read = readRecurrenceRule(schedule.rrule);
  if ("problem" in read) return [];
  return ruleWalk(read.rule, wallMsAt(basis.origin, basis.timeZone), from);
}

/** In slices, because few callers want many. */
function* ruleWalk(rule: Parameters<typeof ruleTimes>[0], anchor: WallMs, from: WallMs): Generator<WallMs> {
  let next = from;
  for (let size = 8; ; size = Math.min(size * 2, 512)) {
    const slice = ruleTimes(rule, anchor, next, size);
    yield* slice;
    const last = slice.at(-1);
    if (last === undefined || slice.length < size) return;
    next = last + 1000;
  }
}

function instantsFor(schedule: Repeating, wall: WallMs, timeZone: string) {
  const { instants, gapEndsAt } = instantsOfWall(wall, timeZone);
  const real = schedule.kind === "cron" ? followsRealTime(schedule.cron) : { everyHour: false, everyMinute: false };
  if (gapEndsAt !== undefined) return { instants: real.everyHour ? [] : [gapEndsAt], earliest: gapEndsAt };
  const [earliest = wall] = instants;
  return { instants: real.everyHour || real.everyMinute ? instants : [earliest], earliest };
}

function* intervalFirings(everyMs: number, from: number, { origin, counted }: Basis): Generator<number> {
  const first = counted ? 1 : 0;
  let step = Math.max(first, Math.floor((from - origin) / everyMs) + 1);
  for (;;) {
    yield origin + step * everyMs;
    step += 1;
  }
}

function instantOf(wall: string | undefined, timeZone: string): number | undefined {
  const ms = wall === undefined ? undefined : wallFromText(wall);
  return ms === undefined ? undefined : instantOfWall(ms, timeZone);
}
