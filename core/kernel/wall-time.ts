/** What a clock on the wall shows. Months from 1. */
export interface WallTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/** Wall time as if the zone were UTC, in ms: calendar arithmetic without zones. */
export type WallMs = number;

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** False for a zone this runtime does not know. */
export function isKnownZone(timeZone: string): boolean {
  try {
    formatFor(timeZone);
    return true;
  } catch {
    return false;
  }
}

/** The wall clock of `timeZone` at the instant, to the second. */
export function wallMsAt(at: number, timeZone: string): WallMs {
  const seconds = Math.floor(at / 1000) * 1000;
  if (timeZone === "UTC") return seconds;
  const offset = offsetOfDay(Math.floor(at / DAY_MS), timeZone);
  return offset === undefined ? askedWallMs(at, timeZone) : seconds + offset;
}

/** Days looked at before, by zone: the offset of the whole day, or that it changes during it. */
const dayOffsets = new Map<string, Map<number, number | undefined>>();
const MOST_DAYS = 8_000;

/** Undefined on a day (of UTC) in which the zone's clock changes. Asking the runtime costs 50 times as much. */
function offsetOfDay(day: number, timeZone: string): number | undefined {
  const days = dayOffsets.get(timeZone) ?? new Map<number, number | undefined>();
  dayOffsets.set(timeZone, days);
  if (days.has(day)) return days.get(day);
  if (days.size >= MOST_DAYS) days.clear();
  const at = day * DAY_MS;
  const first = askedWallMs(at, timeZone) - at;
  const offset = askedWallMs(at + DAY_MS, timeZone) - at - DAY_MS === first ? first : undefined;
  days.set(day, offset);
  return offset;
}

function askedWallMs(at: number, timeZone: string): WallMs {
  const parts: Record<string, number> = {};
  for (const { type, value } of formatFor(timeZone).formatToParts(at)) parts[type] = Number(value);
  const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** The fields of a wall time. */
export function wallFields(wall: WallMs): WallTime & { readonly weekday: number } {
  const date = new Date(wall);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    weekday: date.getUTCDay(),
  };
}

/** "2026-11-21T10:35:00" */
export function wallText(wall: WallMs): string {
  return new Date(wall).toISOString().slice(0, 19);
}

/** Undefined when the text is no date or date and time. */
export function wallFromText(text: string): WallMs | undefined {
  if (!/^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?)?$/.test(text)) return undefined;
  const wall = Date.parse(`${text.length === 10 ? `${text}T00:00` : text}Z`);
  return Number.isNaN(wall) ? undefined : wall;
}

/**
 * The instants at which the wall clock shows `wall`, earliest first: one, or two in an overlap. In a gap it never shows
 * it: `gapEndsAt` is then the first instant after the gap.
 */
export function instantsOfWall(
  wall: WallMs,
  timeZone: string,
): { readonly instants: readonly number[]; readonly gapEndsAt?: number } {
  if (timeZone === "UTC") return { instants: [wall] };
  const before = offsetMs(wall - DAY_MS, timeZone);
  const after = offsetMs(wall + DAY_MS, timeZone);
  const instants = [...new Set([wall - before, wall - after])].filter((at) => wallMsAt(at, timeZone) === wall);
  if (instants.length > 0) return { instants: instants.sort((a, b) => a - b) };
  return { instants: [], gapEndsAt: changeBetween(wall - after, wall - before, after, timeZone) };
}

/** The instant of a wall time: in a gap the first valid one after it, in an overlap the first. */
export function instantOfWall(wall: WallMs, timeZone: string): number {
  const { instants, gapEndsAt } = instantsOfWall(wall, timeZone);
  return instants[0] ?? gapEndsAt ?? wall;
}

function offsetMs(at: number, timeZone: string): number {
  return wallMsAt(at, timeZone) - Math.floor(at / 1000) * 1000;
}

/** First instant of the offset `after`; transitions happen at whole minutes. */
function changeBetween(from: number, to: number, after: number, timeZone: string): number {
  let low = Math.floor(from / MINUTE_MS) - 1;
  let high = Math.ceil(to / MINUTE_MS) + 1;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetMs(middle * MINUTE_MS, timeZone) === after) high = middle;
    else low = middle;
  }
  return high * MINUTE_MS;
}

function formatFor(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-US", {
    timeZone,
    calendar: "gregory",
    numberingSystem: "latn",
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  formats.set(timeZone, made);
  return made;
}
