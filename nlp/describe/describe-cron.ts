import { monthName, weekdayName } from "../time/calendar-words.ts";
import { sayClock, sayList, sayOrdinal } from "./say-clock.ts";

/** A field's values, or undefined where it has steps or names. */
function valuesOf(field: string): readonly number[] | undefined {
  if (!/^\d{1,2}(?:-\d{1,2})?(?:,\d{1,2}(?:-\d{1,2})?){0,30}$/.test(field)) return undefined;
  return field.split(",").flatMap((part) => {
    const [from = 0, to = from] = part.split("-").map(Number);
    return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
  });
}

/** "30 2 * * 1-5" -> "every weekday at 02:30"; undefined where English has no short exact words for it. */
export function describeCron(cron: string): string | undefined {
  const [minute = "", hour = "", day = "", month = "", weekday = ""] = cron.split(" ");
  const days = daysText(day, weekday);
  const months = monthsText(month, day);
  if (days === undefined || months === undefined) return undefined;
  const often = oftenText(minute, hour);
  if (often !== undefined) return often === "" ? undefined : [often, days.filter, months].filter(Boolean).join(" ");
  const clocks = clockText(minute, hour);
  return clocks === undefined ? undefined : [days.habit, months, clocks].filter(Boolean).join(" ");
}

/** "every 15 minutes", "every 2 hours", with the hours of the day where it has some; "" where words fail. */
function oftenText(minute: string, hour: string): string | undefined {
  if (minute.startsWith("*")) return minutesText(minute, hour);
  const isWindow = /^\d{1,2}-\d{1,2}(?:\/\d{1,2})?$/.test(hour);
  if (minute === "0" && (hour.startsWith("*") || isWindow)) return hoursText(hour);
  if (!hour.startsWith("*")) return undefined;
  return hour === "*" && /^\d{1,2}$/.test(minute) ? `every hour at minute ${minute}` : "";
}

function minutesText(minute: string, hour: string): string {
  const step = /^\*\/(\d{1,2})$/.exec(minute)?.[1];
  const window = windowText(hour);
  if (!divides(step, 60) || window === undefined) return "";
  return `${step === undefined ? "every minute" : `every ${step} minutes`}${window}`;
}

function hoursText(hour: string): string {
  const [base = "", step] = hour.split("/");
  const window = windowText(base);
  if (!divides(step, 24) || window === undefined) return "";
  return `${step === undefined ? "every hour" : `every ${step} hours`}${window}`;
}

/** "" for every hour, undefined where the hours are no plain stretch. */
function windowText(hour: string): string | undefined {
  if (hour === "*") return "";
  const [, from, to] = /^(\d{1,2})-(\d{1,2})$/.exec(hour) ?? [];
  return from === undefined ? undefined : ` between ${sayClock(Number(from), 0)} and ${sayClock(Number(to), 0)}`;
}

const divides = (step: string | undefined, whole: number): boolean =>
  step === undefined || (Number(step) > 1 && Number(step) < whole && whole % Number(step) === 0);

function clockText(minute: string, hour: string): string | undefined {
  const minutes = valuesOf(minute);
  const hours = valuesOf(hour);
  if (!minutes || !hours || minutes.length * hours.length > 24) return undefined;
  return `at ${sayList(hours.flatMap((h) => minutes.map((m) => sayClock(h, m))))}`;
}

interface Days {
  /** Beside a clock time. */
  readonly habit: string;
  /** Beside "every 5 minutes". */
  readonly filter: string;
}

function daysText(day: string, weekday: string): Days | undefined {
  if (day === "*" && weekday === "*") return { habit: "every day", filter: "" };
  if (day !== "*" && weekday !== "*") return undefined;
  if (day !== "*") {
    const days = valuesOf(day);
    return (
      days && {
        habit: `on the ${sayList(days.map(sayOrdinal))} of every month`,
        filter: `on the ${sayList(days.map(sayOrdinal))} of every month`,
      }
    );
  }
  const weekdays = valuesOf(weekday)?.map((one) => one % 7);
  if (!weekdays) return undefined;
  const text = [...weekdays].sort().join("");
  if (text === "12345") return { habit: "every weekday", filter: "on weekdays" };
  if (text === "06") return { habit: "every weekend", filter: "on weekends" };
  const names = weekdays.map(weekdayName);
  return { habit: `every ${sayList(names)}`, filter: `on ${sayList(names.map((name) => `${name}s`))}` };
}

function monthsText(month: string, day: string): string | undefined {
  if (month === "*") return "";
  if (day !== "*") return undefined;
  const months = valuesOf(month);
  return months && `in ${sayList(months.map(monthName))}`;
}
