import { ConversationEngine } from "../../bot/conversation/conversation-engine.ts";
import type { Handled, Incoming } from "../../bot/conversation/incoming.ts";
import { Notifier } from "../../bot/conversation/notifier.ts";
import type { ConversationServices } from "../../bot/conversation/services.ts";
import { AliasService } from "../../core/aliases/alias-service.ts";
import { ApprovalDirectory } from "../../core/approvals/approval-directory.ts";
import { ApprovalQueries } from "../../core/approvals/approval-queries.ts";
import type { AuditFact } from "../../core/audit/audit-recorder.ts";
import { NoticePlaces } from "../../core/channels/notice-places.ts";
import { RoomSettings } from "../../core/channels/room-settings.ts";
import type { CoreEvents } from "../../core/events/core-events.ts";
import { RunQueries } from "../../core/executions/run-queries.ts";
import { RunService } from "../../core/executions/run-service.ts";
import { FreezeDirectory } from "../../core/freezes/freeze-directory.ts";
import { FreezeService } from "../../core/freezes/freeze-service.ts";
import type { Clock } from "../../core/kernel/clock.ts";
import { EventBus } from "../../core/kernel/event-bus.ts";
import { type Logger, silentLogger } from "../../core/kernel/logger.ts";
import { LimitDirectory } from "../../core/limits/limit-directory.ts";
import { LimitService } from "../../core/limits/limit-service.ts";
import type { Agent } from "../../core/model/agent.ts";
import type { Card } from "../../core/model/card.ts";
import type { ConversationMessage } from "../../core/model/conversation.ts";
import type { Frame } from "../../core/model/frame.ts";
import type { AgentId } from "../../core/model/ids.ts";
import type { Actor, User } from "../../core/model/user.ts";
import type { ActionManifest } from "../../core/plugin-api/manifest.ts";
import { LedgerQueries } from "../../core/schedules/ledger-queries.ts";
import { createMemoryStore } from "../../core/storage/memory/memory-store.ts";
import type { Store } from "../../core/store/rows.ts";
import { TaskQueries } from "../../core/tasks/task-queries.ts";
import { TaskService } from "../../core/tasks/task-service.ts";
import { UserService } from "../../core/users/user-service.ts";
import { nearestExamples } from "../../nlp/classify/nearest-examples.ts";
import { explainReading } from "../../nlp/explain/explain-reading.ts";
import type { ParseContext } from "../../nlp/parse-context.ts";
import { actionCatalogOf, anAction, firstExamples } from "./action-catalog.ts";
import { anActor } from "./actors.ts";
import { approvalService, protections } from "./approval-world.ts";
import { HISTORY_PHRASES } from "./history-phrases.ts";
import { LIMIT_PHRASES } from "./limit-phrases.ts";
import { ROOM_PHRASES } from "./room-phrases.ts";

/** Saturday 21 November 2026, 10:00 UTC. */
export const TEN = Date.UTC(2026, 10, 21, 10, 0, 0);

export function aMachine(name: string, overrides: Partial<Agent> = {}): Agent {
  return {
    id: `agt_${name}` as AgentId,
    name,
    state: "active",
    liveness: "online",
    labels: [],
    facts: undefined,
    lastSeenAt: TEN,
    stateReason: undefined,
    createdAt: TEN,
    ...overrides,
  };
}

export function aFrame(overrides: Partial<Frame>): Frame {
  return { intent: "task.create", outcome: "act", spans: [], score: 1, said: [], ...overrides };
}

const SERVICE_PARAMS = {
  type: "object",
  properties: { service: { type: "string", title: "Service", "x-ask": "Which service?", examples: ["nginx"] } },
  required: ["service"],
  additionalProperties: false,
} as const;

export const ACTIONS: readonly ActionManifest[] = [
  anAction(),
  anAction({
    name: "service.restart",
    title: "Restart a service",
    risk: "change",
    idempotent: false,
    params: SERVICE_PARAMS,
    phrases: ["restart {service}"],
    examples: [
      { sentence: "restart nginx", params: { service: "nginx" } },
      { sentence: "restart the ssh service", params: { service: "ssh" } },
    ],
  }),
  anAction({
    name: "service.stop",
    risk: "change",
    idempotent: false,
    params: SERVICE_PARAMS,
    undo: "service.start",
    examples: [],
  }),
  anAction({ name: "service.start", risk: "change", idempotent: false, params: SERVICE_PARAMS, examples: [] }),
  anAction({ name: "shell.run", title: "Run a command", risk: "destructive", idempotent: false }),
];

