import type { CoreEvents } from "../events/core-events.ts";
import type { Clock } from "../kernel/clock.ts";
import type { EventBus, Unsubscribe } from "../kernel/event-bus.ts";
import type { Logger } from "../kernel/logger.ts";
import type { Randomness } from "../kernel/randomness.ts";
import { Loop, type Service } from "../kernel/service.ts";
import type { LimitGate } from "../limits/limit-gate.ts";
import type { Access } from "../model/permission.ts";
import type { BeatMessage, FromAgent, OfferMessage, ReadyMessage, ToAgent } from "../protocol/messages.ts";
import { PROTOCOL_TIMES, type ProtocolTimes } from "../protocol/version.ts";
import type { Store, Writer } from "../store/rows.ts";
import { type ExecutionRow, executionTable, type RunRow } from "../store/tables/run-table.ts";
import type { ActionCatalog } from "../tasks/action-catalog.ts";
import type { AgentChannel } from "./agent-channel.ts";
import { GatheredWakes } from "./gathered-wakes.ts";
import { LimitedWork } from "./limited-work.ts";
import { LogIntake } from "./log-intake.ts";
import { offerWork, openOffers, startedOffers } from "./offer-work.ts";
import { planBeat } from "./plan-beat.ts";
import { StandingWants } from "./standing-wants.ts";
import { type DecidingMessage, takeMessage } from "./take-message.ts";

/** Open rows looked at in one sweep. */
const SWEEP_ROWS = 1_000;

/** Machines whose offers still fit into the unit that made the run. */
const OFFERED_WITH_UNIT = 5;

/** Machines that are offered work in one unit: a unit each costs more than the offers, and none may take long. */
const OFFERED_TOGETHER = 20;

export interface DispatcherDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly events: EventBus<CoreEvents>;
  readonly channel: AgentChannel;
  readonly actions: ActionCatalog;
  readonly logger: Logger;
  readonly times?: ProtocolTimes;
  /** Whether this agent may be given new work (active, not draining). */
  takesWork(agentId: string): boolean;
  /** Why the run must not start on this machine at this moment, as a sentence; undefined where it may. */
  blocked?(agentId: string, run: RunRow): string | undefined;
  /** How much may be under way at once; without it nothing is limited. */
  readonly limitGate?: Pick<LimitGate, "enter" | "isOpen">;
  /** Whether the person behind the run may still do this. */
  mayRun(writer: Writer, run: RunRow): Promise<Access>;
}

/**
 * The server's half of offer, want, go, result, rack. It keeps nothing that matters in memory: whatever was lost on the
 * way is said again at the next connect, heartbeat or sweep, from what the store says.
 */
export class Dispatcher implements Service {
  readonly #deps: DispatcherDeps;
  readonly #times: ProtocolTimes;
  readonly #logs: LogIntake;
  readonly #sweep: Loop;
  readonly #limited: LimitedWork;
  readonly #standing: StandingWants;
  readonly #queued = new GatheredWakes((agentIds) => void this.#wakeAll(agentIds));
  readonly #subscriptions: Unsubscribe[] = [];
  readonly #offering = new Map<string, "once" | "again">();
  /** The sweep goes round: agents up to this one have had their turn. */
  #sweptTo = "";

