import type { ExecutionState, RunState, TaskState } from "../../core/model/states.ts";
import type { Store } from "../../core/store/rows.ts";
import {
  type AttemptRow,
  attemptTable,
  executionTable,
  logChunkTable,
  type RunRow,
  runTable,
} from "../../core/store/tables/run-table.ts";
import { type TaskRow, taskTable } from "../../core/store/tables/task-table.ts";
import { UNCHAINED } from "./execution-rows.ts";
import { anExecutionRow } from "./store-rows.ts";

export interface PastRun {
  readonly seq: number;
  readonly createdAt: number;
  readonly finishedAt?: number;
  readonly state?: RunState;
  readonly executionState?: ExecutionState;
  readonly executions?: number;
  readonly taskId?: string;
  readonly taskState?: TaskState;
}

/** A run as it lies in the store afterwards: with its task, and executions of one attempt and two log chunks each. */
export async function addRun(store: Store, past: PastRun): Promise<void> {
  const { seq, executions = 1, taskId = `T-${seq}` } = past;
  const run = runRow(past, taskId);
  await store.write(async (writer) => {
    await writer.insertNew(taskTable, taskRow(taskId, past));
    await writer.insert(runTable, [run]);
    for (let index = 1; index <= executions; index += 1) {
      const id = `E-${seq * 100 + index}`;
      const state = past.executionState ?? (run.finished_at === null ? "running" : "succeeded");
      const at = { seq: seq * 100 + index, run_id: run.id, task_id: taskId };
      await writer.insert(executionTable, [anExecutionRow({ ...at, id, state })]);
      await writer.insert(attemptTable, [attemptRow(id, state)]);
      const chunk = { execution_id: id, attempt: 1, stream: "out", text: "line", at: past.createdAt };
      await writer.insert(logChunkTable, [
        { ...chunk, seq: 0 },
        { ...chunk, seq: 1 },
      ]);
    }
  });
}

function runRow(past: PastRun, taskId: string): RunRow {
  const { seq, createdAt, state = "succeeded", finishedAt = createdAt } = past;
  return {
    id: `R-${seq}`,
    seq,
    task_id: taskId,
    fire_key: `req:R-${seq}`,
    state,
    reason: null,
    due_at: createdAt,
    trigger: "request",
    requested_by: "usr_1",
    requested_by_name: "alice",
    conversation_id: null,
    action: "disk.usage",
    params: {},
    policy: {},
    risk: "read",
    execution_count: past.executions ?? 1,
    created_at: createdAt,
    finished_at: state === "running" || state === "unknown" ? null : finishedAt,
    ...UNCHAINED,
  };
}

function attemptRow(executionId: string, state: string): AttemptRow {
  return {
    execution_id: executionId,
    attempt: 1,
    agent_id: "agt_1",
    state,
    plugin: "disk",
    plugin_version: "1.0.0",
    plugin_digest: "0".repeat(64),
    offered_at: null,
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

function taskRow(id: string, past: PastRun): TaskRow {
  return {
    id,
    seq: past.seq,
    name: "check disk",
    state: past.taskState ?? "finished",
    action: "disk.usage",
    plugin: "disk",
    params: {},
    targets: { include: ["all"], exclude: [] },
    schedule: null,
    policy: {},
    then_steps: [],
    owner_id: "usr_1",
    conversation_id: null,
    text: "check disk",
    next_due_at: null,
    fired_count: 0,
    version: 1,
    paused_until: null,
    paused_since: null,
    paused_cause: null,
    created_at: past.createdAt,
    updated_at: past.createdAt,
  };
}
