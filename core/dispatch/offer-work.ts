import type { CoreEvents } from "../events/core-events.ts";
import { changeExecution } from "../executions/change-execution.ts";
import { noteCause } from "../executions/note-cause.ts";
import type { EventBus } from "../kernel/event-bus.ts";
import type { JsonObject } from "../kernel/json.ts";
import type { LimitGate, OpenGate } from "../limits/limit-gate.ts";
import { noteWaiting } from "../limits/note-waiting.ts";
import type { Access } from "../model/permission.ts";
import { riskOf } from "../plugin-api/manifest.ts";
import type { OfferMessage } from "../protocol/messages.ts";
import { PROTOCOL_LIMITS } from "../protocol/version.ts";
import type { Reader, Writer } from "../store/rows.ts";
import {
  type AttemptRow,
  attemptTable,
  type ExecutionRow,
  executionTable,
  type RunRow,
  runTable,
} from "../store/tables/run-table.ts";
import type { ActionCatalog, FoundAction } from "../tasks/action-catalog.ts";

interface Deps {
  readonly actions: ActionCatalog;
  readonly events: EventBus<CoreEvents>;
  /** Why the run must not start on this machine at this moment, as a sentence; undefined where it may. */
  blocked?(agentId: string, run: RunRow): string | undefined;
  /** How much may be under way at once; without it nothing is limited. */
  readonly limitGate?: Pick<LimitGate, "enter"> | undefined;
  /** A want that the agent gave in advance; undefined where it gave none, and then it is asked. */
  standingWant?(agentId: string): string | undefined;
  /** Where there are such wants. */
  readonly leaseMs?: number;
  /** Whether the person behind the run may still do this; without it nothing starts with its offer. */
  mayRun?(writer: Writer, run: RunRow): Promise<Access>;
}

/** Where limits hold much back, this much of one machine's queue is looked at for what may start. */
const MOST_LOOKED_AT = 500;

/** Moves due work of one agent from queued to offered, up to what it may hold at once. Returns what to send. */
export async function offerWork(writer: Writer, deps: Deps, agentId: string, now: number): Promise<OfferMessage[]> {
  const inHand = { in: ["offered", "running", "cancelling"] };
  const busy = await writer.count(executionTable, { agent_id: agentId, state: inHand });
  const free = PROTOCOL_LIMITS.concurrentPerAgent - busy;
  if (free <= 0) return [];
  const gate = await deps.limitGate?.enter(writer, now);
  const due = await writer.select(executionTable, {
    where: { agent_id: agentId, state: "queued", not_before: { lte: now } },
    orderBy: [{ column: "priority" }, { column: "seq" }],
    limit: gate ? MOST_LOOKED_AT : free,
  });
  const runs = await runsOf(writer, due);
  const offers: OfferMessage[] = [];
  for (const execution of due) {
    const offer = await offerOne(writer, deps, { execution, run: runs.get(execution.run_id), gate }, now);
    if (offer) offers.push(offer);
    if (offers.length === free) break;
  }
  return offers;
}

interface DueWork {
  readonly execution: ExecutionRow;
  readonly run: RunRow | undefined;
  readonly gate: OpenGate | undefined;
}

async function offerOne(
  writer: Writer,
  deps: Deps,
  { execution, run, gate }: DueWork,
  now: number,
): Promise<OfferMessage | undefined> {
  const { actions, blocked, events } = deps;
  const found = run && actions.find(run.action);
  if (!run || !found) {
    const fields = { error: `The action ${run?.action ?? "of this run"} is not installed any more.` };
    await changeExecution(writer, events, execution, { state: "cancelled", fields }, now);
    return undefined;
  }
  if (!openedParams(actions, run)) {
    const fields = { error: LOST_SECRET };
    await changeExecution(writer, events, execution, { state: "cancelled", fields }, now);
    return undefined;
  }
  const reason = blocked?.(execution.agent_id, run);
  if (reason !== undefined) {
    await skipBlocked(writer, events, execution, reason, now);
    return undefined;
  }
  const limited = gate?.admit(execution, run);
  if (limited) {
    await noteWaiting(writer, events, { execution, run, limited }, now);
    return undefined;
  }
  const fields = execution.limited_by === null ? {} : { limited_by: null, wait_reason: null };
  if (!(await changeExecution(writer, events, execution, { state: "offered", fields }, now))) return undefined;
  const go = await goAtOnce(writer, deps, { execution, run, found }, now);
  const began = go === undefined ? {} : { state: "running", started_at: now };
  const row: AttemptRow = { ...attemptRow(execution, found, now), ...began };
  if (!(await writer.insertNew(attemptTable, row))) {
    // Offered before and handed back: the plugin may have been replaced meanwhile.
    const { execution_id, attempt, ...fields } = row;
    await writer.update(attemptTable, { execution_id, attempt }, fields);
  }
  return { ...offerMessage(execution, run, found, actions), ...(go !== undefined && { go }) };
}

