import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { ApprovalDirectory } from "../../../../core/approvals/approval-directory.ts";
import { ApprovalQueries } from "../../../../core/approvals/approval-queries.ts";
import { ProtectionService } from "../../../../core/approvals/protection-service.ts";
import type { AuditFact } from "../../../../core/audit/audit-recorder.ts";
import { CalendarService } from "../../../../core/calendars/calendar-service.ts";
import type { CoreEvents } from "../../../../core/events/core-events.ts";
import { RunQueries } from "../../../../core/executions/run-queries.ts";
import { RunService } from "../../../../core/executions/run-service.ts";
import { FreezeDirectory } from "../../../../core/freezes/freeze-directory.ts";
import { FreezeQueries } from "../../../../core/freezes/freeze-queries.ts";
import { FreezeService } from "../../../../core/freezes/freeze-service.ts";
import { systemClock } from "../../../../core/kernel/clock.ts";
import { OctopusError } from "../../../../core/kernel/errors.ts";
import { EventBus } from "../../../../core/kernel/event-bus.ts";
import type { Logger } from "../../../../core/kernel/logger.ts";
import { systemRandomness } from "../../../../core/kernel/randomness.ts";
import { LimitDirectory } from "../../../../core/limits/limit-directory.ts";
import { LimitService } from "../../../../core/limits/limit-service.ts";
import { type Actor, ROLES } from "../../../../core/model/user.ts";
import { LedgerQueries } from "../../../../core/schedules/ledger-queries.ts";
import { createMemoryStore } from "../../../../core/storage/memory/memory-store.ts";
import type { Store } from "../../../../core/store/rows.ts";
import { TaskQueries } from "../../../../core/tasks/task-queries.ts";
import { TaskService } from "../../../../core/tasks/task-service.ts";
import { AgentConnections } from "../../../../web/agent-gateway/agent-connections.ts";
import type { AccountUseCases } from "../../../../web/api/account-handlers.ts";
import type { LinkUseCases } from "../../../../web/api/link-handlers.ts";
import { roomUseCases } from "../../../../web/compose/room-use-cases.ts";
import { createWebServer } from "../../../../web/web-server.ts";
import type { WebServerDeps } from "../../../../web/web-server-deps.ts";
import { actionCatalogOf, anAction } from "../../../support/action-catalog.ts";
import { approvalService } from "../../../support/approval-world.ts";
import { FakeAgents } from "./fake-agents.ts";
import { FakeChat } from "./fake-chat.ts";
import { anActorOf, aPerson, NINE } from "./people.ts";

export const PASSWORD = "correct horse battery";

interface Logged {
  readonly level: "warn" | "error";
  readonly fields: Readonly<Record<string, unknown>>;
  readonly sentence: string;
}

/** A real server on a free port of 127.0.0.1 over fakes and the memory store. Stopped when the test is over. */
export interface WebWorld {
  readonly url: string;
  readonly port: number;
  readonly store: Store;
  readonly events: EventBus<CoreEvents>;
  readonly agents: FakeAgents;
  readonly chat: FakeChat;
  readonly connections: AgentConnections;
  readonly audited: readonly AuditFact[];
  readonly logged: readonly Logged[];
  /** Sessions that are good: secret -> person. Delete to revoke. */
  readonly sessions: Map<string, Actor>;
  stop(): Promise<void>;
}

export async function startWeb(change: Partial<WebServerDeps> = {}, settings: object = {}): Promise<WebWorld> {
  const logged: Logged[] = [];
  const store = createMemoryStore();
  const events = new EventBus<CoreEvents>((error) =>
    logged.push({ level: "error", fields: { error }, sentence: "event" }),
  );
  const audited: AuditFact[] = [];
  const sessions = new Map(ROLES.map((role) => [`sess-${role}`, anActorOf(role)]));
  const agents = new FakeAgents(events);
  const chat = new FakeChat();
  const connections = new AgentConnections();
  const audit = {
    record: async (_writer: unknown, _actor: unknown, fact: AuditFact) => void audited.push(fact),
    list: async () => ({ items: [] }),
  };
  const actions = actionCatalogOf([anAction(), anAction({ name: "service.restart", risk: "change" })]);
  const common = { clock: systemClock, events, audit };
  const limitDirectory = new LimitDirectory(store);
  const approvalDirectory = new ApprovalDirectory(store, { secondPerson: false });
  const tasks = new TaskService({
    ...{ ...common, actions, approvalRules: approvalDirectory },
    ...{ machines: agents, timeZone: "UTC" },
  });
  const deps: WebServerDeps = {
    settings: {
      host: "127.0.0.1",
      port: 0,
      hostNames: ["octopus.test"],
      origins: ["https://ops.example"],
      ...builtFiles(),
      timeZone: "UTC",
      version: "0.0.0",
      checkAnswers: true,
      trustedProxies: [],
      insecureHttp: false,
      limits: { requestsPerSecond: 100_000, loginFailures: 5, loginWindowMs: 900_000 },
      ...settings,
    },
    shownSettings: () => [{ key: "port", value: "8000", origin: "default" }],
    serverId: "srv_test",
    store,
    clock: systemClock,
    randomness: systemRandomness,
    logger: recordingLogger(logged),
    events,
    accounts: fakeAccounts(sessions),
    bySession: async (secret) => sessions.get(secret),
    peekSession: async (secret) => sessions.get(secret),
    byToken: async (secret) => ROLES.map(anActorOf).find((actor) => secret === `octo_pat_${actor.role}`),
    chat,
    links: fakeLinks(),
    rooms: roomUseCases({ store, audit, clock: systemClock, directory: agents }),
    tasks,
    approvals: approvalService({ ...common, tasks }),
    approvalQueries: new ApprovalQueries(store),
    protections: new ProtectionService({ ...common, directory: approvalDirectory, machines: agents }),
    approvalDirectory,
    taskQueries: new TaskQueries(store),
    runs: new RunService(common),
    runQueries: new RunQueries(store),
    ledger: new LedgerQueries(store),
    limits: new LimitService({ ...common, directory: limitDirectory, machines: agents, actions }),
    limitDirectory,
    freezes: new FreezeService({ ...common, directory: new FreezeDirectory(store), machines: agents }),
    freezeQueries: new FreezeQueries(store),
    calendars: new CalendarService({ ...common, store }),
    gauges: [],
    plugins: fakePlugins(),
    audit,
    language: { aliases: async () => [], removeAlias: async () => undefined, unmatched: async () => [] },
    agents,
    directory: agents,
    admission: agents,
    connections,
    receiver: agents,
    readiness: [{ name: "database", check: async () => void (await store.check()) }],
    ...change,
  };
  const server = createWebServer(deps);
  const { url, port } = await server.start();
  onTestFinished(() => server.stop());
  const stop = () => server.stop();
  return { url, port, store, events, agents, chat, connections, audited, logged, sessions, stop };
}

