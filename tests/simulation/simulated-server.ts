import { Dispatcher } from "../../core/dispatch/dispatcher.ts";
import { LeaseKeeper } from "../../core/dispatch/lease-keeper.ts";
import type { CoreEvents } from "../../core/events/core-events.ts";
import { HELD_UNTIL } from "../../core/executions/plan-run.ts";
import { RunService } from "../../core/executions/run-service.ts";
import { isOctopusError } from "../../core/kernel/errors.ts";
import { EventBus } from "../../core/kernel/event-bus.ts";
import { silentLogger } from "../../core/kernel/logger.ts";
import { LimitGate } from "../../core/limits/limit-gate.ts";
import type { Agent } from "../../core/model/agent.ts";
import type { FrameStep } from "../../core/model/frame.ts";
import type { AgentId, LimitId, UserId } from "../../core/model/ids.ts";
import type { Limit } from "../../core/model/limit.ts";
import type { Policy } from "../../core/model/policy.ts";
import type { FromAgent, ToAgent } from "../../core/protocol/messages.ts";
import type { Store, Writer } from "../../core/store/rows.ts";
import { inboxTable } from "../../core/store/tables/conversation-table.ts";
import { executionTable, runTable } from "../../core/store/tables/run-table.ts";
import { taskTable } from "../../core/store/tables/task-table.ts";
import { BatchChecks } from "../../core/tasks/batch-checks.ts";
import { RunFollower } from "../../core/tasks/run-follower.ts";
import type { TaskRequest } from "../../core/tasks/task-request.ts";
import { TaskService } from "../../core/tasks/task-service.ts";
import { actionCatalogOf, anAction } from "../support/action-catalog.ts";
import { anAdmin } from "../support/actors.ts";
import { ProcessClock, type SeededRandomness, type SimulatedTime } from "./simulated-time.ts";

export interface ServerAblations {
  /** Take every delivery of a message as a new one. */
  readonly skipInbox?: boolean;
  /** Treat silence as "it did not happen" and try again, whatever the action. */
  readonly requeueOnSilence?: boolean;
  /** Let everything start at once that waits for its batch or for the run before. */
  readonly skipHold?: boolean;
  /** Forget the limit on what may be under way at once. */
  readonly skipLimit?: boolean;
}

/** What a person's message asks for. */
export interface Wish {
  readonly action: string;
  readonly targets: readonly string[];
  readonly policy?: Policy;
  readonly then?: readonly FrameStep[];
  /** Instead: one more run of the task that the message with this key made. */
  readonly againOf?: string;
}

interface Deps {
  readonly time: SimulatedTime;
  readonly randomness: SeededRandomness;
  readonly disk: Store;
  readonly agentIds: readonly string[];
  readonly ablations: ServerAblations;
  /** How many changes may be under way at once; undefined: as many as there are. */
  readonly limit: number | undefined;
  /** How fast its clock goes. */
  readonly clockRate: number;
  /** Asked before each write and, for the time after its commit, within it: whether the process dies there. */
  readonly diesHere: () => boolean;
  isConnected(agentId: string): boolean;
  send(agentId: string, message: ToAgent): void;
  onCrash(): void;
  onExecutionChanged(executionId: string): void;
}

