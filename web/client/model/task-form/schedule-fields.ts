import type { ScheduleDto } from "../../../contract/task.ts";
import { durationFrom, durationText } from "../duration-text.ts";
import { dailyCron, dailyOf } from "./daily-cron.ts";
import type { FormErrors, FormField, FormValues } from "./form-values.ts";

export const SCHEDULE_FIELDS = [
  ...["kind", "days", "time", "every", "cron", "rrule"],
  ...["at", "tz", "start", "end", "count"],
] as readonly FormField[];

type ScheduleValues = Pick<
  FormValues,
  "kind" | "days" | "time" | "every" | "cron" | "rrule" | "at" | "tz" | "start" | "end" | "count"
>;

const EMPTY: ScheduleValues = {
  ...{ kind: "none", days: "12345", time: "09:00", every: "1 h", cron: "0 9 * * 1-5" },
  ...{ rrule: "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;BYHOUR=9;BYMINUTE=0", at: "", tz: "", start: "", end: "", count: "" },
};

/** What the fields show for a schedule; those of other kinds hold something to begin with, a new one this zone. */
export function scheduleValues(schedule: ScheduleDto | undefined, timeZone: string): ScheduleValues {
  if (!schedule) return { ...EMPTY, tz: timeZone };
  const tz = schedule.tz ?? "";
  if (schedule.kind === "once") return { ...EMPTY, kind: "once", at: schedule.at.slice(0, 16), tz };
  const { start = "", end = "", count } = schedule;
  const bounds = { tz, start: start.slice(0, 16), end: end.slice(0, 16), count: count === undefined ? "" : `${count}` };
  switch (schedule.kind) {
    case "interval":
      return { ...EMPTY, ...bounds, kind: "interval", every: durationText(schedule.every) };
    case "rrule":
      return { ...EMPTY, ...bounds, kind: "rrule", rrule: schedule.rrule };
    default: {
      const daily = dailyOf(schedule.cron);
      return { ...EMPTY, ...bounds, ...daily, kind: daily ? "daily" : "cron", cron: schedule.cron };
    }
  }
}

type Read = { readonly schedule: ScheduleDto | undefined } | { readonly errors: FormErrors };
type Bounds = Omit<Extract<ScheduleDto, { readonly kind: "cron" }>, "kind" | "cron">;

/** The schedule that the fields say, or what is wrong with them. "none" has none. */
export function readSchedule(values: FormValues): Read {
  const { kind, at, tz } = values;
  if (kind === "none") return { schedule: undefined };
  if (kind !== "once") return readRepeating(values);
  if (at === "") return wrong("at", "Say the day and the time.");
  return { schedule: { kind, at, ...(tz === "" ? {} : { tz }) } };
}

function readRepeating(values: FormValues): Read {
  const { kind, count, cron, every } = values;
  if (count !== "" && !/^[1-9]\d{0,8}$/.test(count)) return wrong("count", "Write how many times, from 1.");
  const bounds = boundsOf(values);
  const rrule = values.rrule.trim();
  switch (kind) {
    case "interval": {
      const span = durationFrom(every);
      if (span === undefined) return wrong("every", "Write a span such as 15 min or 2 h.");
      return { schedule: { kind, every: span, ...bounds } };
    }
    case "rrule":
      return rrule === "" ? wrong("rrule", "Write a rule.") : { schedule: { kind, rrule, ...bounds } };
    case "daily":
      return readDaily(values, bounds);
    default:
      if (cron.trim() === "") return wrong("cron", "Write minute, hour, day, month and weekday.");
      return { schedule: { kind: "cron", cron: cron.trim(), ...bounds } };
  }
}

function readDaily({ days, time }: FormValues, bounds: Bounds): Read {
  const cron = dailyCron(days, time);
  if (cron !== undefined) return { schedule: { kind: "cron", cron, ...bounds } };
  return days === "" ? wrong("days", "Choose at least one day.") : wrong("time", "Say the time of day.");
}

function boundsOf({ tz, start, end, count }: FormValues): Bounds {
  return {
    ...(tz !== "" && { tz }),
    ...(start !== "" && { start }),
    ...(end !== "" && { end }),
    ...(count !== "" && { count: Number(count) }),
  };
}

function wrong(field: FormField, sentence: string): { readonly errors: FormErrors } {
  return { errors: { [field]: sentence } };
}
