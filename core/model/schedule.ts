import type { IsoDuration } from "../kernel/duration.ts";

/** Wall time without zone, `2026-11-21T10:35:00`; read in the schedule's `tz`. */
export type LocalDateTime = string;

interface Bounds {
  /** IANA zone; absent means the asker's. Always set once stored. */
  readonly tz?: string;
  /** Not before. */
  readonly start?: LocalDateTime;
  /** Exclusive. */
  readonly end?: LocalDateTime;
  /** At most this many firings. */
  readonly count?: number;
}

/** When a task fires. Absent where a task runs now. Cron only where cron says exactly what was meant. */
export type Schedule =
  | { readonly kind: "once"; readonly at: LocalDateTime; readonly tz?: string }
  | ({ readonly kind: "cron"; readonly cron: string } & Bounds)
  | ({ readonly kind: "interval"; readonly every: IsoDuration } & Bounds)
  | ({ readonly kind: "rrule"; readonly rrule: string } & Bounds);
