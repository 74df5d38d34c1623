import type { Schedule } from "../../core/model/schedule.ts";
import { describeSchedule } from "../../nlp/describe/describe-schedule.ts";

/** A schedule for people: an interval without bounds is the same in every zone, so its zone is not said. */
export function saySchedule(schedule: Schedule): string {
  if (schedule.kind !== "interval" || schedule.start !== undefined || schedule.end !== undefined) {
    return describeSchedule(schedule);
  }
  const { tz: _sameEverywhere, ...plain } = schedule;
  return describeSchedule(plain);
}