  constructor(deps: DispatcherDeps) {
    this.#deps = deps;
    this.#times = deps.times ?? PROTOCOL_TIMES;
    this.#logs = new LogIntake(deps);
    this.#standing = new StandingWants((this.#times.leaseMs - this.#times.marginMs) / 2);
    this.#limited = new LimitedWork(deps, (agentId) => this.#wake(agentId));
    this.#sweep = new Loop(() => this.sweep(), {
      everyMs: this.#times.offerRepeatMs,
      clock: deps.clock,
      onError: (error) => deps.logger.warn({ error }, "dispatch sweep failed"),
    });
  }

  async start(): Promise<void> {
    if (this.#subscriptions.length > 0) return;
    const { events } = this.#deps;
    this.#subscriptions.push(
      events.on("work.queued", ({ agentId }) => this.#queued.add(agentId)),
      events.on("execution.changed", () => this.#limited.wake()),
      events.on("limits.changed", () => this.#limited.wake(true)),
    );
    await this.#sweep.start();
  }

  async stop(): Promise<void> {
    for (const unsubscribe of this.#subscriptions.splice(0)) unsubscribe();
    await this.#sweep.stop();
    await this.#logs.flush();
  }

  /** A fresh connection: everything that may have been lost is said again. */
  async connected(agentId: string): Promise<void> {
    await this.#repeat(agentId);
    await this.#wake(agentId);
  }

  /** Leases and offers live in the store; all that ends is what the agent gave in advance. */
  disconnected(agentId: string): void {
    this.#standing.drop(agentId);
  }

  /**
   * Offers what the caller's unit has just queued, in that unit: the offers go out with its commit, which saves one. A
   * short cut for few machines that are there; everything else is offered when `work.queued` is heard.
   */
  async offerWith(writer: Writer, agentIds: readonly string[]): Promise<void> {
    const { channel, takesWork } = this.#deps;
    for (const agentId of agentIds.slice(0, OFFERED_WITH_UNIT)) {
      if (!channel.isConnected(agentId) || !takesWork(agentId)) continue;
      const offers = await this.#offers(writer, agentId);
      if (offers.length > 0) writer.afterCommit(() => channel.send(agentId, offers));
    }
  }

  /** Takes a batch from one agent. Never rejects: what failed is not answered, and the agent says it again. */
  async receive(agentId: string, messages: readonly FromAgent[]): Promise<void> {
    const deciding: DecidingMessage[] = [];
    for (const message of messages) {
      if (message.type === "beat") await this.#guarded(agentId, () => this.#beat(agentId, message));
      else if (message.type === "log" || message.type === "progress") {
        await this.#guarded(agentId, () => this.#logs.take(agentId, message));
      } else if (message.type === "ready") this.#ready(agentId, message);
      else deciding.push(message);
    }
    if (deciding.length > 0) await this.#decide(agentId, deciding);
  }

  /**
   * Repeats open offers and cancels, and offers what became due. A net under the pushes. Bounded, and fair: where much
   * waits (for machines that are away, say) the next sweep goes on where this one ended.
   */
  async sweep(): Promise<void> {
    const { store, clock, channel } = this.#deps;
    const now = clock.now();
    const rows = await store.select(executionTable, {
      where: { state: { in: ["queued", "offered", "cancelling"] }, agent_id: { gt: this.#sweptTo } },
      orderBy: [{ column: "agent_id" }],
      limit: SWEEP_ROWS,
    });
    this.#sweptTo = rows.length < SWEEP_ROWS ? "" : (rows.at(-1)?.agent_id ?? "");
    const agents = new Set(rows.filter((row) => row.not_before <= now).map((row) => row.agent_id));
    for (const agentId of agents) {
      if (!channel.isConnected(agentId)) continue;
      await this.#repeat(agentId);
      await this.#wake(agentId);
    }
  }

  #offers(writer: Writer, agentId: string): Promise<OfferMessage[]> {
    const { clock } = this.#deps;
    const standingWant = (id: string) => this.#standing.take(id, clock.monotonic());
    const offering = { ...this.#deps, standingWant, leaseMs: this.#times.leaseMs };
    return offerWork(writer, offering, agentId, clock.now());
  }

  #ready(agentId: string, { fresh, nonces }: ReadyMessage): void {
    const { store, actions, channel, clock } = this.#deps;
    this.#standing.put(agentId, nonces, clock.monotonic());
    if (!fresh) return;
    void this.#guarded(agentId, async () => {
      const offers = await startedOffers(store, actions, agentId);
      if (offers.length > 0) channel.send(agentId, offers);
    });
  }

  async #repeat(agentId: string): Promise<void> {
    const { store, channel, actions } = this.#deps;
    const offers: ToAgent[] = await openOffers(store, actions, agentId);
    const again = [...offers, ...(await this.#cancels(agentId))];
    if (again.length > 0) channel.send(agentId, again);
  }

  async #cancels(agentId: string): Promise<readonly ToAgent[]> {
    const rows = await this.#deps.store.select(executionTable, { where: { agent_id: agentId, state: "cancelling" } });
    return rows.map((row) => this.#cancelOf(row));
  }

  #cancelOf({ id, attempt }: ExecutionRow): ToAgent {
    return { type: "cancel", execution: id, attempt, graceMs: this.#times.cancelGraceMs };
  }

  async #sendCancels(agentIds: readonly string[]): Promise<void> {
    const { store, channel } = this.#deps;
    const [only] = agentIds;
    const whose = agentIds.length === 1 && only !== undefined ? only : { in: agentIds };
    const rows = await store.select(executionTable, { where: { agent_id: whose, state: "cancelling" } });
    for (const row of rows) channel.send(row.agent_id, [this.#cancelOf(row)]);
  }

  /** What was just queued is there to be offered, so nobody is asked first whether something is. */
  async #wakeAll(agentIds: readonly string[]): Promise<void> {
    const [only] = agentIds;
    if (agentIds.length === 1 && only !== undefined) return await this.#wake(only);
    const parts = Array.from({ length: Math.ceil(agentIds.length / OFFERED_TOGETHER) }, (_, at) =>
      agentIds.slice(at * OFFERED_TOGETHER, (at + 1) * OFFERED_TOGETHER),
    );
    await Promise.all(parts.map((part) => this.#offerTogether(part)));
  }

  /** One unit for all of them; where that fails, one for each, so that what is broken holds up nobody else. */
  async #offerTogether(agentIds: readonly string[]): Promise<void> {
    const { store, channel, takesWork } = this.#deps;
    const connected = agentIds.filter((agentId) => channel.isConnected(agentId));
    if (connected.length === 0) return;
    try {
      await this.#sendCancels(connected);
      const ready = connected.filter((agentId) => takesWork(agentId));
      const offered = await store.write(async (writer) => {
        const all = new Map<string, readonly ToAgent[]>();
        for (const agentId of ready) all.set(agentId, await this.#offers(writer, agentId));
        return all;
      });
      for (const [agentId, offers] of offered) if (offers.length > 0) channel.send(agentId, offers);
    } catch (error) {
      this.#deps.logger.warn({ error, agents: connected.length }, "machines could not be offered work together");
      for (const agentId of connected) await this.#wake(agentId);
    }
  }

  /** One offering at a time for each agent; a wake during it causes one more. */
  async #wake(agentId: string): Promise<void> {
    if (this.#offering.has(agentId)) {
      this.#offering.set(agentId, "again");
      return;
    }
    this.#offering.set(agentId, "once");
    try {
      do {
        this.#offering.set(agentId, "once");
        await this.#guarded(agentId, () => this.#offer(agentId));
      } while (this.#offering.get(agentId) === "again");
    } finally {
      this.#offering.delete(agentId);
    }
  }

  async #offer(agentId: string): Promise<void> {
    const { store, channel, takesWork } = this.#deps;
    if (!channel.isConnected(agentId)) return;
    await this.#sendCancels([agentId]);
    if (!takesWork(agentId) || !(await this.#hasDueWork(agentId))) return;
    const offers = await store.write((writer) => this.#offers(writer, agentId));
    if (offers.length > 0) channel.send(agentId, offers);
  }

  /** Asked of the reader first: most wakes find nothing, and a unit that changes nothing is still a commit. */
  async #hasDueWork(agentId: string): Promise<boolean> {
    const where = { agent_id: agentId, state: "queued", not_before: { lte: this.#deps.clock.now() } };
    return (await this.#deps.store.select(executionTable, { where, limit: 1 })).length > 0;
  }

  /** One unit for the batch; if something in it is poison, one unit each, so that it holds up nothing else. */
  async #decide(agentId: string, messages: readonly DecidingMessage[]): Promise<void> {
    try {
      await this.#decideTogether(agentId, messages);
    } catch (error) {
      if (messages.length === 1) this.#deps.logger.warn({ error, agentId }, "agent message was not taken");
      else for (const message of messages) await this.#decide(agentId, [message]);
      return;
    }
    // A want frees nothing; whatever else was decided may have made room.
    if (messages.some((message) => message.type !== "want")) await this.#wake(agentId);
  }

  async #decideTogether(agentId: string, messages: readonly DecidingMessage[]): Promise<void> {
    const { store, clock, channel, events, mayRun, randomness, blocked, takesWork } = this.#deps;
    const ready = (id: string) => takesWork(id) && channel.isConnected(id);
    const answers = await store.write(async (writer) => {
      const now = clock.now();
      const { leaseMs } = this.#times;
      const context = { events, agentId, now, leaseMs, fraction: randomness.fraction(), ready, mayRun, blocked };
      const all: ToAgent[] = [];
      for (const message of messages) all.push(...(await takeMessage(writer, message, context)));
      return all;
    });
    if (answers.length > 0) channel.send(agentId, answers);
  }

  async #beat(agentId: string, beat: BeatMessage): Promise<void> {
    const { store, clock, channel } = this.#deps;
    const { leaseMs, cancelGraceMs } = this.#times;
    if (beat.running.length === 0) {
      channel.send(agentId, [{ type: "beat-reply", sentAt: beat.sentAt, held: [], leaseMs }]);
      return;
    }
    const answers = await store.write(async (writer) => {
      const now = clock.now();
      const where = { agent_id: agentId, state: { in: ["running", "cancelling"] } };
      const open = await writer.select(executionTable, { where });
      const plan = planBeat(beat, open, { now, leaseMs, cancelGraceMs });
      const ids = plan.held.map((key) => key.execution);
      if (ids.length > 0) {
        await writer.update(executionTable, { ...where, id: { in: ids } }, { lease_until: now + leaseMs });
      }
      return plan.answers;
    });
    channel.send(agentId, answers);
  }

  async #guarded(agentId: string, act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      this.#deps.logger.warn({ error, agentId }, "dispatch failed for an agent");
    }
  }
}
