import type { WallMs } from "../kernel/wall-time.ts";

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** Days without a date in a row after which a text counts as never due again: 29 February is at most 8 years away. */
const EMPTY_DAYS = 366 * 9;

/** A cron text of numbers, lists, ranges and steps, read into what is asked of each day. */
export interface PlainCron {
  /** Milliseconds since midnight, ascending. */
  readonly times: readonly number[];
  readonly isDue: (day: WallMs) => boolean;
}

/**
 * The text if it is of the plain kind that nearly all are, otherwise undefined: names, `L`, `#` and a star with a step
 * beside the other day field are left to the engine that knows them. A hundred times as fast as that engine.
 */
export function readPlainCron(cron: string): PlainCron | undefined {
  const [minuteText = "", hourText = "", dayText = "", monthText = "", weekdayText = ""] = cron.trim().split(/\s+/);
  const minutes = readField(minuteText, 0, 59);
  const hours = readField(hourText, 0, 23);
  const days = readField(dayText, 1, 31);
  const months = readField(monthText, 1, 12);
  const weekdays = readField(weekdayText, 0, 7);
  if (!minutes || !hours || !days || !months || !weekdays) return undefined;
  if (weekdays.has(7)) weekdays.add(0);
  const anyDay = dayText === "*";
  const anyWeekday = weekdayText === "*";
  if (!anyDay && !anyWeekday && (dayText.startsWith("*") || weekdayText.startsWith("*"))) return undefined;
  const times = [...hours].flatMap((hour) => [...minutes].map((minute) => (hour * 60 + minute) * MINUTE_MS));
  return {
    times: times.sort((a, b) => a - b),
    isDue: (wall) => {
      const date = new Date(wall);
      if (!months.has(date.getUTCMonth() + 1)) return false;
      const onDay = days.has(date.getUTCDate());
      const onWeekday = weekdays.has(date.getUTCDay());
      // Where both are said, either will do: the rule of cron(8).
      return anyDay || anyWeekday ? onDay && onWeekday : onDay || onWeekday;
    },
  };
}

/** Wall times not before `from`, ascending; ends by itself when there are no more. */
export function* plainCronTimes({ times, isDue }: PlainCron, from: WallMs): Generator<WallMs> {
  let empty = 0;
  for (let day = Math.floor(from / DAY_MS) * DAY_MS; empty < EMPTY_DAYS; day += DAY_MS) {
    if (!isDue(day)) {
      empty += 1;
      continue;
    }
    empty = 0;
    for (const time of times) if (day + time >= from) yield day + time;
  }
}

function readField(text: string, low: number, high: number): Set<number> | undefined {
  const values = new Set<number>();
  for (const part of text.split(",")) {
    const read = readPart(part, low, high);
    if (!read) return undefined;
    for (let value = read.from; value <= read.to; value += read.by) values.add(value);
  }
  return values;
}

function readPart(part: string, low: number, high: number) {
  const [, star, first, last, step] = /^(?:(\*)|(\d{1,2})(?:-(\d{1,2}))?)(?:\/(\d{1,2}))?$/.exec(part) ?? [];
  if (star === undefined && first === undefined) return undefined;
  // "5/10" means different things to different engines.
  if (star === undefined && step !== undefined && last === undefined) return undefined;
  const from = star === undefined ? Number(first) : low;
  const to = star === undefined ? Number(last ?? first) : high;
  const by = Number(step ?? 1);
  return from < low || to > high || from > to || by < 1 ? undefined : { from, to, by };
}
