import { Dispatcher } from "../../core/dispatch/dispatcher.ts";
import { LeaseKeeper } from "../../core/dispatch/lease-keeper.ts";
import type { CoreEvents } from "../../core/events/core-events.ts";
import { RunService } from "../../core/executions/run-service.ts";
import { EventBus } from "../../core/kernel/event-bus.ts";
import { silentLogger } from "../../core/kernel/logger.ts";
import type { Agent } from "../../core/model/agent.ts";
import type { AgentId } from "../../core/model/ids.ts";
import type { Policy } from "../../core/model/policy.ts";
import type { FromAgent, ToAgent } from "../../core/protocol/messages.ts";
import type { Store, Writer } from "../../core/store/rows.ts";
import { inboxTable } from "../../core/store/tables/conversation-table.ts";
import { runTable } from "../../core/store/tables/run-table.ts";
import { TaskService } from "../../core/tasks/task-service.ts";
import { actionCatalogOf, anAction } from "../support/action-catalog.ts";
import { anAdmin } from "../support/actors.ts";
import { ProcessClock, type SeededRandomness, type SimulatedTime } from "./simulated-time.ts";

export interface ServerAblations {
  /** Take every delivery of a message as a new one. */
  readonly skipInbox?: boolean;
  /** Treat silence as "it did not happen" and try again, whatever the action. */
  readonly requeueOnSilence?: boolean;
}

/** What a person's message asks for. */
export interface Wish {
  readonly action: string;
  readonly targets: readonly string[];
  readonly policy?: Policy;
}

interface Deps {
  readonly time: SimulatedTime;
  readonly randomness: SeededRandomness;
  readonly disk: Store;
  readonly agentIds: readonly string[];
  readonly ablations: ServerAblations;
  /** Asked before each write and, for the time after its commit, within it: whether the process dies there. */
  readonly diesHere: () => boolean;
  isConnected(agentId: string): boolean;
  send(agentId: string, message: ToAgent): void;
  onCrash(): void;
  onExecutionChanged(executionId: string): void;
}

const never = new Promise<never>(() => undefined);

/** A server process over a disk that outlives it: the real services, with death at any durable step. */
export class SimulatedServer {
  readonly #deps: Deps;
  #clock: ProcessClock;
  #dispatcher: Dispatcher | undefined;
  #tasks: TaskService | undefined;
  #store: Store | undefined;
  #runService: RunService | undefined;

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#clock = new ProcessClock(deps.time);
  }

  get isUp(): boolean {
    return this.#dispatcher !== undefined;
  }

  stepClock(byMs: number): void {
    this.#clock.step(byMs);
  }

  async start(): Promise<void> {
    const { time, randomness, agentIds, ablations } = this.#deps;
    const clock = new ProcessClock(time);
    this.#clock = clock;
    const store = this.#mortal(clock);
    this.#store = store;
    const events = new EventBus<CoreEvents>((error) => {
      throw error;
    });
    events.on("execution.changed", ({ executionId }) => this.#deps.onExecutionChanged(executionId));
    const actions = actionCatalogOf([
      anAction({ name: "safe.read", risk: "read", idempotent: true }),
      anAction({
        name: "risky.change",
        risk: "change",
        idempotent: ablations.requeueOnSilence ?? false,
        timeout: "PT121S",
      }),
    ]);
    const machines = agentIds.map(machine);
    const directory = { all: () => machines, get: (id: string) => machines.find((one) => one.id === id) };
    const audit = { record: async () => undefined };
    this.#runService = new RunService({ clock, events, audit });
    const channel = {
      isConnected: (agentId: string) => clock.alive && this.#deps.isConnected(agentId),
      send: (agentId: string, messages: readonly ToAgent[]) => {
        if (!clock.alive || !this.#deps.isConnected(agentId)) return false;
        for (const message of messages) this.#deps.send(agentId, message);
        return true;
      },
    };
    const mayRun = async () => ({ allowed: true, rule: "admins" }) as const;
    const common = { store, clock, events, logger: silentLogger };
    const dispatcher = new Dispatcher({ ...common, randomness, channel, actions, takesWork: () => true, mayRun });
    const taskDeps = { clock, events, audit, actions, machines: directory, timeZone: "UTC" };
    this.#tasks = new TaskService({ ...taskDeps, dispatch: dispatcher });
    const keeper = new LeaseKeeper({ store, clock, events });
    await dispatcher.start();
    this.#dispatcher = dispatcher;
    const sweep = (): void => {
      clock.after(1000, () => {
        void keeper.runOnce().catch(() => undefined);
        sweep();
      });
    };
    sweep();
  }

  crash(): void {
    if (!this.#clock.alive) return;
    this.#clock.alive = false;
    this.#dispatcher = undefined;
    this.#deps.onCrash();
  }

  connected(agentId: string): void {
    void this.#dispatcher?.connected(agentId);
  }

  receive(agentId: string, message: FromAgent): void {
    void this.#dispatcher?.receive(agentId, [message]);
  }

  /** One delivery of a person's message; resolves when it is acknowledged, and never when the server dies first. */
  async submit(key: string, { action, targets, policy = {} }: Wish): Promise<boolean> {
    const store = this.#store;
    const tasks = this.#tasks;
    if (!this.isUp || !store || !tasks) return false;
    await store.write(async (writer: Writer) => {
      const now = this.#clock.now();
      const row = { source: "web", dedupe_key: key, conversation_id: "c", message_id: key, received_at: now };
      const fresh = await writer.insertNew(inboxTable, row);
      if (!fresh && !this.#deps.ablations.skipInbox) return;
      const include = targets.map((name) => `host:${name}`);
      const request = { action, params: {}, targets: { include, exclude: [] }, policy, text: key };
      // biome-ignore lint/suspicious/noThenProperty: the frame contract names the field
      await tasks.create(writer, anAdmin(), { ...request, then: [] });
    });
    return true;
  }

  /** A person says "cancel that", once, while the server is up. */
  async cancel(runId: string): Promise<void> {
    const store = this.#store;
    if (!this.isUp || !store) return;
    await store.write(async (writer) => {
      if ((await writer.count(runTable, { id: runId })) > 0)
        await this.#runService?.cancelRun(writer, anAdmin(), runId);
    });
  }

  /** Every write may be the last: before its commit, or after it and before anybody learns of it. */
  #mortal(clock: ProcessClock): Store {
    const { disk, diesHere } = this.#deps;
    const guard = <T>(value: Promise<T>): Promise<T> => value.then((one) => (clock.alive ? one : never));
    return {
      select: (table, query) => (clock.alive ? guard(disk.select(table, query)) : never),
      count: (table, where) => (clock.alive ? guard(disk.count(table, where)) : never),
      check: () => disk.check(),
      close: async () => undefined,
      write: async (unit) => {
        if (!clock.alive) return never;
        if (diesHere()) {
          this.crash();
          return never;
        }
        const diesAfter = diesHere();
        return await guard(
          disk.write(async (writer) => {
            const value = await unit(writer);
            if (diesAfter) writer.afterCommit(() => this.crash());
            return value;
          }),
        );
      },
    };
  }
}

function machine(id: string): Agent {
  return {
    id: id as AgentId,
    name: id,
    state: "active",
    liveness: "online",
    labels: [],
    facts: undefined,
    lastSeenAt: undefined,
    stateReason: undefined,
    createdAt: 0,
  };
}
