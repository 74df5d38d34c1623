import type { ExecutionRow, RunRow } from "../../core/store/tables/run-table.ts";

/** An execution that runs on web-1, first attempt, not retry-safe. */
export function anExecutionRow(overrides: Partial<ExecutionRow> = {}): ExecutionRow {
  return {
    id: "E-1",
    seq: 1,
    run_id: "R-1",
    task_id: "T-1",
    agent_id: "agt_1",
    agent_name: "web-1",
    state: "running",
    attempt: 1,
    max_attempts: 1,
    idempotent: false,
    timeout_ms: 60_000,
    lease_until: 45_000,
    not_before: 0,
    expires_at: 600_000,
    cancel_requested_at: null,
    started_at: 0,
    finished_at: null,
    response: null,
    error: null,
    ran_as: null,
    batch: null,
    priority: 1,
    limited_by: null,
    wait_reason: null,
    ...overrides,
  };
}

/** What a run row says of rollouts and chains where there is none. */
export const UNCHAINED = {
  batch_count: null,
  open_batch: null,
  steps: null,
  step: null,
  parent_run_id: null,
  root_run_id: null,
  subset: null,
  follow: null,
  next_step: null,
  waits_for: null,
  stopped_at: null,
  cause: null,
  due_since: null,
  due_count: null,
  spares: null,
} as const satisfies Partial<RunRow>;
