import type { CoreEvents } from "../events/core-events.ts";
import { changeExecution, type ExecutionChange } from "../executions/change-execution.ts";
import type { Clock } from "../kernel/clock.ts";
import { describeMs } from "../kernel/duration.ts";
import type { EventBus } from "../kernel/event-bus.ts";
import { PROTOCOL_TIMES } from "../protocol/version.ts";
import type { Store, Where } from "../store/rows.ts";
import { type ExecutionRow, executionTable } from "../store/tables/run-table.ts";
import { planLost } from "./plan-result.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
  readonly events: EventBus<CoreEvents>;
  readonly times?: typeof PROTOCOL_TIMES;
}

/** Rows looked at in one turn; the rest waits for the next, a second later. */
const BATCH = 200;

/**
 * Sees to it that nothing stays "running", or waits, for ever: an attempt whose lease is over (and the margin in which
 * its agent stops it) is tried again or becomes unknown; what found no machine in time expires. A loop calls runOnce.
 */
export class LeaseKeeper {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Returns how many executions it moved. */
  async runOnce(): Promise<number> {
    const { clock, times = PROTOCOL_TIMES } = this.#deps;
    const now = clock.now();
    const lost = await this.#moveAll(
      { state: { in: ["running", "cancelling"] }, lease_until: { lt: now - times.marginMs } },
      (row) => planLost(row, now, "The machine stopped answering while this ran; nobody knows how it ended."),
    );
    const expired = await this.#moveAll({ state: { in: ["queued", "offered"] }, expires_at: { lt: now } }, (row) => ({
      state: "expired",
      fields: { error: `${row.agent_name} could not be reached for ${describeMs(row.expires_at - row.not_before)}.` },
    }));
    return lost + expired;
  }

  async #moveAll(
    where: Where<ExecutionRow>,
    plan: (row: ExecutionRow) => ExecutionChange | undefined,
  ): Promise<number> {
    const { store, clock, events } = this.#deps;
    const rows = await store.select(executionTable, { where, limit: BATCH });
    const moved = await Promise.all(
      rows.map((stale) =>
        store.write(async (writer) => {
          // Read again inside the unit: its agent may have reported in meanwhile, and is right.
          const [row] = await writer.select(executionTable, { where: { ...where, id: stale.id } });
          const change = row && plan(row);
          if (!row || !change) return 0;
          const done = await changeExecution(writer, events, row, change, clock.now());
          if (done) writer.afterCommit(() => events.emit("work.queued", { agentId: row.agent_id }));
          return done ? 1 : 0;
        }),
      ),
    );
    return moved.reduce<number>((sum, one) => sum + one, 0);
  }
}
