import type { CoreEvents } from "../events/core-events.ts";
import type { EventBus } from "../kernel/event-bus.ts";
import type { Risk } from "../model/risk.ts";
import type { Execution, Run } from "../model/run.ts";
import type { Actor } from "../model/user.ts";
import { touchTopic } from "../outbox/touch-topic.ts";
import type { Writer } from "../store/rows.ts";
import { type ExecutionRow, executionTable, type RunRow, runTable } from "../store/tables/run-table.ts";
import type { TaskRow } from "../store/tables/task-table.ts";
import type { PlannedExecution } from "./plan-run.ts";
import { executionOf, runOf } from "./run-row.ts";

export interface NewRun {
  readonly task: TaskRow;
  readonly actor: Actor;
  readonly trigger: "schedule" | "request" | "again";
  readonly dueAt: number;
  readonly now: number;
  readonly risk: Risk;
  readonly conversationId: string | null;
  readonly planned: readonly PlannedExecution[];
  /** Set where nothing will run: the run is born with this state and says why. */
  readonly stillborn?: { readonly state: "missed" | "skipped"; readonly reason: string };
}

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
  const { planned, task } = wanted;
  const seq = await writer.next("run");
  const row = runRow(wanted, seq);
  if (!(await writer.insertNew(runTable, row))) return undefined;
  const last = planned.length === 0 ? 0 : await writer.next("execution", planned.length);
  const executions = planned.map((one, index) => executionRow(one, row, last - planned.length + 1 + index));
  if (executions.length > 0) await writer.insert(executionTable, executions);
  const topic = { topic: `run:${row.id}`, conversationId: row.conversation_id, now: wanted.now };
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
  const { task, actor, stillborn } = wanted;
  const id = `R-${seq}`;
  return {
    id,
    seq,
    task_id: task.id,
    fire_key: wanted.trigger === "schedule" ? `due:${wanted.dueAt}` : `req:${id}`,
    state: stillborn?.state ?? "running",
    reason: stillborn?.reason ?? null,
    due_at: wanted.dueAt,
    trigger: wanted.trigger,
    requested_by: actor.userId ?? task.owner_id,
    requested_by_name: actor.name,
    conversation_id: wanted.conversationId,
    action: task.action,
    params: task.params,
    policy: task.policy,
    risk: wanted.risk,
    execution_count: wanted.planned.length,
    created_at: wanted.now,
    finished_at: stillborn ? wanted.now : null,
  };
}

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
  };
}
