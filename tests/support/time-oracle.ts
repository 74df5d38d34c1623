import { wallFields } from "../../core/kernel/wall-time.ts";

const MINUTE_MS = 60_000;

/** The clock on the wall of a zone, by the runtime alone and without anything of ours. */
export class WallClock {
  readonly #format: Intl.DateTimeFormat;

  constructor(timeZone: string) {
    this.#format = new Intl.DateTimeFormat("sv-SE", {
      timeZone,
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
    });
  }

  /** To the minute, as if the zone were UTC. */
  at(instant: number): number {
    return Date.parse(`${this.#format.format(instant).replace(" ", "T")}Z`);
  }
}

/** Minutes at whose beginning the wall clock does not go on by one minute: it was set. */
export function clockChanges(clock: WallClock, from: number, to: number): readonly number[] {
  const changes: number[] = [];
  const DAY = 1_440 * MINUTE_MS;
  for (let day = from; day < to; day += DAY) {
    if (clock.at(day + DAY) - clock.at(day) === DAY) continue;
    for (let at = day; at < day + DAY; at += MINUTE_MS) {
      if (clock.at(at + MINUTE_MS) - clock.at(at) !== MINUTE_MS) changes.push(at + MINUTE_MS);
    }
  }
  return changes;
}

export interface CronFields {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly days: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  readonly weekdays: ReadonlySet<number>;
  readonly anyDay: boolean;
  readonly anyWeekday: boolean;
  readonly wildHour: boolean;
  readonly wildMinute: boolean;
}

/**
 * The rule in words, walked minute by minute of real time: cron(8) with its care for changed clocks. A fixed time that
 * the clock jumps over runs at the first minute after the jump; one that it shows twice runs the first time. With a
 * wildcard hour nothing is made up for, and with a wildcard hour or minute every showing counts.
 */
export function oracleRuns(cron: CronFields, clock: WallClock, from: number, to: number): readonly number[] {
  const runs: number[] = [];
  const shown = new Set<number>();
  let before = clock.at(from - MINUTE_MS);
  // What was shown shortly before the window may be shown again in it.
  for (let at = from - 180 * MINUTE_MS; at < from; at += MINUTE_MS) shown.add(clock.at(at));
  for (let at = from; at < to; at += MINUTE_MS) {
    const wall = clock.at(at);
    let due = matches(cron, wall) && (cron.wildHour || cron.wildMinute || !shown.has(wall));
    if (wall - before > MINUTE_MS && !cron.wildHour) {
      for (let skipped = before + MINUTE_MS; skipped < wall; skipped += MINUTE_MS) due ||= matches(cron, skipped);
    }
    if (due) runs.push(at);
    shown.add(wall);
    before = wall;
  }
  return runs;
}

function matches(cron: CronFields, wall: number): boolean {
  const { minute, hour, day, month, weekday } = wallFields(wall);
  if (!cron.minutes.has(minute) || !cron.hours.has(hour) || !cron.months.has(month)) return false;
  const onDay = cron.days.has(day);
  const onWeekday = cron.weekdays.has(weekday);
  return cron.anyDay || cron.anyWeekday ? onDay && onWeekday : onDay || onWeekday;
}

/** The fields of a text made of numbers, stars, lists, ranges and steps of a star. */
export function cronFields(text: string): CronFields {
  const [minute = "", hour = "", day = "", month = "", weekday = ""] = text.split(" ");
  return {
    minutes: expand(minute, 0, 59),
    hours: expand(hour, 0, 23),
    days: expand(day, 1, 31),
    months: expand(month, 1, 12),
    weekdays: new Set([...expand(weekday, 0, 7)].map((value) => value % 7)),
    anyDay: day === "*",
    anyWeekday: weekday === "*",
    wildHour: hour.startsWith("*"),
    wildMinute: minute.startsWith("*"),
  };
}

function expand(field: string, low: number, high: number): ReadonlySet<number> {
  const values = new Set<number>();
  for (const part of field.split(",")) {
    const [range = "", step = "1"] = part.split("/");
    const [first = low, last = range === "*" ? high : first] =
      range === "*" ? [low, high] : range.split("-").map(Number);
    for (let value = first; value <= last; value += Number(step)) values.add(value);
  }
  return values;
}
