import type { CancelTimer, Clock } from "../../core/kernel/clock.ts";

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly act: () => void;
}

/** Saturday 21 November 2026, 09:00 UTC. */
export const NINE = Date.UTC(2026, 10, 21, 9, 0, 0);

/** Time that stands still until it is told to go on. Timers fire in order of their instants, then of their making. */
export class FakeClock implements Clock {
  readonly #began: number;
  #monotonic = 0;
  #stepped = 0;
  #order = 0;
  #timers: readonly Timer[] = [];

  constructor(now = NINE) {
    this.#began = now;
  }

  now(): number {
    return this.#began + this.#monotonic + this.#stepped;
  }

  monotonic(): number {
    return this.#monotonic;
  }

  after(delayMs: number, act: () => void): CancelTimer {
    const timer = { at: this.#monotonic + Math.max(0, delayMs), order: this.#order, act };
    this.#order += 1;
    this.#timers = [...this.#timers, timer];
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** Timers that have neither fired nor been cancelled. */
  get waiting(): number {
    return this.#timers.length;
  }

  /**
   * Lets `ms` pass. After each timer that fires, everything that hangs on promises settles before the next, so a loop
   * that arms itself again in between is seen.
   */
  async advance(ms: number): Promise<void> {
    const until = this.#monotonic + ms;
    await settle();
    for (let next = this.#next(until); next; next = this.#next(until)) {
      const fired = next;
      this.#timers = this.#timers.filter((timer) => timer !== fired);
      this.#monotonic = fired.at;
      fired.act();
      await settle();
    }
    this.#monotonic = until;
  }

  /** The wall clock jumps, as when somebody corrects it; timers and `monotonic` do not notice. */
  step(byMs: number): void {
    this.#stepped += byMs;
  }

  #next(until: number): Timer | undefined {
    return this.#timers.filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at || a.order - b.order)[0];
  }
}

function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
