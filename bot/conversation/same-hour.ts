import type { Schedule } from "../../core/model/schedule.ts";

interface Hour {
  readonly hour: string;
  readonly minute: string;
}

/** Other days at the hour that `before` has: "only on weekdays" of what runs at 04:00. Unchanged where it has no single hour. */
export function withHourOf(days: Schedule, before: Schedule | undefined): Schedule {
  const time = before && hourOf(before);
  if (!time) return days;
  const { hour, minute } = time;
  if (days.kind === "cron") {
    const [, , ...rest] = days.cron.split(" ");
    return { ...days, cron: [minute, hour, ...rest].join(" ") };
  }
  if (days.kind !== "rrule") return days;
  const rrule = days.rrule.replace(/BYHOUR=\d+/, `BYHOUR=${hour}`).replace(/BYMINUTE=\d+/, `BYMINUTE=${minute}`);
  return { ...days, rrule };
}

function hourOf(schedule: Schedule): Hour | undefined {
  if (schedule.kind === "cron") {
    const [minute = "", hour = ""] = schedule.cron.split(" ");
    return /^\d+$/.test(minute) && /^\d+$/.test(hour) ? { hour, minute } : undefined;
  }
  if (schedule.kind !== "rrule") return undefined;
  const hour = /BYHOUR=(\d+)(?:;|$)/.exec(schedule.rrule)?.[1];
  const minute = /BYMINUTE=(\d+)(?:;|$)/.exec(schedule.rrule)?.[1];
  return hour === undefined || minute === undefined ? undefined : { hour, minute };
}