function fakeLinks(): LinkUseCases {
  const missing = async () => {
    throw new OctopusError("link.not-found", "There is no such link of yours.");
  };
  return { list: async () => [], show: missing, accept: missing, end: missing };
}

function fakeAccounts(sessions: Map<string, Actor>): AccountUseCases {
  const tokens = [{ id: "tok_1", name: "laptop", createdAt: NINE, expiresAt: undefined, lastUsedAt: undefined }];
  const known = (id: string) => {
    const role = ROLES.find((one) => id === `usr_${one}`);
    if (role) return aPerson(role);
    throw new OctopusError("user.not-found", `There is no user ${id}.`);
  };
  let opened = 0;
  return {
    setupNeeded: async () => false,
    completeSetup: async () => {
      throw new OctopusError("setup.done", "Set-up is already done.");
    },
    async verifyPassword(username, password) {
      const role = ROLES.find((one) => one === username);
      if (role && password === PASSWORD) return aPerson(role);
      throw new OctopusError("user.wrong-credentials", "Name or password is wrong.");
    },
    async openSession(user) {
      opened += 1;
      const secret = `opened-${opened}`;
      sessions.set(secret, anActorOf(user.role));
      return { secret, expiresAt: Date.UTC(2100, 0, 1) };
    },
    closeSession: async (_actor, secret) => void sessions.delete(secret),
    recordFailedSignIn: async () => undefined,
    listSessions: async () => [],
    async revokeSession() {
      throw new OctopusError("request.not-found", "You have no such session.");
    },
    revokeOtherSessions: async () => undefined,
    async changePassword(_actor, current) {
      if (current !== PASSWORD) throw new OctopusError("user.wrong-credentials", "Name or password is wrong.");
    },
    getUser: async (id) => known(id),
    listUsers: async () => ({ items: ROLES.map(aPerson) }),
    createUser: async (_actor, { name, role }) => ({ ...aPerson(role), name }),
    changeUser: async (_actor, id, { role }) => ({ ...known(id), ...(role && { role }) }),
    listTokens: async () => tokens,
    createToken: async (_actor, { name }) => ({ token: { ...tokens[0]!, name }, secret: "octo_pat_new" }),
    async deleteToken(_actor, id) {
      if (!tokens.some((token) => token.id === id))
        throw new OctopusError("token.not-found", `There is no token ${id}.`);
    },
  };
}

const MANIFEST = {
  name: "disk",
  version: "1.0.0",
  description: "Disks.",
  runtime: { kind: "node", entry: "plugin.mjs" },
  actions: [anAction()],
} as const;

function fakePlugins(): WebServerDeps["plugins"] {
  const row = {
    name: "disk",
    version: "1.0.0",
    digest: "0".repeat(64),
    manifest: MANIFEST,
    files: [{ path: "lib/plugin.mjs", sha256: "1".repeat(64), bytes: 5, executable: false }],
    is_current: true,
    enabled: true,
    registered_at: NINE,
  };
  return {
    list: () => [row],
    version: async (name, version) => (name === row.name && version === row.version ? row : undefined),
    file: async () => new TextEncoder().encode("hello"),
    setEnabled: async (_actor, name, enabled) => {
      if (name !== row.name) throw new OctopusError("plugin.not-found", `There is no plugin ${name}.`);
      return { ...row, enabled };
    },
  };
}

/** A console of one page and one hashed script, and an agent bundle. */
function builtFiles() {
  const folder = mkdtempSync(join(tmpdir(), "octopus-web-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const consoleFolder = join(folder, "client");
  const agentBundle = join(folder, "agent.cjs");
  mkdirSync(join(consoleFolder, "assets"), { recursive: true });
  writeFileSync(join(consoleFolder, "index.html"), "<!doctype html><title>Octopus</title>");
  writeFileSync(join(consoleFolder, "assets", "index-a1b2c3d4.js"), "export {};");
  writeFileSync(agentBundle, "// agent");
  return { consoleFolder, agentBundle };
}

function recordingLogger(logged: Logged[]): Logger {
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: (fields, sentence) => void logged.push({ level: "warn", fields, sentence }),
    error: (fields, sentence) => void logged.push({ level: "error", fields, sentence }),
  };
}
