const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** "14:02", with the day in front when it is not the day of `now`: "Fri 20 Nov, 14:02". */
export function formatInstant(at: number, now: number, timeZone: string | undefined): string {
  const time = format(at, timeZone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const day = dayOf(at, now, timeZone);
  return day === "" ? time : `${day}, ${time}`;
}

/** "Today", "Yesterday", "Fri 20 Nov" or "20 Nov 2025", for a divider. */
export function formatDay(at: number, now: number, timeZone: string | undefined): string {
  const day = dayOf(at, now, timeZone);
  return day === "" ? "Today" : day === dayOf(now - DAY_MS, now, timeZone) ? "Yesterday" : day;
}

function dayOf(at: number, now: number, timeZone: string | undefined): string {
  const key = (instant: number) => format(instant, timeZone, { year: "numeric", month: "2-digit", day: "2-digit" });
  if (key(at) === key(now)) return "";
  const year = (instant: number) => format(instant, timeZone, { year: "numeric" });
  const base = { day: "numeric", month: "short" } as const;
  if (year(at) !== year(now)) return format(at, timeZone, { ...base, year: "numeric" });
  return format(at, timeZone, { ...base, weekday: "short" }).replace(",", "");
}

/** The whole instant with its offset, for a tooltip: "2026-11-21T14:02:11+01:00 (Europe/Paris)". */
export function isoInZone(at: number, timeZone: string | undefined): string {
  const zone = timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const wall = format(at, zone, {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  });
  const [, day, month, year, time] = /^(\d+)\/(\d+)\/(\d+), (.+)$/.exec(wall) ?? [];
  const parts = new Intl.DateTimeFormat("en-GB", { timeZone: zone, timeZoneName: "longOffset" }).formatToParts(at);
  const offset = parts.find((part) => part.type === "timeZoneName")?.value.replace("GMT", "") ?? "";
  // Some browsers write Greenwich as "GMT", some as "GMT+00:00".
  return `${year}-${month}-${day}T${time}${offset === "" || offset === "+00:00" ? "Z" : offset} (${zone})`;
}

/** "4 s ago", "3 min ago", "2 h ago", "5 days ago"; "in 3 min" for what is to come. */
export function formatAgo(at: number, now: number): string {
  const spanMs = Math.abs(now - at);
  if (spanMs < 2 * SECOND_MS) return "now";
  const span = coarse(spanMs);
  return at > now ? `in ${span}` : `${span} ago`;
}

function coarse(spanMs: number): string {
  if (spanMs < MINUTE_MS) return `${Math.floor(spanMs / SECOND_MS)} s`;
  if (spanMs < HOUR_MS) return `${Math.floor(spanMs / MINUTE_MS)} min`;
  if (spanMs < 2 * DAY_MS) return `${Math.floor(spanMs / HOUR_MS)} h`;
  return `${Math.floor(spanMs / DAY_MS)} days`;
}

/** "0:07", "12:30", "1:02:03": a clock that ticks. */
export function formatElapsed(elapsedMs: number): string {
  const seconds = Math.max(0, Math.floor(elapsedMs / SECOND_MS));
  const two = (value: number) => String(value).padStart(2, "0");
  const rest = two(seconds % 60);
  if (seconds < 3600) return `${Math.floor(seconds / 60)}:${rest}`;
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${rest}`;
}

function format(at: number, timeZone: string | undefined, options: Intl.DateTimeFormatOptions): string {
  return formatter(timeZone, options).format(at);
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Making a formatter costs a hundred times more than using one. An unknown zone falls back to the browser's. */
function formatter(timeZone: string | undefined, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([timeZone, options]);
  const known = formatters.get(key);
  if (known) return known;
  const made = makeFormatter(timeZone, options);
  formatters.set(key, made);
  return made;
}

function makeFormatter(timeZone: string | undefined, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat("en-GB", timeZone === undefined ? options : { ...options, timeZone });
  } catch {
    return new Intl.DateTimeFormat("en-GB", options);
  }
}
