import type { Execution } from "../../../core/model/run.ts";

/** "2 of 3"; an attempt that never began is not counted, so that a number beyond the most has none beside it. */
export function sayAttempt({ attempt, maxAttempts }: Pick<Execution, "attempt" | "maxAttempts">): string {
  return attempt > maxAttempts ? `${attempt}, one before never began` : `${attempt} of ${maxAttempts}`;
}
