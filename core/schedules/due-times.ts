import { createHash } from "node:crypto";
import { durationToMs } from "../kernel/duration.ts";
import type { Policy } from "../model/policy.ts";
import type { Schedule } from "../model/schedule.ts";
import { nextRuns } from "./next-runs.ts";

/** What decides when a task fires. */
export interface Timed {
  readonly id: string;
  readonly schedule: Schedule;
  readonly policy: Policy;
}

interface Options {
  readonly timeZone: string;
  readonly anchorAt: number;
  readonly until?: number;
}

/**
 * When a task fires after `after`: the times of its schedule, each with its share of the jitter. The share follows from
 * task and due time alone, so that every server, and the card, says the same. Ascending where the jitter is shorter
 * than the time between two runs, which is a condition of having one. Pure.
 */
export function dueTimes(task: Timed, after: number, limit: number, options: Options): readonly number[] {
  const spreadMs = task.policy.jitter === undefined ? 0 : (durationToMs(task.policy.jitter) ?? 0);
  if (spreadMs <= 0 || task.schedule.kind === "once") return nextRuns(task.schedule, after, limit, options);
  // One that was due before may, with its share, come after.
  const planned = nextRuns(task.schedule, after - spreadMs, limit + 2, options);
  return planned
    .map((at) => at + jitterMs(task.id, at, spreadMs))
    .filter((at) => at > after && at <= (options.until ?? Number.POSITIVE_INFINITY))
    .slice(0, limit);
}

/** From 0 to just under `spreadMs`, in whole seconds where the spread allows. */
function jitterMs(taskId: string, dueAt: number, spreadMs: number): number {
  const share = createHash("sha256").update(`${taskId} ${dueAt}`).digest().readUInt32BE(0) / 2 ** 32;
  const stepMs = spreadMs >= 10_000 ? 1_000 : 1;
  return Math.floor((share * spreadMs) / stepMs) * stepMs;
}
