import { wallFields, wallFromText } from "../../core/kernel/wall-time.ts";
import type { Schedule } from "../../core/model/schedule.ts";
import { describeCron } from "./describe-cron.ts";
import { describeRule } from "./describe-rule.ts";
import { sayClock, sayDate, sayMoment } from "./say-clock.ts";
import { sayDuration } from "./say-duration.ts";

/** "every weekday at 09:00", "on 24 December 2026 at 12:00": plain English that the parser reads back the same. */
export function describeSchedule(schedule: Schedule): string {
  if (schedule.kind === "once") return [sayMoment(schedule.at, "on"), sayZone(schedule.tz)].filter(Boolean).join(" ");
  const { tz, start, end, count } = schedule;
  const parts = [
    rhythm(schedule),
    sayZone(tz),
    start === undefined ? "" : sayStart(start),
    end === undefined ? "" : `until ${sayMoment(end, "")}`,
    count === undefined ? "" : `${count} times`,
  ];
  return parts.filter((part) => part !== "").join(" ");
}

function rhythm(schedule: Exclude<Schedule, { readonly kind: "once" }>): string {
  if (schedule.kind === "interval") return `every ${sayDuration(schedule.every)}`;
  if (schedule.kind === "cron") return describeCron(schedule.cron) ?? `on the cron schedule "${schedule.cron}"`;
  return describeRule(schedule.rrule) ?? `on the rule "${schedule.rrule}"`;
}

const sayZone = (tz: string | undefined): string => (tz === undefined ? "" : tz);

/** "starting 5 January 2027", "starting at 18:00 on ...": behind the day the time would be that of the habit. */
function sayStart(start: string): string {
  const wall = wallFromText(start);
  if (wall === undefined) return `starting ${start}`;
  const { hour, minute } = wallFields(wall);
  const clock = hour === 0 && minute === 0 ? "" : ` at ${sayClock(hour, minute)} on`;
  return `starting${clock} ${sayDate(wall)}`;
}
