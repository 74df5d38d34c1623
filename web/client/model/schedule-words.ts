import { describeMs, durationToMs } from "../../../core/kernel/duration.ts";
import type { ScheduleDto } from "../../contract/task.ts";

const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

/** When a task fires, in words where they are exact, otherwise as it is written. */
export function scheduleWords(schedule: ScheduleDto | undefined): string {
  if (schedule === undefined) return "once, at once";
  switch (schedule.kind) {
    case "once":
      return `once at ${schedule.at.replace("T", " ").slice(0, 16)}`;
    case "cron":
      return cronWords(schedule.cron) ?? `cron ${schedule.cron}`;
    case "interval":
      return `every ${durationWords(schedule.every)}`;
    default:
      return schedule.rrule;
  }
}

function cronWords(cron: string): string | undefined {
  const [minute = "", hour = "", day, month, weekday = ""] = cron.trim().split(/\s+/);
  if (day !== "*" || month !== "*" || cron.trim().split(/\s+/).length !== 5) return undefined;
  const every = /^\*\/(\d+)$/.exec(minute)?.[1];
  if (hour === "*" && weekday === "*") {
    if (minute === "*") return "every minute";
    if (every) return `every ${every} minutes`;
    return /^\d+$/.test(minute) ? `every hour at :${minute.padStart(2, "0")}` : undefined;
  }
  if (!/^\d+$/.test(minute) || !/^\d+$/.test(hour)) return undefined;
  const time = `${hour.padStart(2, "0")}:${minute.padStart(2, "0")}`;
  if (weekday === "*") return `every day at ${time}`;
  const days = weekdayWords(weekday);
  return days && `${days} at ${time}`;
}

function weekdayWords(field: string): string | undefined {
  const parts = field.split(",").map((part) => /^([0-7])(?:-([0-7]))?$/.exec(part));
  const words = parts.map((part) => {
    if (!part) return undefined;
    const name = (digit: string | undefined) => DAYS[Number(digit) % 7];
    return part[2] === undefined ? name(part[1]) : `${name(part[1])}–${name(part[2])}`;
  });
  return words.includes(undefined) ? undefined : words.join(", ");
}

/** "PT1M30S" as "1 min 30 s"; what is not a duration stays as it is. */
export function durationWords(iso: string): string {
  const ms = durationToMs(iso);
  return ms === undefined ? iso : describeMs(ms);
}
