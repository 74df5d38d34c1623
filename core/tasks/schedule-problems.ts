import { describeMs, durationToMs } from "../kernel/duration.ts";
import { OctopusError } from "../kernel/errors.ts";
import { wallFromText } from "../kernel/wall-time.ts";
import type { Policy } from "../model/policy.ts";
import type { Schedule } from "../model/schedule.ts";
import { checkSchedule } from "../schedules/next-runs.ts";
import type { Reader } from "../store/rows.ts";
import { taskTable } from "../store/tables/task-table.ts";

/** What this server allows of schedules. */
export interface ScheduleLimits {
  /** The shortest time between two runs of an interval. */
  readonly shortestIntervalMs: number;
  /** Tasks with a schedule that is not over. */
  readonly maxSchedules: number;
}

const MOST_FAILURES = 100;
const MOST_SKIPPED_DATES = 1_000;

/** The first thing that is wrong with when a task runs, as a sentence; undefined when it can be kept. Pure. */
export function scheduleProblem(
  schedule: Schedule | undefined,
  limits: Pick<ScheduleLimits, "shortestIntervalMs"> | undefined,
): string | undefined {
  if (schedule === undefined) return undefined;
  const problem = checkSchedule(schedule);
  if (problem !== undefined || schedule.kind !== "interval") return problem;
  const everyMs = durationToMs(schedule.every) ?? 0;
  const leastMs = limits?.shortestIntervalMs ?? 0;
  if (everyMs >= leastMs) return undefined;
  return `The shortest interval is ${describeMs(leastMs)}; this says every ${describeMs(everyMs)}.`;
}

/** What is wrong with the parts of a policy that decide about due times, as sentences. Pure. */
export function timingProblems(policy: Omit<Policy, "check">, nextRuns: readonly number[]): readonly string[] {
  const problems: string[] = [];
  for (const name of ["lateLimit", "jitter", "waitForMachine"] as const) {
    const duration = policy[name];
    if (duration !== undefined && !durationToMs(duration)) {
      problems.push(`${name} must be a duration longer than zero such as PT5M (got ${duration}).`);
    }
  }
  const { pauseAfter, skipDates = [], skipTimes = [] } = policy;
  if (pauseAfter !== undefined && !(Number.isInteger(pauseAfter) && pauseAfter >= 0 && pauseAfter <= MOST_FAILURES)) {
    problems.push(`pauseAfter must be a number of failures from 1 to ${MOST_FAILURES}, or 0 (got ${pauseAfter}).`);
  }
  const wrong = skipDates.find((date) => !/^\d{4}-\d\d-\d\d$/.test(date) || wallFromText(date) === undefined);
  if (wrong !== undefined) problems.push(`"${wrong}" in skipDates is no date such as 2026-12-25.`);
  const odd = skipTimes.find(({ at }) => Number.isNaN(Date.parse(at)));
  if (odd) problems.push(`"${odd.at}" in skipTimes is no instant such as 2026-12-25T08:00:00Z.`);
  if (skipDates.length > MOST_SKIPPED_DATES)
    problems.push(`skipDates holds ${MOST_SKIPPED_DATES} dates; use a calendar.`);
  return [...problems, ...jitterProblems(policy, nextRuns)];
}

/** A firing that comes after the next one would turn their order round. */
function jitterProblems({ jitter }: Policy, nextRuns: readonly number[]): readonly string[] {
  const jitterMs = jitter === undefined ? 0 : (durationToMs(jitter) ?? 0);
  const gaps = nextRuns.slice(1).map((at, index) => at - (nextRuns[index] ?? at));
  const shortest = Math.min(...gaps);
  if (jitterMs === 0 || gaps.length === 0 || jitterMs < shortest) return [];
  return [
    `The jitter (${describeMs(jitterMs)}) must be shorter than the time between two runs (${describeMs(shortest)}).`,
  ];
}

/** Throws `task.too-many` when there are as many schedules as this server takes. */
export async function assertRoomForSchedule(reader: Reader, most: number | undefined): Promise<void> {
  if (most === undefined) return;
  const there = await reader.count(taskTable, { state: { in: ["active", "paused"] } });
  if (there < most) return;
  const message = `There are ${there} schedules, and this server takes ${most}. Cancel some, or raise maxSchedules.`;
  throw new OctopusError("task.too-many", message, { there, most });
}
