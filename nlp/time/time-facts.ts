import type { WallMs } from "../../core/kernel/wall-time.ts";
import type { TimeUnit } from "./durations.ts";

export interface DayTime {
  readonly hour: number;
  readonly minute: number;
}

/** What single pieces of a sentence say about time, before they are put together. */
export interface TimeFacts {
  readonly rhythm?: { readonly every: number; readonly unit: TimeUnit };
  /** Said as a habit: "mondays", "every monday", "on weekdays". */
  readonly weekdays?: readonly number[];
  /** "on friday": a habit beside a rhythm, otherwise the next one. */
  readonly dayNamed?: { readonly weekday: number; readonly skipWeeks: number };
  readonly nth?: readonly { readonly nth: number; readonly weekday: number }[];
  readonly monthDays?: readonly number[];
  /** "on the 4th day": of the month or the year, whichever the rhythm is. */
  readonly nthDays?: readonly number[];
  readonly yearDays?: readonly number[];
  readonly weekNumbers?: readonly number[];
  /** Which of the named weekdays of a month count: "the last weekday". */
  readonly positions?: readonly number[];
  /** Days of the month or of the week, whichever comes: "on day 1 and on mondays". */
  readonly eitherDay?: true;
  readonly months?: readonly number[];
  readonly times?: readonly DayTime[];
  readonly minutes?: readonly number[];
  /** "every 30 minutes starting at 5 past": the first minute of the hour. */
  readonly firstMinute?: number;
  /** "every 2 hours starting at 9": the hour the steps are counted from. */
  readonly firstHour?: number;
  /** Whole hours of the day, beside minutes or a rhythm within the hour. */
  readonly hours?: readonly number[];
  /** Times on top of a rhythm of hours: "every 4 hours and at 6". */
  readonly alsoTimes?: readonly DayTime[];
  /** Hours of the day, both included. */
  readonly window?: { readonly from: DayTime; readonly to: DayTime };
  readonly delayMs?: number;
  /** Midnight of a day. */
  readonly date?: WallMs;
  /** How it was said: by day and month, which comes again every year, or with its year, which does not. */
  readonly dateSaid?: "yearly" | "whole";
  readonly start?: WallMs;
  readonly end?: WallMs;
  readonly forMs?: number;
  readonly forMonths?: number;
  readonly count?: number;
  readonly tz?: string;
  readonly cron?: string;
  /** RFC 5545, as it was written. */
  readonly rrule?: string;
  readonly perDay?: number;
  readonly perWeek?: number;
  /** "evening": stands for a time unless one is said, and then makes 8 be 20:00. */
  readonly part?: string;
  readonly without?: readonly number[];
  readonly withoutMonths?: readonly number[];
  readonly withoutDays?: readonly number[];
  /** Said as a habit without a rhythm of its own: "only in january", "at 9 and 17". */
  readonly habit?: true;
  /** Speaks of time in a way that cannot be kept, or that people read in two ways; the person is asked. */
  readonly unclear?: true;
  readonly now?: true;
}

/** Everything an element needs to know besides the tokens. */
export interface TimeSetting {
  /** The asker's wall clock. */
  readonly nowWall: WallMs;
  /** The wall clock of another zone: "at 10:00 UTC" has passed when it is past 10:00 there. */
  readonly wallIn?: (timeZone: string) => WallMs;
  readonly dayParts: Readonly<Record<string, DayTime>>;
  /** 9 is 09:00 wherever nothing says it is not. */
  readonly clock24?: true;
  /** Asked for nothing but a schedule: "the annual review" is one, too, and "any weekend" is every weekend. */
  readonly loose?: true;
}

/** What an element found: tokens [at, end), what they say, and what had to be assumed. */
export interface TimePiece {
  readonly end: number;
  readonly facts: TimeFacts;
  readonly assumed?: readonly string[];
  /** Only next to another time piece ("3 times", "for 2 hours"): alone it may mean something else. */
  readonly needsHabit?: boolean;
}