/** One each: what hangs on a promise that is shared for ever is kept for ever. */
const never = (): Promise<never> => new Promise(() => undefined);

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
    const clock = new ProcessClock(time, 0, this.#deps.clockRate);
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
    const limits = { all: () => (ablations.skipLimit ? [] : limitsOf(this.#deps.limit)) };
    const limitGate = new LimitGate({ limits, machines: directory, events, ready: channel.isConnected });
    const dispatching = { ...common, randomness, channel, actions, mayRun, limitGate };
    const dispatcher = new Dispatcher({ ...dispatching, takesWork: () => true });
    const taskDeps = { clock, events, audit, actions, machines: directory, timeZone: "UTC" };
    this.#tasks = new TaskService({ ...taskDeps, dispatch: dispatcher });
    const keeper = new LeaseKeeper({ store, clock, events });
    await dispatcher.start();
    const ownerOf = async () => anAdmin();
    await new RunFollower({ ...common, tasks: this.#tasks, ownerOf, dispatch: dispatcher }).start();
    await new BatchChecks({ ...common, tasks: this.#tasks, ownerOf }).start();
    this.#dispatcher = dispatcher;
    const sweep = (): void => {
      clock.after(1000, () => {
        void keeper.runOnce().catch(() => undefined);
        if (ablations.skipHold) void this.#releaseAll(store, clock.now());
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
  async submit(key: string, wish: Wish): Promise<boolean> {
    const store = this.#store;
    const tasks = this.#tasks;
    if (!this.isUp || !store || !tasks) return false;
    await store.write(async (writer: Writer) => {
      const now = this.#clock.now();
      const row = { source: "web", dedupe_key: key, conversation_id: "c", message_id: key, received_at: now };
      const fresh = await writer.insertNew(inboxTable, row);
      if (!fresh && !this.#deps.ablations.skipInbox) return;
      if (wish.againOf === undefined) await tasks.create(writer, anAdmin(), requestOf(key, wish));
      else await this.#again(writer, tasks, wish.againOf);
    });
    return true;
  }

  /** Refused where one waits already: then nothing is started, and the person is told. */
  async #again(writer: Writer, tasks: TaskService, key: string): Promise<void> {
    const [task] = await writer.select(taskTable, { where: { text: key } });
    if (!task) return;
    try {
      await tasks.runNow(writer, anAdmin(), task.id, { trigger: "again" });
    } catch (error) {
      if (!isOctopusError(error, "request.conflict")) throw error;
    }
  }

  /** A person says how everything ended of which nobody knows, and which holds up something else. */
  async settleUnknown(): Promise<void> {
    const store = this.#store;
    if (!this.isUp || !store) return;
    const unknown = await store.select(executionTable, { where: { state: "unknown" } });
    for (const { id } of unknown) {
      await store.write(async (writer) => {
        const [row] = await writer.select(executionTable, { where: { id, state: "unknown" } });
        const held = row && (await writer.count(executionTable, { task_id: row.task_id, not_before: HELD_UNTIL }));
        if (held) await this.#runService?.settleUnknown(writer, anAdmin(), id, "failed");
      });
    }
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

  async #releaseAll(store: Store, now: number): Promise<void> {
    const held = { state: "queued", not_before: HELD_UNTIL };
    await store.write((writer) => writer.update(executionTable, held, { not_before: now, expires_at: now + 600_000 }));
  }

  /** Every write may be the last: before its commit, or after it and before anybody learns of it. */
  #mortal(clock: ProcessClock): Store {
    const { disk, diesHere } = this.#deps;
    const guard = <T>(value: Promise<T>): Promise<T> => value.then((one) => (clock.alive ? one : never()));
    return {
      select: (table, query) => (clock.alive ? guard(disk.select(table, query)) : never()),
      count: (table, where) => (clock.alive ? guard(disk.count(table, where)) : never()),
      check: () => disk.check(),
      close: async () => undefined,
      write: async (unit) => {
        if (!clock.alive) return never();
        if (diesHere()) {
          this.crash();
          return never();
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

function requestOf(key: string, { action, targets, policy = {}, then: steps = [] }: Wish): TaskRequest {
  const include = targets.map((name) => `host:${name}`);
  // biome-ignore lint/suspicious/noThenProperty: the frame contract names the field
  return { action, params: {}, targets: { include, exclude: [] }, policy, text: key, then: steps };
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

function limitsOf(most: number | undefined): readonly Limit[] {
  if (most === undefined) return [];
  const set = { byId: "usr_ada" as UserId, byName: "ada", createdAt: 0 };
  const of = { action: "risky.change", taskId: undefined, targets: undefined, person: undefined };
  return [{ id: "L-1" as LimitId, most, what: "changes", ...of, ...set }];
}
