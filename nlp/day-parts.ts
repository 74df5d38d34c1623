import type { DayTime } from "./time/time-facts.ts";

/** What the words for parts of the day stand for unless configured otherwise. */
export const DAY_PARTS: Readonly<Record<string, DayTime>> = {
  morning: { hour: 9, minute: 0 },
  noon: { hour: 12, minute: 0 },
  afternoon: { hour: 15, minute: 0 },
  evening: { hour: 18, minute: 0 },
  night: { hour: 22, minute: 0 },
  midnight: { hour: 0, minute: 0 },
};
