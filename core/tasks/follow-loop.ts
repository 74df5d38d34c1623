import type { CoreEvents } from "../events/core-events.ts";
import type { Clock } from "../kernel/clock.ts";
import type { EventBus, Unsubscribe } from "../kernel/event-bus.ts";
import type { Logger } from "../kernel/logger.ts";
import { Loop, type Service } from "../kernel/service.ts";
import type { Query, Store, Writer } from "../store/rows.ts";
import { type RunRow, runTable } from "../store/tables/run-table.ts";

export interface FollowDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly events: EventBus<CoreEvents>;
  readonly logger: Logger;
}

interface FollowWork {
  /** Which runs have something to be done, in the order in which it is. */
  readonly due: Pick<Query<RunRow>, "where" | "orderBy">;
  /** After which something may be due. */
  readonly wakes: readonly ("run.ended" | "batch.ended")[];
  /** Does what is due of a run, as it is now; false: nothing was, because somebody else was faster or it must wait. */
  move(writer: Writer, run: RunRow): Promise<boolean>;
  /** For the log: "a run could not be followed up". */
  readonly failure: string;
}

/** The net under the events: whatever they missed is found after this long. */
const SWEEP_EVERY_MS = 2_000;
const BATCH = 200;

/**
 * Carries out what the end of a run or of a batch decided. The decision stands in the store since the unit that ended it;
 * each is carried out in a unit of its own, so that what cannot be done holds up nothing else and undoes no result.
 */
export class FollowLoop implements Service {
  readonly #deps: FollowDeps;
  readonly #work: FollowWork;
  readonly #loop: Loop;
  #subscriptions: readonly Unsubscribe[] = [];

  constructor(deps: FollowDeps, work: FollowWork) {
    this.#deps = deps;
    this.#work = work;
    const onError = (error: unknown) => deps.logger.warn({ error }, work.failure);
    this.#loop = new Loop(() => this.runOnce(), { everyMs: SWEEP_EVERY_MS, clock: deps.clock, onError });
  }

  async start(): Promise<void> {
    if (this.#subscriptions.length > 0) return;
    // In a turn of its own: the card of what has ended goes out first.
    const wake = () => void this.#deps.clock.after(0, () => this.#loop.wake());
    this.#subscriptions = this.#work.wakes.map((name) => this.#deps.events.on(name, wake));
    await this.#loop.start();
  }

  async stop(): Promise<void> {
    for (const unsubscribe of this.#subscriptions) unsubscribe();
    this.#subscriptions = [];
    await this.#loop.stop();
  }

  /** Returns how many runs it dealt with. */
  async runOnce(): Promise<number> {
    const { logger, store } = this.#deps;
    const rows = await store.select(runTable, { ...this.#work.due, limit: BATCH });
    let moved = 0;
    for (const { id } of rows) {
      try {
        if (await store.write((writer) => this.#move(writer, id))) moved += 1;
      } catch (error) {
        logger.error({ error, runId: id }, this.#work.failure);
      }
    }
    return moved;
  }

  async #move(writer: Writer, id: string): Promise<boolean> {
    const [run] = await writer.select(runTable, { where: { id } });
    return run !== undefined && (await this.#work.move(writer, run));
  }
}