/** What the sentences of these tests mean; a function may look at the context. */
export type Phrasebook = Readonly<Record<string, Partial<Frame> | ((context: ParseContext) => Partial<Frame>)>>;

const on = (name: string) => ({ targets: { include: [`host:${name}`], exclude: [] } });
export const PHRASES: Phrasebook = {
  ...ROOM_PHRASES,
  ...HISTORY_PHRASES,
  ...LIMIT_PHRASES,
  "check disk on web-1": { action: "disk.usage", params: {}, ...on("web-1") },
  "check disk": { action: "disk.usage", params: {} },
  "check disk on wbe-1": { action: "disk.usage", params: {}, ...on("wbe-1") },
  "check disk everywhere one by one, stop at a failure": {
    intent: "task.create",
    action: "disk.usage",
    targets: { include: ["all"], exclude: [] },
    policy: { concurrency: 1, stopAfter: 0 },
  },
  "check disk on web-1, then on web-2": {
    intent: "task.create",
    action: "disk.usage",
    targets: { include: ["host:web-1"], exclude: [] },
    // biome-ignore lint/suspicious/noThenProperty: the frame contract names the field
    then: [
      { when: "success", action: "disk.usage", params: {}, targets: { include: ["host:web-2"], exclude: [] } },
      { when: "always", action: "disk.usage", params: {} },
    ],
  },
  "go on with the rest": (context) => ({
    intent: "task.retry",
    query: { status: "not-started" },
    ...(context.lastRun !== undefined && { ref: context.lastRun }),
  }),
  "check disk everywhere": { action: "disk.usage", targets: { include: ["all"], exclude: [] } },
  "check disk on web-1 every day at 9": {
    action: "disk.usage",
    schedule: { kind: "cron", cron: "0 9 * * *" },
    ...on("web-1"),
  },
  "check disk on web-1 every day at 9, tell #ops if it fails": {
    action: "disk.usage",
    schedule: { kind: "cron", cron: "0 9 * * *" },
    policy: { notify: [{ on: "failure", channel: "#ops" }] },
    ...on("web-1"),
  },
  "check disk on web-1 every day at 9, tell grace if it fails": {
    action: "disk.usage",
    schedule: { kind: "cron", cron: "0 9 * * *" },
    policy: { notify: [{ on: "failure", user: "grace" }] },
    ...on("web-1"),
  },
  "check disk on web-1, tell me when it is done": {
    action: "disk.usage",
    policy: { notify: [{ on: "always", user: "me" }] },
    ...on("web-1"),
  },
  "run rm on web-1": { action: "shell.run", params: {}, ...on("web-1") },
  "run rm on web-2": { action: "shell.run", params: {}, ...on("web-2") },
  "run rm everywhere": { action: "shell.run", params: {}, targets: { include: ["all"], exclude: [] } },
  "leave web-2 out": ({ lastFrame }) => ({
    ...lastFrame,
    targets: { include: ["all"], exclude: ["host:web-2"] },
    said: ["exclude"],
  }),
  "same on web-2": ({ lastFrame }) => ({ ...lastFrame, ...on("web-2"), said: ["targets"] }),
  "restart nginx on db-1": { action: "service.restart", params: { service: "nginx" }, ...on("db-1") },
  "restart nginx on web-1": { action: "service.restart", params: { service: "nginx" }, ...on("web-1") },
  "restart on web-1": {
    action: "service.restart",
    params: {},
    outcome: "clarify",
    clarify: "service",
    options: ["nginx", "ssh"],
    ...on("web-1"),
  },
  "explode please": { action: "disk.usage", params: {}, ...on("web-1") },
  "what was missed last night": {
    intent: "run.list",
    query: { status: "missed", from: "2026-11-20T18:00:00", to: "2026-11-21T08:00:00" },
  },
  "did the check run": { intent: "run.list", query: { task: "1" } },
  "freeze production until monday 8": {
    intent: "freeze.start",
    targets: { include: ["env:production"], exclude: [] },
    query: { to: "2026-11-23T08:00:00" },
  },
  "freeze the moon": { intent: "freeze.start", targets: { include: ["label:moon"], exclude: [] } },
  "end the freeze": { intent: "freeze.end" },
  yes: { intent: "confirm" },
  "approve R-1": { intent: "confirm" },
  no: { intent: "deny" },
  help: { intent: "help" },
  "list machines": { intent: "agent.list" },
  "list tasks": { intent: "task.list" },
  "what ran today": {
    intent: "run.list",
    query: { from: "2026-11-21T00:00:00", to: "2026-11-22T00:00:00" },
  },
  "cancel that": (context) => {
    const ref = context.lastRun ?? context.lastTask;
    return { intent: "execution.cancel", ...(ref !== undefined && { ref }) };
  },
  why: { intent: "why" },
  "what failed today": {
    intent: "execution.list",
    query: { status: "failed", from: "2026-11-21T00:00:00", to: "2026-11-22T00:00:00" },
  },
  "what ran on web-2": { intent: "run.list", query: { agent: "web-2" } },
  "make it hourly": { intent: "task.update", schedule: { kind: "cron", cron: "0 * * * *" } },
  "run it again": { intent: "task.retry" },
  "run T-1 on web-2": { intent: "task.retry", ref: "T-1", ...on("web-2") },
  "run T-1 in 2 hours": { intent: "task.retry", ref: "T-1", schedule: { kind: "once", at: "2026-11-22T02:00:00" } },
  "drain web-1 at 5pm": { intent: "agent.drain", outcome: "clarify", clarify: "schedule", ref: "web-1" },
  "pause T-1 on web-1": { intent: "task.pause", ref: "T-1", confirm: true, ...on("web-1") },
  "the second one": { intent: "select" },
  "drain web-1": { intent: "agent.drain", ref: "web-1" },
  "disable web-1": { intent: "agent.disable", ref: "web-1" },
  "drain wbe-1": { intent: "agent.drain", ref: "wbe-1" },
  "show web-1": { intent: "agent.show", ref: "web-1" },
  "list users": { intent: "user.list" },
  "list plugins": { intent: "plugin.list" },
  "pause it until thursday": { intent: "task.pause", query: { to: "2026-11-26T00:00:00" } },
  "cancel the check": { intent: "task.cancel", ref: "check disk space" },
  "undo that": { intent: "undo" },
  "pause it": { intent: "task.pause" },
  "stop nginx on web-1": { action: "service.stop", params: { service: "nginx" }, ...on("web-1") },
  "label web-2 as cache": { intent: "agent.assign", ...on("web-2"), params: { labels: ["cache"] } },
  "add carol as operator": { intent: "user.add", ref: "carol", params: { role: "operator" } },
  "make grace approver": { intent: "user.role", ref: "grace", params: { role: "approver" } },
  "call that morning check": { intent: "alias.create", ref: "morning check" },
  "how did you read that": { intent: "explain" },
  "lol ok": { intent: "smalltalk", outcome: "ignore" },
  "lol thanks": { intent: "smalltalk", outcome: "ignore" },
};

