import type { CoreEvents } from "../events/core-events.ts";
import type { Clock } from "../kernel/clock.ts";
import type { EventBus } from "../kernel/event-bus.ts";
import type { Logger } from "../kernel/logger.ts";
import { Loop, type Service } from "../kernel/service.ts";
import { touchTopic } from "../outbox/touch-topic.ts";
import type { Store } from "../store/rows.ts";
import { executionTable, type RunRow, runTable } from "../store/tables/run-table.ts";
import { followersOf } from "./followers-of.ts";
import type { RunQueries } from "./run-queries.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
  readonly events: EventBus<CoreEvents>;
  readonly logger: Logger;
  readonly runQueries: Pick<RunQueries, "usualTime">;
}

const LOOK_EVERY_MS = 5_000;
/** One page of the runs under way; where there are more, the next turn goes on behind it, and then begins anew. */
const LOOKED_AT_ONCE = 500;

/**
 * Has the card of a run drawn anew when the run becomes slower than usual: nothing else would happen at that moment.
 * Once for each run; after a restart once more, which draws the same card.
 */
export class SlowWatch implements Service {
  readonly #deps: Deps;
  readonly #loop: Loop;
  /** Of runs that were found slow and still run: their numbers, by id. */
  readonly #said = new Map<string, number>();
  /** Runs up to this number have had their turn. */
  #lookedTo = 0;

  constructor(deps: Deps) {
    this.#deps = deps;
    const onError = (error: unknown) => deps.logger.warn({ error }, "looking for slow runs failed");
    this.#loop = new Loop(() => this.runOnce(), { everyMs: LOOK_EVERY_MS, clock: deps.clock, onError });
  }

  async start(): Promise<void> {
    await this.#loop.start();
  }

  async stop(): Promise<void> {
    await this.#loop.stop();
  }

  /** Returns how many runs it found to have become slow. */
  async runOnce(): Promise<number> {
    const { clock, store } = this.#deps;
    const from = this.#lookedTo;
    const open = await store.select(runTable, {
      where: { state: "running", seq: { gt: from } },
      orderBy: [{ column: "seq" }],
      limit: LOOKED_AT_ONCE,
    });
    const isLast = open.length < LOOKED_AT_ONCE;
    const to = isLast ? Number.POSITIVE_INFINITY : (open.at(-1)?.seq ?? from);
    this.#lookedTo = isLast ? 0 : to;
    const ids = new Set(open.map((run) => run.id));
    for (const [id, seq] of this.#said) if (seq > from && seq <= to && !ids.has(id)) this.#said.delete(id);
    const fresh = open.filter((run) => !this.#said.has(run.id) && clock.now() - run.created_at >= LOOK_EVERY_MS);
    const starts = await this.#starts(fresh);
    const slow: RunRow[] = [];
    for (const run of fresh) if (await this.#isSlow(run, starts.get(run.id))) slow.push(run);
    for (const run of slow) await this.#show(run);
    for (const run of slow) this.#said.set(run.id, run.seq);
    return slow.length;
  }

  async #starts(runs: readonly RunRow[]): Promise<ReadonlyMap<string, number>> {
    const starts = new Map<string, number>();
    if (runs.length === 0) return starts;
    const where = { run_id: { in: runs.map((run) => run.id) }, started_at: { gte: 0 } };
    for (const { run_id, started_at } of await this.#deps.store.select(executionTable, { where })) {
      starts.set(run_id, Math.min(starts.get(run_id) ?? Number.POSITIVE_INFINITY, started_at ?? 0));
    }
    return starts;
  }

  async #isSlow(run: RunRow, startedAt: number | undefined): Promise<boolean> {
    if (startedAt === undefined) return false;
    const now = this.#deps.clock.now();
    const { action, execution_count: executionCount, task_id: taskId, trigger } = run;
    const usual = await this.#deps.runQueries.usualTime({ action, executionCount, taskId, trigger }, now);
    return usual !== undefined && now - startedAt > usual.slowFromMs;
  }

  async #show(run: RunRow): Promise<void> {
    const { clock, events, store } = this.#deps;
    const topic = { topic: `run:${run.id}`, conversationId: followersOf(run), now: clock.now() };
    await store.write((writer) => touchTopic(writer, events, topic));
    events.emit("run.changed", { runId: run.id });
  }
}
