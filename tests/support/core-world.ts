import { ApprovalDirectory } from "../../core/approvals/approval-directory.ts";
import type { AuditFact } from "../../core/audit/audit-recorder.ts";
import type { CoreEvents } from "../../core/events/core-events.ts";
import { changeExecution } from "../../core/executions/change-execution.ts";
import { HELD_UNTIL } from "../../core/executions/plan-run.ts";
import { RunQueries } from "../../core/executions/run-queries.ts";
import { RunService } from "../../core/executions/run-service.ts";
import { EventBus } from "../../core/kernel/event-bus.ts";
import { silentLogger } from "../../core/kernel/logger.ts";
import type { Agent } from "../../core/model/agent.ts";
import type { AgentId } from "../../core/model/ids.ts";
import type { Actor } from "../../core/model/user.ts";
import type { ActionManifest } from "../../core/plugin-api/manifest.ts";
import { createMemoryStore } from "../../core/storage/memory/memory-store.ts";
import type { Writer } from "../../core/store/rows.ts";
import { type ExecutionRow, executionTable, type RunRow, runTable } from "../../core/store/tables/run-table.ts";
import type { ActionCatalog } from "../../core/tasks/action-catalog.ts";
import { RunFollower } from "../../core/tasks/run-follower.ts";
import { TaskQueries } from "../../core/tasks/task-queries.ts";
import type { TaskRequest } from "../../core/tasks/task-request.ts";
import { type CreatedTask, TaskService } from "../../core/tasks/task-service.ts";
import { actionCatalogOf, anAction } from "./action-catalog.ts";
import { anActor } from "./actors.ts";
import { FakeClock } from "./fake-clock.ts";

/** An active machine that is online. */
export function aFleetMachine(name: string, overrides: Partial<Agent> = {}): Agent {
  return {
    id: `agt_${name}` as AgentId,
    name,
    state: "active",
    liveness: "online",
    labels: [],
    facts: undefined,
    lastSeenAt: undefined,
    stateReason: undefined,
    createdAt: 0,
    ...overrides,
  };
}

/** "check disk space on web-1", asked for over REST. */
export function aRequest(overrides: Partial<TaskRequest> = {}): TaskRequest {
  return {
    action: "disk.usage",
    params: {},
    targets: { include: ["host:web-1"], exclude: [] },
    policy: {},
    // biome-ignore lint/suspicious/noThenProperty: the frame contract names the field
    then: [],
    text: "",
    ...overrides,
  };
}

export const olga: Actor = anActor("operator", "olga");

/** The services of tasks and runs over the memory store, with time that stands still. */
export class CoreWorld {
  readonly store = createMemoryStore((error) => {
    throw error;
  });
  readonly clock = new FakeClock();
  readonly events = new EventBus<CoreEvents>((error) => {
    throw error;
  });
  readonly audited: (AuditFact & { readonly actor: string })[] = [];
  readonly queued: string[] = [];
  readonly topics: string[] = [];
  readonly taskQueries = new TaskQueries(this.store);
  readonly runQueries = new RunQueries(this.store);
  readonly limits = { targets: 1_000, queued: 2_000 };
  readonly approvalDirectory = new ApprovalDirectory(this.store, { secondPerson: true });
  readonly tasks: TaskService;
  readonly runs: RunService;
  readonly follower: RunFollower;
  /** The person behind what follows; undefined: gone. */
  owner: Actor | undefined = olga;
  readonly actions: ActionCatalog;
  machines: readonly Agent[] = [aFleetMachine("web-1"), aFleetMachine("web-2"), aFleetMachine("db-1")];
  /** Set: what the audit log fails with. */
  auditFailure: Error | undefined;
  /** Set: what is wrong with all parameters. */
  paramsProblem: string | undefined;
  installed: readonly ActionManifest[] = [
    anAction(),
    anAction({
      name: "service.restart",
      title: "Restart a service",
      risk: "change",
      idempotent: false,
      params: {
        type: "object",
        properties: { service: { type: "string", title: "Service", "x-slot": "service" } },
        additionalProperties: false,
      },
    }),
    anAction({ name: "shell.run", title: "Run a command", risk: "destructive", idempotent: false }),
  ];

  constructor() {
    const { clock, events } = this;
    events.on("work.queued", ({ agentId }) => void this.queued.push(agentId));
    events.on("outbox.due", ({ topic }) => void this.topics.push(topic));
    const audit = {
      record: async (_writer: Writer, actor: Actor, fact: AuditFact) => {
        if (this.auditFailure) throw this.auditFailure;
        this.audited.push({ ...fact, actor: actor.name });
      },
    };
    this.actions = {
      find: (name) => actionCatalogOf(this.installed).find(name),
      validateParams: () => this.paramsProblem,
    };
    const machines = { all: () => this.machines, get: (id: string) => this.machines.find((one) => one.id === id) };
    this.tasks = new TaskService({
      clock,
      events,
      audit,
      actions: this.actions,
      machines,
      timeZone: "Europe/Paris",
      limits: this.limits,
      approvalRules: this.approvalDirectory,
    });
    this.runs = new RunService({ clock, events, audit });
    const { store, tasks } = this;
    const ownerOf = async () => this.owner;
    this.follower = new RunFollower({ store, clock, events, logger: silentLogger, tasks, ownerOf });
  }

  /** As its machine would: starts it and brings it to this end, by the product's own changes. */
  async end(id: string, state: "succeeded" | "failed" | "unknown" | "cancelled"): Promise<void> {
    const { clock, events, store } = this;
    await store.write(async (writer) => {
      for (const to of ["offered", "running", state] as const) {
        const [row] = await writer.select(executionTable, { where: { id } });
        const fields = to === "running" ? { started_at: clock.now() } : {};
        if (row) await changeExecution(writer, events, row, { state: to, fields }, clock.now());
      }
    });
  }

  /** "web-1 running, web-2 held": what each machine of a run does, in order. */
  async turns(runId: string): Promise<readonly string[]> {
    const rows = await this.store.select(executionTable, { where: { run_id: runId }, orderBy: [{ column: "seq" }] });
    return rows.map((row) => {
      const held = row.state === "queued" && row.not_before === HELD_UNTIL;
      return `${row.agent_name} ${held ? "held" : row.state}`;
    });
  }

  async runRow(id: string): Promise<RunRow | undefined> {
    return (await this.store.select(runTable, { where: { id } }))[0];
  }

  async create(overrides: Partial<TaskRequest> = {}, actor: Actor = olga): Promise<CreatedTask> {
    return await this.store.write((writer) => this.tasks.create(writer, actor, aRequest(overrides)));
  }

  /** Puts an execution into a state, whatever the rules say. */
  async force(id: string, change: Partial<ExecutionRow>): Promise<void> {
    await this.store.write((writer) => writer.update(executionTable, { id }, change));
  }

  async executions(): Promise<readonly ExecutionRow[]> {
    return await this.store.select(executionTable, { orderBy: [{ column: "seq" }] });
  }
}
