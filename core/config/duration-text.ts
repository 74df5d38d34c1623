import { durationToMs } from "../kernel/duration.ts";

const UNIT_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  min: 60_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** "30s", "15min", "8h", "90d", or ISO 8601: "PT30S". */
export const DURATION_PATTERN = "^(?:[0-9]{1,9}(?:ms|s|min|m|h|d)|P[0-9DTHMS.W]{2,30})$";

/** Milliseconds, or undefined when the text is no duration. */
export function parseDurationText(text: string): number | undefined {
  const [, amount, unit] = /^(\d{1,9})(ms|s|min|m|h|d)$/.exec(text) ?? [];
  if (amount === undefined || unit === undefined) return durationToMs(text);
  return Number(amount) * (UNIT_MS[unit] ?? Number.NaN);
}
