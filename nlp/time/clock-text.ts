import type { DayTime } from "./time-facts.ts";

/** Milliseconds since midnight. */
export const minutesOf = (time: DayTime): number => (time.hour * 60 + time.minute) * 60_000;

/** "09:05" */
export const clockText = (time: DayTime): string =>
  `${String(time.hour).padStart(2, "0")}:${String(time.minute).padStart(2, "0")}`;
