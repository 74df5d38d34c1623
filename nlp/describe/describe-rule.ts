import { monthName, weekdayName } from "../time/calendar-words.ts";
import { sayClock, sayList, sayOrdinal } from "./say-clock.ts";

const CODES = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];
const UNITS: Readonly<Record<string, string>> = { DAILY: "day", WEEKLY: "week", MONTHLY: "month", YEARLY: "year" };

/** The rules that the parser itself makes, in words; undefined for any other. */
export function describeRule(rrule: string): string | undefined {
  const parts = new Map(rrule.split(";").map((part) => part.split("=") as [string, string]));
  const unit = UNITS[parts.get("FREQ") ?? ""];
  const clock = clockText(parts);
  if (unit === undefined || clock === undefined) return undefined;
  const days = daysText(parts, unit);
  return days === undefined ? undefined : `${days} ${clock}`;
}

const numbers = (text: string | undefined): readonly number[] =>
  text === undefined ? [] : text.split(",").map(Number);

function clockText(parts: ReadonlyMap<string, string>): string | undefined {
  const hours = numbers(parts.get("BYHOUR"));
  const minutes = numbers(parts.get("BYMINUTE"));
  if (hours.length === 0 || minutes.length === 0) return undefined;
  const all = hours.flatMap((hour) => minutes.map((minute) => sayClock(hour, minute)));
  const positions = numbers(parts.get("BYSETPOS"));
  const chosen = positions.length === 0 ? all : positions.map((position) => all[position - 1] ?? "");
  return `at ${sayList(chosen)}`;
}

function daysText(parts: ReadonlyMap<string, string>, unit: string): string | undefined {
  const interval = Number(parts.get("INTERVAL") ?? "1");
  const every = everyText(unit, interval);
  const months = numbers(parts.get("BYMONTH"));
  const byDay = parts.get("BYDAY")?.split(",");
  const nth = byDay?.every((day) => day.length > 2) === true;
  if (byDay && nth && interval === 1) return nthText(byDay, unit, months);
  if (months.length > 0 || nth) return undefined;
  const monthDays = numbers(parts.get("BYMONTHDAY"));
  if (byDay) return unit === "week" || unit === "day" ? weekdaysText(byDay, every, unit, interval) : undefined;
  if (unit === "month") return monthDaysText(monthDays, every, interval);
  return unit === "day" && monthDays.length === 0 ? every : undefined;
}

function everyText(unit: string, interval: number): string {
  if (interval === 1) return `every ${unit}`;
  return interval === 2 ? `every other ${unit}` : `every ${interval} ${unit}s`;
}

function nthText(byDay: readonly string[], unit: string, months: readonly number[]): string | undefined {
  const of =
    unit === "month" && months.length === 0
      ? "of the month"
      : unit === "year" && months.length === 1
        ? `of ${monthName(months[0] ?? 1)}`
        : undefined;
  if (of === undefined) return undefined;
  const days = new Set(byDay.map((day) => day.slice(-2)));
  const [code = ""] = days;
  if (days.size !== 1) return undefined;
  const places = byDay.map((day) => (day.startsWith("-1") ? "last" : sayOrdinal(Number(day.slice(0, -2)))));
  return byDay.some((day) => day.startsWith("-") && !day.startsWith("-1"))
    ? undefined
    : `on the ${sayList(places)} ${weekdayName(CODES.indexOf(code))} ${of}`;
}

function monthDaysText(days: readonly number[], every: string, interval: number): string | undefined {
  if (interval === 1 && days.length === 1 && days[0] === -1) return "on the last day of the month";
  if (days.length === 0 || days.some((day) => day < 0)) return undefined;
  return `${every} on the ${sayList(days.map(sayOrdinal))}`;
}

function weekdaysText(byDay: readonly string[], every: string, unit: string, interval: number): string | undefined {
  const names = byDay.map((code) => weekdayName(CODES.indexOf(code)));
  if (unit === "week") return `${every} on ${sayList(names)}`;
  return interval === 1 ? `every ${sayList(names)}` : undefined;
}
