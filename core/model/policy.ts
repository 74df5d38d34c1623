import type { IsoDuration } from "../kernel/duration.ts";
import type { JsonObject } from "../kernel/json.ts";

export interface Notify {
  readonly on: "failure" | "success" | "always" | "threshold" | "recovery";
  readonly channel?: string;
  readonly user?: string;
}

/** An action that only reads: "http.request" with "expectStatus". */
export interface BatchCheck {
  readonly action: string;
  readonly params?: JsonObject;
}

/** "Skip tonight's backup": the task keeps its schedule, the ledger says who called this one off. */
export interface SkippedTime {
  /** The due time as an instant: "2026-11-22T01:00:00.000Z". */
  readonly at: string;
  /** Who said so, by name. */
  readonly by: string;
}

/** A count, or a share of the targets such as "25%". */
export type CountOrPercent = number | string;

/** How a task runs. Every field is optional: absent means the default, and a card says which defaults apply. */
export interface Policy {
  readonly retries?: number;
  readonly retryDelay?: IsoDuration;
  readonly backoff?: "fixed" | "exponential";
  readonly timeout?: IsoDuration;
  readonly overlap?: "skip" | "queue" | "replace" | "allow";
  /** What becomes of times that were missed: none is made up for, the last one (the default), or all within bounds. */
  readonly misfire?: "skip" | "last" | "all";
  /** How late a missed time may still be made up for; an hour unless said, without end for `all`. */
  readonly lateLimit?: IsoDuration;
  /** Spreads firings: each comes up to this much later than its schedule says, the same for the same due time. */
  readonly jitter?: IsoDuration;
  /** Pauses the schedule after this many failures in a row; 0 never does. */
  readonly pauseAfter?: number;
  /** How long a run waits for a machine that is away or busy before it is given up; 10 minutes unless said. */
  readonly waitForMachine?: IsoDuration;
  /** Name of a calendar: nothing fires on its days. */
  readonly calendar?: string;
  /** Days on which nothing fires, in the zone of the schedule: "2026-12-25". */
  readonly skipDates?: readonly string[];
  /** Single due times that somebody called off. */
  readonly skipTimes?: readonly SkippedTime[];
  /** Any n of the targets. */
  readonly pick?: CountOrPercent;
  /** n of the targets at a time. */
  readonly concurrency?: CountOrPercent;
  readonly stagger?: IsoDuration;
  readonly canary?: number;
  readonly stopAfter?: CountOrPercent;
  /** Looked at on the machines of each batch before the next one begins; where it fails, the rest is not begun. */
  readonly check?: BatchCheck;
  readonly notify?: readonly Notify[];
  readonly priority?: "low" | "normal" | "high";
  readonly dryRun?: boolean;
}
