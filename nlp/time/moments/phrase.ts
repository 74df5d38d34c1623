import type { Token } from "../../text/token.ts";
import type { TimeSetting } from "../time-facts.ts";
import type { Moment } from "./moment.ts";
import type { Grain } from "./span.ts";

/** A time of day in ms since midnight. */
export interface ClockPart {
  readonly at: number;
  readonly grain: Grain;
  /** Neither am nor pm was said. */
  readonly halfOpen: boolean;
  readonly until?: ClockPart;
  /** For ranges of days and clocks that already are whole moments. */
  readonly hours?: number;
}

/** Part of a day, in ms since midnight; `said` is its word. */
export interface DayPart {
  readonly said: string;
  readonly from: number;
  readonly to: number;
}

/** What one word or group of words says. */
export interface Piece {
  readonly end: number;
  readonly date?: Moment;
  readonly part?: DayPart;
  readonly clock?: ClockPart;
  /** "tomorrow after 4pm" */
  readonly open?: "before" | "after";
  /** Means time only beside other words that do: an ordinary word ("sun"), or a bare number. */
  readonly weak?: "name" | "number";
}

/** What the words so far have said, and what stands before. */
export interface Around {
  /** "at", "around", "from" before it: a bare number may be a clock time. */
  readonly clock: boolean;
  /** "on", "the", "in" before it: a bare number may be a day, "sat" a Saturday. */
  readonly day: boolean;
  /** "in", "since", "before" before it: four digits are a year. */
  readonly year?: boolean;
  readonly said: Partial<Piece>;
}

export type Reader = (tokens: readonly Token[], at: number, setting: TimeSetting, around: Around) => Piece | undefined;

export const textAt = (tokens: readonly Token[], at: number): string => {
  const token = tokens[at];
  return token === undefined || token.kind === "quoted" ? "" : token.text;
};
