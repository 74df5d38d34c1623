import type { LengthFound } from "./lengths.ts";
import type { DayPart } from "./phrase.ts";
import type { Grain, Span } from "./span.ts";

/** Something a text says about time. */
export type MomentRead = PointRead | DurationRead;

export interface PointRead {
  readonly kind: "point" | "interval";
  /** Where in the text, half open. */
  readonly start: number;
  readonly end: number;
  readonly grain: Grain;
  /** What it may mean, the coming one first: the time up to `to`, exclusive; `until` where the end was named. */
  readonly values: readonly Span[];
  /** "after 5pm", "until friday": only one end is said. */
  readonly open?: "before" | "after";
  /** Neither a day nor anything longer was said: a time of any day. */
  readonly clockOnly?: boolean;
  /** The word for a part of the day that was said instead of a clock time. */
  readonly part?: DayPart;
  readonly tz?: string;
}

export interface DurationRead {
  readonly kind: "duration";
  readonly start: number;
  readonly end: number;
  readonly length: LengthFound;
  readonly ms: number;
}
