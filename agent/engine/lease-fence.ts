import type { CancelTimer, Clock } from "../../core/kernel/clock.ts";
import type { Logger } from "../../core/kernel/logger.ts";
import type { EngineTimes } from "./engine-options.ts";
import type { HeldAttempt } from "./held-attempt.ts";
import { planFence } from "./plan-fence.ts";

interface Deps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly held: () => readonly HeldAttempt[];
  /** Ends what could not renew its lease. */
  kill(held: HeldAttempt): void;
}

/** One timer, for the attempt whose lease ends first. */
export class LeaseFence {
  readonly #deps: Deps;
  #cancel: CancelTimer | undefined;
  #stopped = false;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** To be called whenever a lease begins, is renewed, or its numbers change. */
  arm(times: EngineTimes): void {
    this.#cancel?.();
    if (this.#stopped) return;
    const { clock, held, kill, logger } = this.#deps;
    const plan = planFence([...held()], clock.monotonic(), times.marginMs);
    for (const one of plan.overdue) {
      logger.warn({ ...one.key }, "an attempt is ended because its lease could not be renewed");
      kill(one);
    }
    if (plan.nextInMs !== undefined) this.#cancel = clock.after(plan.nextInMs, () => this.arm(times));
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel?.();
  }
}
