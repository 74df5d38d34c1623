import type { TimeSetting } from "../time-facts.ts";
import { ANY_DAY, following, type Moment, onlyOnce, preceding, WHOLE_DAY } from "./moment.ts";
import type { ClockPart, DayPart, Piece } from "./phrase.ts";
import { DAY, floorTo, HOUR, LONGEST, type Span } from "./span.ts";

/** Day, part of the day and clock time as one series of spans. */
export function momentOf(said: Piece): Moment {
  const { date, part, clock } = said;
  if (!clock && !part) return date ?? ANY_DAY;
  const base = date ? daysOf(date) : ANY_DAY;
  if (clock && isInstant(date)) return date;
  const cut = clock
    ? clockSpans(clock, part)
    : (day: number) => [{ from: day + (part?.from ?? 0), to: day + (part?.to ?? DAY) }];
  const grain = clock?.until?.grain ?? clock?.grain ?? "hour";
  const shape = { grain, says: date ? date.says | WHOLE_DAY : 0, ...((!clock || clock.until) && { stretch: true }) };
  if (base.once) {
    const [first, second] = cut(base.once.from);
    if (first && !second) return onlyOnce(first, shape);
  }
  const spans = (from: number, to: number) =>
    base
      .spans(from - base.longest - DAY, to)
      .flatMap((day) => cut(day.from))
      .filter((span) => span.from >= from && span.from < to)
      .sort((one, other) => one.from - other.from);
  return { ...shape, spans, longest: DAY };
}

const isInstant = (date: Moment | undefined): date is Moment =>
  date?.once !== undefined &&
  date.clockDay === undefined &&
  /^(?:second|minute|hour)$/.test(date.grain) &&
  !date.stretch;

/** The day a clock time beside this date is on: the first of a longer stretch. */
function daysOf(date: Moment): Moment {
  if (date.once === undefined) return date;
  const from = date.clockDay ?? floorTo(date.once.from, "day");
  return onlyOnce({ from, to: from + DAY }, { grain: "day", says: date.says });
}

/** The times of day meant, earliest first: both halves of the day where neither was said. */
function hoursOf(clock: ClockPart, part: DayPart | undefined): readonly number[] {
  if (!clock.halfOpen) return [clock.at];
  const noon = clock.at % (12 * HOUR);
  if (part === undefined) return [noon, noon + 12 * HOUR];
  if (/morning|midnight/.test(part.said)) return [noon];
  if (part.said === "lunch") return [noon < 6 * HOUR ? noon + 12 * HOUR : noon];
  const night = /night/.test(part.said);
  if (night && clock.at >= 12 * HOUR) return [noon === 0 ? DAY : noon + DAY];
  if (night && noon < 5 * HOUR) return [noon];
  if (/evening/.test(part.said) && clock.at >= 12 * HOUR) return [noon + DAY];
  return [noon + 12 * HOUR];
}

function clockSpans(clock: ClockPart, part: DayPart | undefined): (day: number) => readonly Span[] {
  const { until } = clock;
  const last =
    until && LONGEST[until.grain] > LONGEST[clock.grain] ? LONGEST[clock.grain] : LONGEST[until?.grain ?? "hour"];
  if (!until)
    return (day) => hoursOf(clock, part).map((at) => ({ from: day + at, to: day + at + LONGEST[clock.grain] }));
  const ends = hoursOf(until, part);
  const starts = startsBefore(hoursOf(clock, part), ends);
  return (day) =>
    starts.map((start) => {
      const end =
        ends.find((one) => one > start) ?? (ends[0] ?? 0) + (until.halfOpen && part === undefined ? 12 * HOUR : DAY);
      const later = end <= start ? end + DAY : end;
      return { from: day + start, to: day + later + last, until: day + later };
    });
}

/** "3-4pm" begins at 15:00: the last one before an end that is sure. */
function startsBefore(starts: readonly number[], ends: readonly number[]): readonly number[] {
  const [end = 0] = ends;
  if (starts.length < 2 || ends.length > 1) return starts;
  const before = starts.filter((start) => start < end);
  return before.length > 0 ? before.slice(-1) : starts.slice(0, 1);
}

/** What it may mean, the coming one first. What began before now still counts while it lasts, unless it is a clock time. */
export function readings(moment: Moment, { nowWall }: TimeSetting, halfOpen: boolean): readonly Span[] {
  if (moment.once) return [moment.once];
  const count = halfOpen ? 2 : 1;
  const fine =
    moment.longest < DAY || moment.grain === "hour" || moment.grain === "minute" || moment.grain === "second";
  const today = fine ? nowWall : floorTo(nowWall, moment.grain);
  const coming = following(moment, today, count);
  const gone = preceding(moment, today, count);
  return [...coming, ...gone];
}
