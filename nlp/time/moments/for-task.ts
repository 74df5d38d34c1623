import { minutesOf } from "../clock-text.ts";
import type { TimeSetting } from "../time-facts.ts";
import type { MomentRead, PointRead } from "./moment-read.ts";
import { DAY, floorTo, HOUR, type Span } from "./span.ts";

/**
 * The same for something to be done: a part of the day is a time, and what lasts for months says nothing, nor does a number
 * that is a year only by its four digits. `said`: its words, in lower case.
 */
export function forTask(read: MomentRead, setting: TimeSetting, said: string): MomentRead | undefined {
  if (read.kind === "duration") return read;
  const openYear = read.grain === "year" && read.open !== undefined && !/\byear\b/.test(said);
  if (read.grain === "quarter" || openYear || said.endsWith("ampm")) return undefined;
  if (read.open !== undefined && read.part === undefined && read.grain === "day") return undefined;
  const [first] = read.values;
  if (read.kind === "interval" && read.grain === "day" && first && first.to - first.from > 32 * DAY) return undefined;
  return read.part ? timeOfPart(read, setting) : read;
}

/** Lasts as long as a meal or the early hours do. */
const LENGTHS: Readonly<Record<string, readonly [number, number]>> = { lunch: [11, 13], "early morning": [6, 8] };

function timeOfPart(read: PointRead, { nowWall, dayParts }: TimeSetting): PointRead {
  const said = read.part?.said ?? "";
  if (said === "after") return { ...read, open: "after" };
  const hours = LENGTHS[said];
  const clock = dayParts[said];
  const at = (span: Span): Span => {
    const day = floorTo(span.from, "day");
    if (hours) return { from: day + hours[0] * HOUR, to: day + hours[1] * HOUR };
    const from = clock ? day + minutesOf(clock) : span.from;
    return { from, to: from, until: from };
  };
  const values = read.values.map(at);
  const coming = read.clockOnly
    ? values.map((span) =>
        span.from <= nowWall ? { ...span, from: span.from + DAY, to: span.to + DAY, until: span.from + DAY } : span,
      )
    : values;
  return { ...read, kind: hours ? "interval" : "point", values: coming };
}
