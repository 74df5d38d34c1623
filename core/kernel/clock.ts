/** Stops a timer; calling it twice, or after the timer fired, does nothing. */
export type CancelTimer = () => void;

/**
 * The only source of time. Instants are epoch milliseconds (fields end in `At`), spans are milliseconds (`...Ms`).
 * `monotonic` never steps and is only good for differences; `after` fires once, at the earliest after `delayMs`.
 */
export interface Clock {
  now(): number;
  monotonic(): number;
  after(delayMs: number, act: () => void): CancelTimer;
}

/** setTimeout wraps above this value and would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(delayMs, act) {
    if (delayMs <= 0) {
      // Of the timers none is sooner than a millisecond.
      const soon = setImmediate(act);
      return () => clearImmediate(soon);
    }
    const timer = setTimeout(act, Math.min(delayMs, LONGEST_TIMER_MS));
    return () => clearTimeout(timer);
  },
};
