import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Dispatcher } from "../core/dispatch/dispatcher.ts";
import type { CoreEvents } from "../core/events/core-events.ts";
import { systemClock } from "../core/kernel/clock.ts";
import { EventBus } from "../core/kernel/event-bus.ts";
import { silentLogger } from "../core/kernel/logger.ts";
import { systemRandomness } from "../core/kernel/randomness.ts";
import type { Agent } from "../core/model/agent.ts";
import type { AgentId } from "../core/model/ids.ts";
import type { ActionManifest } from "../core/plugin-api/manifest.ts";
import type { ToAgent } from "../core/protocol/messages.ts";
import { Scheduler } from "../core/schedules/scheduler.ts";
import { SchedulerLoop } from "../core/schedules/scheduler-loop.ts";
import { openStore } from "../core/storage/open-store.ts";
import type { Store } from "../core/store/rows.ts";
import { executionTable } from "../core/store/tables/run-table.ts";
import { type TaskRow, taskTable } from "../core/store/tables/task-table.ts";
import { userTable } from "../core/store/tables/user-table.ts";
import type { ActionCatalog } from "../core/tasks/action-catalog.ts";
import { TaskService } from "../core/tasks/task-service.ts";
import { activeActor } from "../web/compose/run-access.ts";
import { type Summary, summarise } from "./summarise.ts";

export interface ScheduleFigures {
  readonly loaded: number;
  readonly due: number;
  /** Due time to the commit of the run, ms. */
  readonly lateness: Summary;
  /** Due time to the offer to its machine, with a dispatcher and 100 connected machines that do not answer, ms. */
  readonly offered: Summary;
  /** Processor time of all of it together, ms: what does not depend on what else the machine does. */
  readonly processorMs: number;
  /** A turn in which nothing is due, ms. */
  readonly idleTurn: Summary;
}

const action: ActionManifest = {
  name: "bench.note",
  title: "Note",
  description: "Does nothing.",
  params: { type: "object", properties: {}, additionalProperties: false },
  result: { type: "object", properties: {} },
  phrases: ["note"],
  examples: [],
  risk: "read",
  idempotent: true,
  timeout: "PT10S",
} as unknown as ActionManifest;

/** Ten executions at once each: enough for a thousand. */
const MACHINES = 100;
const machines: readonly Agent[] = Array.from({ length: MACHINES }, (_, at) => ({
  id: `agt_bench_${at}` as AgentId,
  name: `bench-${at}`,
  state: "active",
  liveness: "online",
  labels: [],
  facts: undefined,
  lastSeenAt: undefined,
  stateReason: undefined,
  createdAt: 0,
}));
const machineById = new Map<string, Agent>(machines.map((machine) => [machine.id, machine]));
const actions: ActionCatalog = {
  find: () => ({ plugin: { name: "bench", version: "1.0.0", digest: "0".repeat(64) }, action }),
  validateParams: () => undefined,
};

const CRONS = ["0 9 * * 1-5", "*/5 * * * *", "30 2 * * *", "0 0 1 * *", "15 8,12,18 * * *"];
const ROWS_AT_ONCE = 2_000;

/** `loaded` schedules in a SQLite file, `due` of them in the same second; the scheduler with its loop as it is wired. */
export async function measureSchedules(folder: string, loaded: number, due: number): Promise<ScheduleFigures> {
  const { store, close } = await openStore(
    { dataDir: join(folder, "schedules") },
    { clock: systemClock, logger: silentLogger },
  );
  const events = new EventBus<CoreEvents>(() => undefined);
  const scheduler = makeScheduler(store, events);
  await addOwner(store);
  await addLater(store, loaded - 2 * due);
  const idle = await idleTurns(scheduler);
  // The first thousand do not count: a server that has run for a while is warm.
  await addDue(store, loaded - 2 * due, due, Date.now());
  while ((await scheduler.runOnce()) > 0);
  await store.write((writer) => writer.update(executionTable, { state: "queued" }, { state: "cancelled" }));
  const dueAt = Math.ceil(Date.now() / 1000) * 1000 + 2_000;
  await addDue(store, loaded - due, due, dueAt);
  const lateness: number[] = [];
  events.on("run.changed", () => lateness.push(Date.now() - dueAt));
  const offered: number[] = [];
  const dispatcher = makeDispatcher(store, events, (count) => {
    const late = Date.now() - dueAt;
    for (let at = 0; at < count; at += 1) offered.push(late);
  });
  await dispatcher.start();
  const loop = new SchedulerLoop({ scheduler, clock: systemClock, onError: () => undefined });
  const before = process.cpuUsage();
  await loop.start();
  for (let waited = 0; (lateness.length < due || offered.length < due) && waited < 60_000; waited += 50)
    await delay(50);
  const { user, system } = process.cpuUsage(before);
  await loop.stop();
  await dispatcher.stop();
  await close();
  const processorMs = (user + system) / 1000;
  const found = { lateness: summarise(lateness), offered: summarise(offered), idleTurn: summarise(idle) };
  return { loaded, due: lateness.length, ...found, processorMs };
}

