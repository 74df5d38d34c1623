import { Dispatcher } from "../../core/dispatch/dispatcher.ts";
import { silentLogger } from "../../core/kernel/logger.ts";
import { LimitDirectory } from "../../core/limits/limit-directory.ts";
import { LimitGate } from "../../core/limits/limit-gate.ts";
import { type LimitRequest, LimitService } from "../../core/limits/limit-service.ts";
import type { Limit } from "../../core/model/limit.ts";
import type { Actor } from "../../core/model/user.ts";
import type { ToAgent } from "../../core/protocol/messages.ts";
import { type ExecutionRow, executionTable, runTable } from "../../core/store/tables/run-table.ts";
import { anActor } from "./actors.ts";
import { CoreWorld } from "./core-world.ts";
import { countingRandomness } from "./counting-randomness.ts";

const AT_WORK = { in: ["offered", "running", "cancelling"] };
export const ada: Actor = anActor("admin", "ada");

/** A dispatcher that keeps to limits, and machines that begin whatever they are offered and end it when told. */
export class LimitWorld extends CoreWorld {
  readonly offline = new Set<string>();
  /** Connected, but what they are sent is lost on the way. */
  readonly deaf = new Set<string>();
  /** Held by a freeze. */
  readonly frozen = new Set<string>();
  readonly limitDirectory = new LimitDirectory(this.store);
  readonly limitService: LimitService;
  readonly dispatcher: Dispatcher;
  /** In the order in which they began. */
  readonly began: string[] = [];
  readonly #answering: Promise<void>[] = [];

  constructor() {
    super();
    const { actions, clock, events, store } = this;
    const audit = { record: async () => undefined };
    const machines = { all: () => this.machines, get: (id: string) => this.machines.find((one) => one.id === id) };
    this.limitService = new LimitService({ clock, events, audit, directory: this.limitDirectory, machines, actions });
    const ready = (agentId: string) => !this.offline.has(agentId);
    this.dispatcher = new Dispatcher({
      ...{ store, clock, events, actions, logger: silentLogger, randomness: countingRandomness() },
      channel: { isConnected: ready, send: (agentId, messages) => this.#take(agentId, messages) },
      takesWork: () => true,
      blocked: (agentId) => (this.frozen.has(agentId) ? "Blocked by freeze F-1." : undefined),
      limitGate: new LimitGate({ limits: this.limitDirectory, machines, events, ready }),
      mayRun: async () => ({ allowed: true, rule: "own" }),
    });
  }

  #take(agentId: string, messages: readonly ToAgent[]): boolean {
    if (this.offline.has(agentId)) return false;
    if (this.deaf.has(agentId)) return true;
    for (const message of messages) {
      if (message.type === "go") this.began.push(message.execution);
      if (message.type !== "offer") continue;
      const { attempt, execution } = message;
      const want = { type: "want", execution, attempt, nonce: `${execution}/${attempt}` } as const;
      this.#answering.push(this.dispatcher.receive(agentId, [want]));
    }
    return true;
  }

  /** Until everybody has said what there is to say; what was lost meanwhile is said again. */
  async settle(): Promise<void> {
    for (let quiet = 0; quiet < 3; quiet += 1) {
      await this.dispatcher.sweep();
      await this.clock.advance(0);
      const answering = this.#answering.splice(0);
      await Promise.all(answering);
      if (answering.length > 0) quiet = 0;
    }
  }

  /** For so long that the server has noticed. */
  goOffline(agentId: string): void {
    this.offline.add(agentId);
    this.#setLiveness(agentId, "offline");
  }

  comeBack(agentId: string): void {
    this.offline.delete(agentId);
    this.deaf.delete(agentId);
    this.#setLiveness(agentId, "online");
  }

  #setLiveness(agentId: string, liveness: "online" | "offline"): void {
    this.machines = this.machines.map((one) => (one.id === agentId ? { ...one, liveness } : one));
  }

  async limit(request: LimitRequest): Promise<Limit> {
    return await this.store.write((writer) => this.limitService.set(writer, ada, request));
  }

  async lift(id: string): Promise<void> {
    await this.store.write((writer) => this.limitService.lift(writer, ada, id));
  }

  /** It ends well on its machine. */
  async finish(id: string): Promise<void> {
    const [row] = await this.store.select(executionTable, { where: { id } });
    if (!row) return;
    const done = { outcome: "succeeded", durationMs: 5, ranAs: "nobody", logChunks: 0 } as const;
    await this.dispatcher.receive(row.agent_id, [{ type: "result", execution: id, attempt: row.attempt, ...done }]);
    await this.settle();
  }

  async atWork(): Promise<readonly ExecutionRow[]> {
    return await this.store.select(executionTable, { where: { state: AT_WORK }, orderBy: [{ column: "seq" }] });
  }

  /** "E-1 web-1 disk.usage olga" for everything under way. */
  async busy(): Promise<
    readonly {
      readonly id: string;
      readonly run: string;
      readonly action: string;
      readonly by: string;
      readonly on: string;
    }[]
  > {
    const runs = new Map((await this.store.select(runTable, {})).map((run) => [run.id, run]));
    return (await this.atWork()).map((row) => {
      const run = runs.get(row.run_id);
      return {
        id: row.id,
        run: row.run_id,
        action: run?.action ?? "",
        by: run?.requested_by ?? "",
        on: row.agent_name,
      };
    });
  }
}
