import type { ExecutionRow, RunRow } from "../store/tables/run-table.ts";
import type { NewRun } from "./new-run.ts";
import { HELD_UNTIL, type PlannedExecution } from "./plan-run.ts";

/** The row of a new run with this number. Pure. */
export function runRow(wanted: NewRun, seq: number): RunRow {
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
  if (origin?.kind === "check") return `check:${origin.parentId}:${origin.batch}`;
  return trigger === "schedule" ? `due:${dueAt}` : `req:${id}`;
}

const held = (planned: PlannedExecution): PlannedExecution => ({
  ...planned,
  notBefore: HELD_UNTIL,
  expiresAt: HELD_UNTIL,
});

/** The row of one of its executions; of a run that waits for another one, it is held. Pure. */
export function executionRow(wanted: PlannedExecution, run: RunRow, seq: number): ExecutionRow {
  const planned = run.waits_for === null ? wanted : held(wanted);
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
    limited_by: null,
    wait_reason: null,
  };
}
