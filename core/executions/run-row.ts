import type { AgentId, ConversationId, ExecutionId, RunId, TaskId, UserId } from "../model/ids.ts";
import type { LedgerCause } from "../model/ledger.ts";
import type { Risk } from "../model/risk.ts";
import type { Attempt, Execution, LogChunk, Run } from "../model/run.ts";
import type { ExecutionState, RunState } from "../model/states.ts";
import type { AttemptRow, ExecutionRow, LogChunkRow, RunRow } from "../store/tables/run-table.ts";

export function runOf(row: RunRow): Run {
  return {
    id: row.id as RunId,
    taskId: row.task_id as TaskId,
    state: row.state as RunState,
    reason: row.reason ?? undefined,
    dueAt: row.due_at,
    trigger: row.trigger,
    requestedBy: row.requested_by as UserId,
    requestedByName: row.requested_by_name,
    conversationId: (row.conversation_id ?? undefined) as ConversationId | undefined,
    action: row.action,
    params: row.params,
    risk: row.risk as Risk,
    executionCount: row.execution_count,
    createdAt: row.created_at,
    finishedAt: row.finished_at ?? undefined,
    policy: row.policy,
    batchCount: row.batch_count ?? undefined,
    openBatch: row.open_batch ?? undefined,
    steps: row.steps ?? [],
    step: row.step ?? 0,
    rootRunId: (row.root_run_id ?? undefined) as RunId | undefined,
    parentRunId: (row.parent_run_id ?? undefined) as RunId | undefined,
    subset: row.subset ?? undefined,
    nextStep: row.next_step ?? undefined,
    waitsFor: (row.follow === "wait" ? (row.waits_for ?? undefined) : undefined) as RunId | undefined,
    checkRunId: (row.follow === "checking" ? (row.waits_for ?? undefined) : undefined) as RunId | undefined,
    ...ledgerOf(row),
  };
}

function ledgerOf({ cause, due_since, due_count }: RunRow): Pick<Run, "cause" | "dueSince" | "dueCount"> {
  return {
    cause: (cause ?? undefined) as LedgerCause | undefined,
    dueSince: due_since ?? undefined,
    dueCount: due_count ?? undefined,
  };
}

export function executionOf(row: ExecutionRow): Execution {
  return {
    id: row.id as ExecutionId,
    runId: row.run_id as RunId,
    taskId: row.task_id as TaskId,
    agentId: row.agent_id as AgentId,
    agentName: row.agent_name,
    state: row.state as ExecutionState,
    attempt: row.attempt,
    maxAttempts: row.max_attempts,
    idempotent: row.idempotent,
    timeoutMs: row.timeout_ms,
    leaseUntil: row.lease_until ?? undefined,
    notBefore: row.not_before,
    expiresAt: row.expires_at,
    cancelRequestedAt: row.cancel_requested_at ?? undefined,
    startedAt: row.started_at ?? undefined,
    finishedAt: row.finished_at ?? undefined,
    response: row.response ?? undefined,
    error: row.error ?? undefined,
    ranAs: row.ran_as ?? undefined,
    waits: row.state === "queued" ? (row.wait_reason ?? undefined) : undefined,
    batch: row.batch ?? undefined,
  };
}

export function attemptOf(row: AttemptRow): Attempt {
  return {
    executionId: row.execution_id as ExecutionId,
    attempt: row.attempt,
    agentId: row.agent_id as AgentId,
    state: row.state as ExecutionState,
    plugin: row.plugin,
    pluginVersion: row.plugin_version,
    pluginDigest: row.plugin_digest,
    offeredAt: row.offered_at ?? undefined,
    startedAt: row.started_at ?? undefined,
    finishedAt: row.finished_at ?? undefined,
    durationMs: row.duration_ms ?? undefined,
    exitCode: row.exit_code ?? undefined,
    response: row.response ?? undefined,
    error: row.error ?? undefined,
    ranAs: row.ran_as ?? undefined,
  };
}

export function logChunkOf(row: LogChunkRow): LogChunk {
  return {
    executionId: row.execution_id as ExecutionId,
    attempt: row.attempt,
    seq: row.seq,
    stream: row.stream as LogChunk["stream"],
    text: row.text,
    at: row.at,
  };
}
