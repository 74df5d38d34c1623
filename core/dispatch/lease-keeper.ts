import type { CoreEvents } from "../events/core-events.ts";
import { changeExecution } from "../executions/change-execution.ts";
import type { ExecutionChange } from "../executions/move-execution.ts";
import { noteCause } from "../executions/note-cause.ts";
import { planUntaken, replaceMachine } from "../executions/replace-machine.ts";
import type { Clock } from "../kernel/clock.ts";
import { describeMs } from "../kernel/duration.ts";
import type { EventBus } from "../kernel/event-bus.ts";
import { PROTOCOL_TIMES, type ProtocolTimes } from "../protocol/version.ts";
import type { Store, Where, Writer } from "../store/rows.ts";
import { type ExecutionRow, executionTable, type RunRow, runTable } from "../store/tables/run-table.ts";
import { planLost } from "./plan-result.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
  readonly events: EventBus<CoreEvents>;
  readonly times?: ProtocolTimes;
  /** Whether a machine would begin at once; it may then take the place of one that does not. */
  readonly ready?: (agentId: string) => boolean;
  /** Why the run must not start on this machine at this moment; undefined where it may. */
  readonly blocked?: (agentId: string, run: RunRow) => string | undefined;
}

/** Rows looked at in one turn; the rest waits for the next, a second later. */
const BATCH = 200;

/** Wall and monotonic clock may drift apart by this much between two turns before it counts as a step. */
const STEP_MS = 1_000;

/**
 * Sees to it that nothing stays "running", or waits, for ever: an attempt whose lease is over (and the margin in which
 * its agent stops it) is tried again or becomes unknown; what found no machine in time expires. A loop calls runOnce.
 *
 * Leases are kept by the wall clock, because they must outlive the process; the wall clock may step. So after a start,
 * and after a step, nothing is declared lost or expired for a whole lease and margin by the monotonic clock: by then
 * every agent has renewed, or has ended its attempt, and has been offered what waited while the server was down.
 */
export class LeaseKeeper {
  readonly #deps: Deps;
  readonly #times: ProtocolTimes;
  /** Wall minus monotonic clock, as of the last turn. */
  #offset: number;
  /** By the monotonic clock. */
  #holdUntil: number;

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#times = deps.times ?? PROTOCOL_TIMES;
    this.#offset = deps.clock.now() - deps.clock.monotonic();
    this.#holdUntil = this.#afterLease();
  }

  /** Returns how many executions it moved. */
  async runOnce(): Promise<number> {
    const { clock } = this.#deps;
    const now = clock.now();
    this.#watchClock();
    await this.#shortenLeases(now);
    if (clock.monotonic() < this.#holdUntil) return 0;
    const lost = await this.#moveLost(now);
    const expired = await this.#moveAll({ state: { in: ["queued", "offered"] }, expires_at: { lt: now } }, (row) => ({
      state: "expired",
      fields: {
        error: `${row.agent_name} did not take this within ${describeMs(row.expires_at - row.not_before)}: it was away or busy.`,
      },
    }));
    return lost + expired;
  }

  #afterLease(): number {
    return this.#deps.clock.monotonic() + this.#times.leaseMs + this.#times.marginMs;
  }

  #watchClock(): void {
    const { clock } = this.#deps;
    const offset = clock.now() - clock.monotonic();
    if (Math.abs(offset - this.#offset) > STEP_MS) this.#holdUntil = this.#afterLease();
    this.#offset = offset;
  }

  /** A lease that ends later than one given now was given before the clock stepped back. */
  async #shortenLeases(now: number): Promise<void> {
    const until = now + this.#times.leaseMs;
    const where: Where<ExecutionRow> = { state: { in: ["running", "cancelling"] }, lease_until: { gt: until } };
    const { store } = this.#deps;
    if ((await store.count(executionTable, where)) === 0) return;
    await store.write((writer) => writer.update(executionTable, where, { lease_until: until }));
  }

  async #moveLost(now: number): Promise<number> {
    const where = { state: { in: ["running", "cancelling"] }, lease_until: { lt: now - this.#times.marginMs } };
    const reason = "The machine stopped answering while this ran; nobody knows how it ended.";
    return await this.#moveAll(where, (row) => planLost(row, now, reason));
  }

  /** Another machine takes its place, or it waits until one can. */
  async #spared(writer: Writer, row: ExecutionRow): Promise<boolean> {
    const { blocked, clock, events, ready = () => false } = this.#deps;
    const now = clock.now();
    const [run] = await writer.select(runTable, { where: { id: row.run_id } });
    if (!run) return false;
    const open = (id: string) => ready(id) && blocked?.(id, run) === undefined;
    const plan = planUntaken(row, run, { now, ready: open });
    if (plan.kind === "wait") {
      const same = { id: row.id, state: row.state, attempt: row.attempt };
      return (await writer.update(executionTable, same, { expires_at: plan.until })) > 0;
    }
    return await replaceMachine(writer, events, { execution: row, run, plan, now });
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
          if (change.state === "expired" && (await this.#spared(writer, row))) return 1;
          const done = await changeExecution(writer, events, row, change, clock.now());
          if (!done) return 0;
          await noteExpired(writer, row.run_id, change);
          writer.afterCommit(() => events.emit("work.queued", { agentId: row.agent_id }));
          return 1;
        }),
      ),
    );
    return moved.reduce<number>((sum, one) => sum + one, 0);
  }
}

async function noteExpired(writer: Writer, runId: string, { state, fields }: ExecutionChange): Promise<void> {
  if (state !== "expired") return;
  await noteCause(writer, runId, { cause: "expired", reason: fields?.error ?? "No machine took it in time." });
}
