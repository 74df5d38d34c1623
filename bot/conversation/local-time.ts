const DAY_MS = 86_400_000;

/** Wall-clock parts of an instant in a zone. */
interface Wall {
  readonly year: string;
  readonly month: string;
  readonly day: string;
  readonly weekday: string;
  readonly hour: string;
  readonly minute: string;
  readonly second: string;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatFor(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    hourCycle: "h23",
    weekday: "short",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  formats.set(timeZone, made);
  return made;
}

function wallOf(at: number, timeZone: string): Wall {
  const parts = Object.fromEntries(
    formatFor(timeZone)
      .formatToParts(at)
      .map((part) => [part.type, part.value]),
  );
  return parts as unknown as Wall;
}

/** The zone if this runtime knows it, otherwise UTC. */
export function knownZone(timeZone: string | undefined): string {
  try {
    if (timeZone) formatFor(timeZone);
    return timeZone || "UTC";
  } catch {
    return "UTC";
  }
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** "14:02" today, "Mon 23 Nov 09:00" otherwise, with the year when it is another one. */
export function sayInstant(at: number, timeZone: string, now: number): string {
  const wall = wallOf(at, timeZone);
  const today = wallOf(now, timeZone);
  const time = `${wall.hour}:${wall.minute}`;
  if (wall.year === today.year && wall.month === today.month && wall.day === today.day) return time;
  return `${sayDay(wall, today.year)} ${time}`;
}

/** "Mon 23 Nov 09:00", always with the day: for times that will come. */
export function sayDayAndTime(at: number, timeZone: string, now: number): string {
  const wall = wallOf(at, timeZone);
  return `${sayDay(wall, wallOf(now, timeZone).year)} ${wall.hour}:${wall.minute}`;
}

function sayDay(wall: Wall, thisYear: string): string {
  const day = `${wall.weekday} ${Number(wall.day)} ${MONTHS[Number(wall.month) - 1] ?? wall.month}`;
  return wall.year === thisYear ? day : `${day} ${wall.year}`;
}

/** The instant of a wall time without zone; in a gap the time after it, in an overlap the first. Undefined: no time. */
export function instantOf(wall: string, timeZone: string): number | undefined {
  const asUtc = Date.parse(`${wall.length === 10 ? `${wall}T00:00:00` : wall}Z`);
  if (Number.isNaN(asUtc)) return undefined;
  const before = asUtc - offsetAt(asUtc - DAY_MS, timeZone);
  const after = asUtc - offsetAt(asUtc + DAY_MS, timeZone);
  const fits = [before, after].filter((at) => at + offsetAt(at, timeZone) === asUtc);
  return fits.length > 0 ? Math.min(...fits) : before;
}

function offsetAt(at: number, timeZone: string): number {
  const wall = wallOf(at, timeZone);
  const { year, month, day, hour, minute, second } = wall;
  const asUtc = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  return asUtc - Math.floor(at / 1000) * 1000;
}

/** Midnight that began the day of `at`. */
export function startOfDay(at: number, timeZone: string): number {
  const wall = wallOf(at, timeZone);
  return instantOf(`${wall.year}-${wall.month}-${wall.day}T00:00:00`, timeZone) ?? at;
}
