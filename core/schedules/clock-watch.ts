import type { Clock } from "../kernel/clock.ts";

/** Larger steps forward are corrections of a wrong clock, or the machine slept: cron(8) draws the line there. */
const LARGE_STEP_MS = 3 * 60 * 60_000;
/** How long schedules are held after one, so that somebody who set the clock wrong can set it right. */
const HOLD_MS = 60_000;

/** Notices that the wall clock was set forward by hours, against the clock that never steps. */
export class ClockWatch {
  readonly #clock: Clock;
  readonly #onStep: (byMs: number) => void;
  /** Wall minus monotonic clock, as of the last look. */
  #offset: number;
  #holdUntil = Number.NEGATIVE_INFINITY;
  #jumped: { readonly from: number; readonly to: number } | undefined;

  constructor(clock: Clock, onStep: (byMs: number) => void) {
    this.#clock = clock;
    this.#onStep = onStep;
    this.#offset = clock.now() - clock.monotonic();
  }

  /** Call it every turn. True: nothing is to be fired now. */
  holds(): boolean {
    const offset = this.#clock.now() - this.#clock.monotonic();
    const stepMs = offset - this.#offset;
    this.#offset = offset;
    if (stepMs > LARGE_STEP_MS) {
      const to = this.#clock.now();
      this.#jumped = { from: to - stepMs, to };
      this.#holdUntil = this.#clock.monotonic() + HOLD_MS;
      this.#onStep(stepMs);
    }
    return this.#clock.monotonic() < this.#holdUntil;
  }

  /** Whether the wall clock never showed this instant because it was set past it. */
  jumpedOver(at: number): boolean {
    return this.#jumped !== undefined && at > this.#jumped.from && at <= this.#jumped.to;
  }
}
