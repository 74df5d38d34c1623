import type { Schedule } from "../../core/model/schedule.ts";
import { describeSchedule } from "../../nlp/describe/describe-schedule.ts";

/** A schedule for people. "every 2 minutes" is the same in every zone, so its zone is not said. */
export function saySchedule(schedule: Schedule): string {
  if (!isSameEverywhere(schedule)) return describeSchedule(schedule);
  const { tz: _sameEverywhere, ...plain } = schedule;
  return describeSchedule(plain);
}

function isSameEverywhere(schedule: Schedule): boolean {
  if (schedule.kind !== "interval" && schedule.kind !== "cron") return false;
  if (schedule.start !== undefined || schedule.end !== undefined) return false;
  // Only the minute is given: every hour of every day has it.
  return schedule.kind === "interval" || /^\S+( \*){4}$/.test(schedule.cron);
}
