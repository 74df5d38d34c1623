import type { IsoDuration } from "../kernel/duration.ts";

export interface Notify {
  readonly on: "failure" | "success" | "always" | "threshold" | "recovery";
  readonly channel?: string;
  readonly user?: string;
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
  readonly misfire?: "skip" | "last" | "all";
  /** Any n of the targets. */
  readonly pick?: CountOrPercent;
  /** n of the targets at a time. */
  readonly concurrency?: CountOrPercent;
  readonly stagger?: IsoDuration;
  readonly canary?: number;
  readonly stopAfter?: CountOrPercent;
  readonly notify?: readonly Notify[];
  readonly priority?: "low" | "normal" | "high";
  readonly dryRun?: boolean;
}
