import { durationToMs, type IsoDuration } from "../../core/kernel/duration.ts";

const UNITS = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1000],
] as const;

/** "PT90S" -> "90 seconds", "PT2H" -> "2 hours": in the largest unit that divides it. */
export function sayDuration(duration: IsoDuration): string {
  const ms = durationToMs(duration) ?? 0;
  const [unit, unitMs] = UNITS.find(([, size]) => ms > 0 && ms % size === 0) ?? ["second", 1000];
  const count = ms / unitMs;
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}