interface Options {
  readonly machines?: readonly Agent[];
  readonly store?: Store;
  readonly actions?: readonly ActionManifest[];
  readonly users?: readonly User[];
  readonly log?: Logger;
}

/** A conversation over the memory store with the real services of tasks and runs; only the parser is a phrasebook. */
export class ConversationWorld {
  readonly store: Store;
  readonly events = new EventBus<CoreEvents>((error) => {
    throw error;
  });
  /** "drain web-1": what was done to machines. */
  readonly controlled: string[] = [];
  /** Cards shown to whoever watches, ahead of their commit. */
  readonly published: ConversationMessage[] = [];
  readonly audited: (AuditFact & { readonly actor: string })[] = [];
  readonly runQueries: RunQueries;
  readonly taskQueries: TaskQueries;
  readonly freezes: FreezeDirectory;
  readonly limits: LimitDirectory;
  readonly approvalRules: ApprovalDirectory;
  readonly schedulerWatch = { isStopped: false };
  machines: readonly Agent[];
  now = TEN;
  services: ConversationServices;
  engine: ConversationEngine;
  #random = 0;
  #delivery = 0;

  constructor(options: Options = {}) {
    this.store = options.store ?? createMemoryStore();
    this.machines = options.machines ?? [
      aMachine("web-1"),
      aMachine("web-2"),
      aMachine("db-1", { labels: ["env:production"] }),
    ];
    this.runQueries = new RunQueries(this.store);
    this.taskQueries = new TaskQueries(this.store);
    this.freezes = new FreezeDirectory(this.store);
    this.limits = new LimitDirectory(this.store);
    this.approvalRules = new ApprovalDirectory(this.store, { secondPerson: false });
    this.services = this.#services(options);
    this.engine = new ConversationEngine(this.services);
  }

  get clock(): Clock {
    return { now: () => this.now, monotonic: () => this.now, after: () => () => undefined };
  }

  notifier(): Notifier {
    return new Notifier(this.services, (message) => void this.published.push(message));
  }

  /** A new server over the same data. */
  restart(): void {
    this.engine = new ConversationEngine(this.services);
  }

