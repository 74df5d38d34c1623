import type { CoreEvents } from "../events/core-events.ts";
import type { EventBus } from "../kernel/event-bus.ts";
import type { JsonObject } from "../kernel/json.ts";
import type { LedgerCause } from "../model/ledger.ts";
import type { Policy } from "../model/policy.ts";
import type { Risk } from "../model/risk.ts";
import type { Execution, Run } from "../model/run.ts";
import type { RunStep } from "../model/run-step.ts";
import type { Actor } from "../model/user.ts";
import { touchTopic } from "../outbox/touch-topic.ts";
import type { Writer } from "../store/rows.ts";
import { type ExecutionRow, executionTable, type RunRow, runTable } from "../store/tables/run-table.ts";
import type { TaskRow } from "../store/tables/task-table.ts";
import { followersOf } from "./followers-of.ts";
import { HELD_UNTIL, type PlannedExecution } from "./plan-run.ts";
import type { Spare } from "./replace-machine.ts";
import { executionOf, runOf } from "./run-row.ts";

export interface NewRun {
  readonly task: TaskRow;
  readonly actor: Actor;
  readonly trigger: "schedule" | "request" | "again" | "retry" | "step";
  readonly dueAt: number;
  readonly now: number;
  readonly risk: Risk;
  readonly conversationId: string | null;
  readonly planned: readonly PlannedExecution[];
  /** Who may take the place of one that does not begin. */
  readonly spares?: readonly Spare[];
  /** Where the run does something else than its task says by itself: a step of a chain, or an earlier run again. */
  readonly work?: { readonly action: string; readonly params: JsonObject; readonly policy: Policy };
  /** The steps that may follow, frozen. */
  readonly steps?: readonly RunStep[];
  /** Where it comes from: the run before it in a chain, or the one that it takes up again. */
  readonly origin?: RunOrigin;
  /** The run of this task that must be over first. */
  readonly waitsFor?: string;
  /** What the ledger of expected runs says of it; absent where a person asked for it. */
  readonly ledger?: {
    readonly cause: LedgerCause;
    /** It stands for this many due times, the first of them at `since`. */
    readonly fold?: { readonly since: number; readonly count: number };
  };
  /** Set where nothing will run: the run is born with this state and says why. */
  readonly stillborn?: { readonly state: "missed" | "skipped"; readonly reason: string };
}

export type RunOrigin =
  | { readonly kind: "step"; readonly parentId: string; readonly rootId: string; readonly step: number }
  | { readonly kind: "subset"; readonly parentId: string; readonly subset: string };

export interface CreatedRun {
  readonly run: Run;
  readonly executions: readonly Execution[];
}

/**
 * Freezes who runs what, in the caller's unit. Undefined when this due time of the schedule has already fired: the
 * unique key decides, so that two servers or a restart cannot fire it twice.
 */
export async function createRun(
  writer: Writer,
  events: EventBus<CoreEvents>,
  wanted: NewRun,
): Promise<CreatedRun | undefined> {
  const { planned, task, waitsFor } = wanted;
  const seq = await writer.next("run");
  const row = runRow(wanted, seq);
  if (!(await writer.insertNew(runTable, row))) return undefined;
  const last = planned.length === 0 ? 0 : await writer.next("execution", planned.length);
  const executions = planned.map((one, index) =>
    executionRow(waitsFor === undefined ? one : held(one), row, last - planned.length + 1 + index),
  );
  if (executions.length > 0) await writer.insert(executionTable, executions);
  const topic = { topic: `run:${row.id}`, conversationId: followersOf(row), now: wanted.now };
  await touchTopic(writer, events, { ...topic, passing: row.state === "running" });
  writer.afterCommit(() => {
    events.emit("run.changed", { runId: row.id });
    events.emit("task.changed", { taskId: task.id, once: task.schedule === null });
    for (const agentId of new Set(executions.map((execution) => execution.agent_id))) {
      events.emit("work.queued", { agentId });
    }
  });
  return { run: runOf(row), executions: executions.map(executionOf) };
}

function runRow(wanted: NewRun, seq: number): RunRow {
  const { task, actor, stillborn, origin, planned } = wanted;
  const { action, params, policy } = wanted.work ?? task;
  const batches = Math.max(0, ...planned.map((one) => one.batch ?? 0));
  const id = `R-${seq}`;
  return {
    id,
    seq,
    task_id: task.id,
    fire_key: fireKey(wanted, id),
    state: stillborn?.state ?? "running",
    reason: stillborn?.reason ?? null,
    due_at: wanted.dueAt,
    trigger: wanted.trigger,
    requested_by: actor.userId ?? task.owner_id,
    requested_by_name: actor.name,
    conversation_id: wanted.conversationId,
    action,
    params,
    policy,
    risk: wanted.risk,
    execution_count: wanted.planned.length,
    created_at: wanted.now,
    finished_at: stillborn ? wanted.now : null,
    batch_count: batches > 0 ? batches : null,
    open_batch: batches > 0 ? 1 : null,
    steps: orNull(wanted.steps),
    step: origin?.kind === "step" ? origin.step : null,
    parent_run_id: origin?.parentId ?? null,
    root_run_id: origin?.kind === "step" ? origin.rootId : null,
    subset: origin?.kind === "subset" ? origin.subset : null,
    follow: wanted.waitsFor === undefined ? null : "wait",
    next_step: null,
    waits_for: wanted.waitsFor ?? null,
    stopped_at: null,
    spares: orNull(wanted.spares),
    ...ledgerFields(wanted),
  };
}

/** A list that holds something. */
const orNull = <Item>(list: readonly Item[] | undefined) => (list && list.length > 0 ? list : null);

function ledgerFields({ ledger }: NewRun): Pick<RunRow, "cause" | "due_since" | "due_count"> {
  const { since = null, count = null } = ledger?.fold ?? {};
  return { cause: ledger?.cause ?? null, due_since: since, due_count: count };
}

/** A due time fires once, and a run is followed by one step at most; what a person asks for is always new. */
function fireKey({ trigger, dueAt, origin }: NewRun, id: string): string {
  if (origin?.kind === "step") return `step:${origin.parentId}`;
  return trigger === "schedule" ? `due:${dueAt}` : `req:${id}`;
}

const held = (planned: PlannedExecution): PlannedExecution => ({
  ...planned,
  notBefore: HELD_UNTIL,
  expiresAt: HELD_UNTIL,
});

function executionRow(planned: PlannedExecution, run: RunRow, seq: number): ExecutionRow {
  return {
    id: `E-${seq}`,
    seq,
    run_id: run.id,
    task_id: run.task_id,
    agent_id: planned.agentId,
    agent_name: planned.agentName,
    state: "queued",
    attempt: 1,
    max_attempts: planned.maxAttempts,
    idempotent: planned.idempotent,
    timeout_ms: planned.timeoutMs,
    lease_until: null,
    not_before: planned.notBefore,
    expires_at: planned.expiresAt,
    cancel_requested_at: null,
    started_at: null,
    finished_at: null,
    response: null,
    error: null,
    ran_as: null,
    batch: planned.batch,
    priority: planned.priority,
  };
}
