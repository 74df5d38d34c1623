import type { CoreEvents } from "../events/core-events.ts";
import type { Clock } from "../kernel/clock.ts";
import { describeMs } from "../kernel/duration.ts";
import type { EventBus } from "../kernel/event-bus.ts";
import type { Logger } from "../kernel/logger.ts";
import { Loop, type Service } from "../kernel/service.ts";
import type { Scheduler } from "./scheduler.ts";

interface Deps {
  readonly scheduler: Pick<Scheduler, "lastTurnMonotonic">;
  readonly clock: Clock;
  readonly events: EventBus<CoreEvents>;
  readonly logger: Logger;
}

const LOOK_EVERY_MS = 1_000;
/** Without a turn that ended well for this long it has stopped, whatever its loop thinks. */
const SILENT_MS = 10_000;

/**
 * Notices from outside that the scheduler has stopped: that it has no turns, hangs in one, or fails in every one. Says
 * so once, and once more when it is at work again.
 */
export class SchedulerWatch implements Service {
  readonly #deps: Deps;
  readonly #loop: Loop;
  /** Instant of the last good turn before it stopped. */
  #stoppedSince: number | undefined;

  constructor(deps: Deps) {
    this.#deps = deps;
    const onError = (error: unknown) => deps.logger.error({ error }, "the watch over the scheduler failed");
    this.#loop = new Loop(() => this.runOnce(), { everyMs: LOOK_EVERY_MS, clock: deps.clock, onError });
  }

  get isStopped(): boolean {
    return this.#stoppedSince !== undefined;
  }

  /** Since the last turn that ended well. */
  get silentMs(): number {
    return Math.max(0, this.#deps.clock.monotonic() - this.#deps.scheduler.lastTurnMonotonic);
  }

  async start(): Promise<void> {
    await this.#loop.start();
  }

  async stop(): Promise<void> {
    await this.#loop.stop();
  }

  async runOnce(): Promise<void> {
    const { clock, events, logger } = this.#deps;
    const { silentMs } = this;
    const now = clock.now();
    if (silentMs >= SILENT_MS && this.#stoppedSince === undefined) {
      this.#stoppedSince = now - silentMs;
      logger.error({ silentMs }, "the scheduler has stopped: nothing that is scheduled starts");
      events.emit("scheduler.stopped", { since: this.#stoppedSince });
    } else if (silentMs < SILENT_MS && this.#stoppedSince !== undefined) {
      const since = this.#stoppedSince;
      this.#stoppedSince = undefined;
      logger.warn({ stoppedFor: describeMs(now - since) }, "the scheduler is at work again");
      events.emit("scheduler.recovered", { since, at: now });
    }
  }
}
