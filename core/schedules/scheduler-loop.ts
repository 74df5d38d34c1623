import type { CancelTimer, Clock } from "../kernel/clock.ts";
import { Loop, type Service } from "../kernel/service.ts";
import type { Scheduler } from "./scheduler.ts";

interface Deps {
  readonly scheduler: Pick<Scheduler, "runOnce" | "untilNextDue">;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
}

const TURN_EVERY_MS = 1_000;

/**
 * Gives the scheduler a turn every second, and one exactly when the next thing is due. The second kind is for
 * punctuality alone: without it everything still fires, up to a second later.
 */
export class SchedulerLoop implements Service {
  readonly #deps: Deps;
  readonly #loop: Loop;
  #cancel: CancelTimer | undefined;

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#loop = new Loop(() => this.#turn(), { everyMs: TURN_EVERY_MS, clock: deps.clock, onError: deps.onError });
  }

  async start(): Promise<void> {
    await this.#loop.start();
    this.#loop.wake();
  }

  async stop(): Promise<void> {
    this.#cancel?.();
    await this.#loop.stop();
    this.#cancel?.();
  }

  async #turn(): Promise<void> {
    const { scheduler, clock } = this.#deps;
    const fired = await scheduler.runOnce();
    const aheadMs = await scheduler.untilNextDue(TURN_EVERY_MS);
    this.#cancel?.();
    // What is still due although nothing could be done about it waits for the next second.
    if (aheadMs === 0 && fired === 0) return;
    if (aheadMs < TURN_EVERY_MS) this.#cancel = clock.after(Math.max(aheadMs, 1), () => this.#loop.wake());
  }
}