function makeScheduler(store: Store, events: EventBus<CoreEvents>): Scheduler {
  const tasks = new TaskService({
    clock: systemClock,
    events,
    audit: { record: async () => undefined },
    actions,
    machines: { all: () => machines, get: (id) => machineById.get(id) },
    timeZone: "Europe/Berlin",
  });
  return new Scheduler({
    ...{ store, clock: systemClock, events, tasks, logger: silentLogger },
    ownerOf: (writer, id) => activeActor(writer, id, "schedule"),
  });
}

/** `took` hears how many executions an offer to a machine names for the first time. */
function makeDispatcher(store: Store, events: EventBus<CoreEvents>, took: (count: number) => void): Dispatcher {
  const named = new Set<string>();
  const send = (_agentId: string, messages: readonly ToAgent[]) => {
    const fresh = messages.flatMap((one) => (one.type === "offer" && !named.has(one.execution) ? [one.execution] : []));
    for (const execution of fresh) named.add(execution);
    took(fresh.length);
    return true;
  };
  return new Dispatcher({
    ...{ store, clock: systemClock, randomness: systemRandomness, events, actions, logger: silentLogger },
    channel: { send, isConnected: () => true },
    takesWork: () => true,
    mayRun: async () => ({ allowed: false, rule: "bench", why: "nothing is started here" }),
  });
}

async function addOwner(store: Store): Promise<void> {
  const named = { id: "usr_bench", name: "bench", name_key: "bench", role: "admin", state: "active" };
  const person = { ...named, password_hash: null, time_zone: null, created_at: 0 };
  await store.write((writer) => writer.insert(userTable, [person]));
}

async function addLater(store: Store, total: number): Promise<void> {
  const later = Date.now() + 3_600_000;
  for (let from = 0; from < total; from += ROWS_AT_ONCE) {
    const count = Math.min(ROWS_AT_ONCE, total - from);
    const rows = Array.from({ length: count }, (_, at) => taskRow(from + at, later + (from + at) * 100));
    await store.write((writer) => writer.insert(taskTable, rows));
  }
}

async function addDue(store: Store, from: number, count: number, dueAt: number): Promise<void> {
  const rows = Array.from({ length: count }, (_, at) => taskRow(from + at, dueAt));
  await store.write((writer) => writer.insert(taskTable, rows));
}

function taskRow(seq: number, nextDueAt: number): TaskRow {
  return {
    id: `T-${seq}`,
    seq,
    name: "note",
    state: "active",
    action: action.name,
    plugin: "bench",
    params: {},
    targets: { include: [`host:bench-${seq % MACHINES}`], exclude: [] },
    schedule: { kind: "cron", cron: CRONS[seq % CRONS.length] ?? "0 9 * * *", tz: "Europe/Berlin" },
    policy: {},
    then_steps: [],
    owner_id: "usr_bench",
    conversation_id: null,
    text: "",
    next_due_at: nextDueAt,
    fired_count: 0,
    version: 1,
    paused_until: null,
    paused_since: null,
    paused_cause: null,
    created_at: 0,
    updated_at: 0,
  };
}

async function idleTurns(scheduler: Scheduler): Promise<readonly number[]> {
  const turns: number[] = [];
  for (let turn = 0; turn < 50; turn += 1) {
    const startedAt = performance.now();
    await scheduler.runOnce();
    await scheduler.untilNextDue(1_000);
    turns.push(performance.now() - startedAt);
  }
  return turns;
}
