import { type WallMs, wallFields } from "../../../core/kernel/wall-time.ts";
import { DAY, dayOf, floorTo, type Grain, LONGEST, plus, type Span, unitSpan } from "./span.ts";

/** Which parts of a date something says: two that say the same part cannot be one moment. */
export const SAYS = { year: 1, quarter: 2, month: 4, week: 8, day: 16, weekday: 32 } as const;
export const WHOLE_DAY = 63;

/** A day, week, month… or all of a kind ("monday", "march"): a series of spans. */
export interface Moment {
  readonly grain: Grain;
  readonly says: number;
  /** Those that begin in [from, to), in order. */
  readonly spans: (from: WallMs, to: WallMs) => readonly Span[];
  /** Longest single span, in ms. */
  readonly longest: number;
  /** There is only this one. */
  readonly once?: Span;
  /** A stretch ("the weekend", "mid March") rather than a point on the calendar. */
  readonly stretch?: boolean;
  /** The day an exact instant falls on: where a clock time said beside it belongs. */
  readonly clockDay?: WallMs;
}

type Shape = Pick<Moment, "grain" | "says"> & { readonly stretch?: boolean };

export function onlyOnce(once: Span, shape: Shape & { readonly clockDay?: WallMs }): Moment {
  const spans = (from: WallMs, to: WallMs) => (once.from >= from && once.from < to ? [once] : []);
  return { ...shape, once, spans, longest: once.to - once.from };
}

/** One or no span per year, computed from the year. */
export function yearly(shape: Shape, longest: number, inYear: (year: number) => Span | undefined): Moment {
  const spans = (from: WallMs, to: WallMs) => {
    const last = wallFields(to).year + 1;
    const found: Span[] = [];
    for (let year = wallFields(from).year - 1; year <= last; year += 1) {
      const span = inYear(year);
      if (span && span.from >= from && span.from < to) found.push(span);
    }
    return found;
  };
  return { ...shape, spans, longest };
}

/** Every such stretch of the calendar: each week, each quarter. */
export function each(grain: Grain, says: number, fits: (from: WallMs) => boolean = () => true): Moment {
  const spans = (from: WallMs, to: WallMs) => {
    const found: Span[] = [];
    for (let at = floorTo(from, grain); at < to; at = plus(at, 1, grain))
      if (at >= from && fits(at)) found.push({ from: at, to: plus(at, 1, grain) });
    return found;
  };
  return { grain, says, spans, longest: LONGEST[grain] };
}

/** The 15th of any month that has one. */
export function dayOfMonth(day: number): Moment {
  const spans = (from: WallMs, to: WallMs) => {
    const found: Span[] = [];
    for (let at = floorTo(from, "month"); at < to; at = plus(at, 1, "month")) {
      const date = at + (day - 1) * DAY;
      if (date >= from && date < to && wallFields(date).day === day) found.push({ from: date, to: date + DAY });
    }
    return found;
  };
  return { grain: "day", says: SAYS.day, spans, longest: DAY };
}

/** Undefined in years that have no such day. */
export function dateSpan(year: number, month: number, day: number): Span | undefined {
  const from = dayOf(year, month, day);
  return wallFields(from).day === day ? { from, to: from + DAY } : undefined;
}

/** What both say: the finer ones inside the coarser ones. */
export function both(one: Moment, other: Moment): Moment {
  const [coarse, fine] = one.longest >= other.longest ? [one, other] : [other, one];
  const spans = (from: WallMs, to: WallMs) =>
    coarse
      .spans(from - coarse.longest, to)
      .flatMap((outer) => fine.spans(outer.from, outer.to))
      .filter((span) => span.from >= from && span.from < to);
  const shape = { grain: fine.grain, says: one.says | other.says, ...(fine.stretch && { stretch: true }) };
  if (coarse.once) {
    const [first, second] = fine.spans(coarse.once.from, coarse.once.to);
    if (first && !second) return onlyOnce(first, shape);
  }
  return { ...shape, spans, longest: fine.longest };
}

/** The nth (from the end when negative) inside each outer one: "last friday of october". Only whole ones count. */
export function nthOf(nth: number, inner: Moment, outer: Moment): Moment {
  const pick = (span: Span) => inner.spans(span.from, span.to).filter(({ to }) => to <= span.to);
  const at = nth > 0 ? nth - 1 : nth;
  const shape = {
    grain: inner.grain,
    says: inner.says | outer.says | SAYS.day,
    ...(inner.stretch && { stretch: true }),
  };
  const one = outer.once && pick(outer.once).at(at);
  if (one) return onlyOnce(one, shape);
  const spans = (from: WallMs, to: WallMs) =>
    outer
      .spans(from - outer.longest, to)
      .flatMap((span) => pick(span).at(at) ?? [])
      .filter((span) => span.from >= from && span.from < to);
  return { ...shape, spans, longest: inner.longest };
}

const WINDOWS = [2 * DAY, 10 * DAY, 70 * DAY, 800 * DAY, 3300 * DAY];

/** The first ones that begin at or after `from`, at most `count`. */
export function following(moment: Moment, from: WallMs, count = 1): readonly Span[] {
  if (moment.once) return moment.once.from >= from ? [moment.once] : [];
  let found: readonly Span[] = [];
  for (const window of WINDOWS) {
    found = moment.spans(from, from + window);
    if (found.length >= count) break;
  }
  return found.slice(0, count);
}

/** The last ones that begin before `before`, latest first. */
export function preceding(moment: Moment, before: WallMs, count = 1): readonly Span[] {
  if (moment.once) return moment.once.from < before ? [moment.once] : [];
  let found: readonly Span[] = [];
  for (const window of WINDOWS) {
    found = moment.spans(before - window, before);
    if (found.length >= count) break;
  }
  return found.slice(-count).reverse();
}

/** This, the next (1) or the last (-1) week, month… counted from now. */
export function unitFromNow(nowWall: WallMs, grain: Grain, ahead: number, says: number): Moment {
  return onlyOnce(unitSpan(nowWall, grain, ahead), { grain, says });
}

/** Every day: what a time of day alone is about. */
export const ANY_DAY: Moment = each("day", 0);