interface Offered {
  readonly execution: ExecutionRow;
  readonly run: RunRow;
  readonly found: FoundAction;
}

/** May be done once more without harm. Of these alone a start is committed before the agent has answered the offer. */
function isLight({ execution, run, found }: Offered): boolean {
  return execution.idempotent && execution.attempt === 1 && riskOf(found.action, run.params) === "read";
}

/**
 * Commits the start together with the offer where the agent gave its want in advance. An attempt that it then cannot
 * take ends as never started, and the next one is offered step by step.
 */
async function goAtOnce(
  writer: Writer,
  { events, leaseMs = 0, mayRun, standingWant }: Deps,
  offered: Offered,
  now: number,
): Promise<string | undefined> {
  const { execution, run } = offered;
  if (!standingWant || !isLight(offered) || !(await mayRun?.(writer, run))?.allowed) return undefined;
  const nonce = standingWant(execution.agent_id);
  if (nonce === undefined) return undefined;
  const fields = { lease_until: now + leaseMs, started_at: now };
  const change = { state: "running", fields } as const;
  const moved = await changeExecution(writer, events, { ...execution, state: "offered" }, change, now, run);
  return moved ? nonce : undefined;
}

/** Light work that was started with its offer, to be offered again: the agent may have gone before that arrived. */
export async function startedOffers(reader: Reader, actions: ActionCatalog, agentId: string): Promise<OfferMessage[]> {
  const where = { agent_id: agentId, state: "running", attempt: 1 };
  const executions = (await reader.select(executionTable, { where })).filter(({ idempotent }) => idempotent);
  const runs = await runsOf(reader, executions);
  return executions.flatMap((execution) => {
    const run = runs.get(execution.run_id);
    const found = run && actions.find(run.action);
    const offer = run && found && isLight({ execution, run, found }) && openedParams(actions, run);
    return offer ? [offerMessage(execution, run, found, actions)] : [];
  });
}

/** Its turn came while a freeze holds its machine: it does not wait for the end of that, because the world moves on. */
export async function skipBlocked(
  writer: Writer,
  events: EventBus<CoreEvents>,
  execution: ExecutionRow,
  reason: string,
  now: number,
): Promise<void> {
  await changeExecution(writer, events, execution, { state: "skipped", fields: { error: reason } }, now);
  await noteCause(writer, execution.run_id, { cause: "freeze", reason });
}

/** The offers that are out for this agent, to be said again: an offer may always be lost. */
export async function openOffers(reader: Reader, actions: ActionCatalog, agentId: string): Promise<OfferMessage[]> {
  const offered = await reader.select(executionTable, { where: { agent_id: agentId, state: "offered" } });
  const runs = await runsOf(reader, offered);
  return offered.flatMap((execution) => {
    const run = runs.get(execution.run_id);
    const found = run && actions.find(run.action);
    return run && found && openedParams(actions, run) ? [offerMessage(execution, run, found, actions)] : [];
  });
}

async function runsOf(reader: Reader, executions: readonly ExecutionRow[]): Promise<ReadonlyMap<string, RunRow>> {
  if (executions.length === 0) return new Map();
  const ids = [...new Set(executions.map((execution) => execution.run_id))];
  const rows = await reader.select(runTable, { where: { id: { in: ids } } });
  return new Map(rows.map((row) => [row.id, row]));
}

const LOST_SECRET =
  "A secret of it was sealed with another key. Give the task its secret again, and all servers of one database the same OCTOPUS_KEY.";

/** As the action wants them: the only place where secrets leave the database. */
function openedParams(actions: ActionCatalog, { action, params }: RunRow): JsonObject | undefined {
  return actions.opened ? actions.opened(action, params) : params;
}

function offerMessage(execution: ExecutionRow, run: RunRow, found: FoundAction, actions: ActionCatalog): OfferMessage {
  const { name, version, digest } = found.plugin;
  return {
    type: "offer",
    execution: execution.id,
    attempt: execution.attempt,
    action: run.action,
    plugin: { name, version, digest },
    params: openedParams(actions, run) ?? {},
    timeoutMs: execution.timeout_ms,
    dryRun: run.policy.dryRun ?? false,
    requestedBy: run.requested_by_name,
  };
}

function attemptRow(execution: ExecutionRow, found: FoundAction, now: number): AttemptRow {
  return {
    execution_id: execution.id,
    attempt: execution.attempt,
    agent_id: execution.agent_id,
    state: "offered",
    plugin: found.plugin.name,
    plugin_version: found.plugin.version,
    plugin_digest: found.plugin.digest,
    offered_at: now,
    started_at: null,
    finished_at: null,
    duration_ms: null,
    exit_code: null,
    response: null,
    response_digest: null,
    error: null,
    ran_as: null,
    log_chunks: null,
  };
}