  async say(text: string, overrides: Partial<Incoming> = {}): Promise<Handled> {
    this.#delivery += 1;
    return await this.engine.handle({
      channel: "web",
      address: "one",
      dedupeKey: `m${this.#delivery}`,
      actor: anActor("admin", "ada"),
      timeZone: "Europe/Paris",
      text,
      addressed: true,
      ...overrides,
    });
  }

  /** The card of the one answer. */
  async answer(text: string, overrides: Partial<Incoming> = {}): Promise<Card> {
    const { replies } = await this.say(text, overrides);
    const [reply] = replies;
    if (replies.length !== 1 || !reply?.card) throw new Error(`"${text}" had ${replies.length} answers`);
    return reply.card;
  }

  async taskCount(): Promise<number> {
    return (await this.taskQueries.list({}, { limit: 100 })).items.length;
  }

  async runCount(): Promise<number> {
    return (await this.runQueries.listRuns({}, { limit: 100 })).items.length;
  }

  #control(verb: string, id: string): Agent {
    this.controlled.push(`${verb} ${id}`);
    return aMachine(id);
  }

  #services(options: Options): ConversationServices {
    const { store, events, clock } = this;
    const known = options.actions ?? ACTIONS;
    const catalog = actionCatalogOf(known);
    const audit = {
      record: async (_writer: unknown, actor: Actor, fact: AuditFact) => {
        this.audited.push({ ...fact, actor: actor.name });
      },
    };
    const machines = { all: () => this.machines, get: (id: string) => this.machines.find((one) => one.id === id) };
    const plain = (agent: Agent) => ({ name: agent.name, labels: agent.labels });
    const parsed = (text: string, context: ParseContext): Frame => {
      const entry = PHRASES[text];
      const found = typeof entry === "function" ? entry(context) : entry;
      return aFrame(found ?? { intent: "out_of_scope" });
    };
    const { approvalRules, freezes } = this;
    const taskDeps = { clock, events, audit, actions: catalog, machines, freezes, approvalRules };
    const tasks = new TaskService({ ...taskDeps, timeZone: "UTC" });
    return {
      store,
      clock,
      randomness: { fraction: () => 0.5, hex: () => String(++this.#random).padStart(8, "0") },
      log: options.log ?? silentLogger,
      events,
      audit,
      parse: (text, _catalog, context) => ({ frame: parsed(text, context) }),
      explain: (text, _catalog, context) =>
        explainReading(text, { frame: parsed(text, context), trace: [], alternatives: [] }, known),
      catalog: {
        current: async () => ({ agents: this.machines.map(plain), services: [], tasks: [], users: [], actions: known }),
      },
      tasks,
      taskQueries: this.taskQueries,
      runs: new RunService({ clock, events, audit }),
      runQueries: this.runQueries,
      ledger: new LedgerQueries(store),
      limits: new LimitService({ clock, events, audit, directory: this.limits, machines, actions: catalog }),
      openLimits: this.limits,
      freezes: new FreezeService({ clock, events, audit, directory: this.freezes, machines }),
      openFreezes: this.freezes,
      schedulerWatch: this.schedulerWatch,
      machines,
      machineControl: {
        approve: async (_writer, _actor, id) => this.#control("approve", id),
        drain: async (_writer, _actor, id) => this.#control("drain", id),
        disable: async (_writer, _actor, id) => this.#control("disable", id),
        enable: async (_writer, _actor, id) => this.#control("enable", id),
        setLabels: async (_writer, _actor, id, labels) => {
          this.machines = this.machines.map((one) => (one.id === id ? { ...one, labels } : one));
          return await this.#control(`label ${labels.join("+")}`, id);
        },
      },
      plugins: { actions: () => known, find: (name) => catalog.find(name), list: () => [] },
      users: { all: async () => options.users ?? [] },
      approvals: approvalService({ clock, events, audit, tasks }),
      approvalQueries: new ApprovalQueries(store),
      ...protections({ clock, audit, machines, directory: approvalRules }),
      places: new NoticePlaces({ reader: store, service: undefined }),
      rooms: new RoomSettings({ reader: store, clock, audit }),
      people: new UserService({ clock, events, audit, randomness: { fraction: () => 0.5, hex: () => "00" } }),
      aliases: new AliasService(store, { clock, events, audit }),
      sayFrame: (frame) => `${frame.action} ${frame.targets?.include.join(" ") ?? ""}`.trim(),
      saySchedule: (schedule) => (schedule.kind === "cron" ? `cron ${schedule.cron}` : schedule.kind),
      nearest: nearestExamples,
      help: firstExamples,
    };
  }
}
