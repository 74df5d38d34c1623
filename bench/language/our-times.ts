import type { Schedule } from "../../core/model/schedule.ts";
import { nextRuns } from "../../core/schedules/next-runs.ts";
import { instantFromText } from "../../nlp/instant.ts";
import { whenLine } from "../../nlp/when-jsonl.ts";

/** How many occurrences two schedules must share to count as the same. */
export const OCCURRENCES = 100;

export interface OurAnswer {
  readonly schedule: Schedule;
  /** Epoch ms of a clock without zones. */
  readonly times: readonly number[];
}

/** What `octopus when` answers, in UTC; undefined where it answers nothing. `now` is a wall time. */
export function ourAnswer(text: string, now: string): OurAnswer | undefined {
  const { schedule, runs } = whenLine({ text }, [], now, "UTC", OCCURRENCES, nextRuns);
  return schedule && { schedule, times: runs.map((run) => instantFromText(run, "UTC")) };
}
