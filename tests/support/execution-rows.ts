import type { ExecutionRow } from "../../core/store/tables/run-table.ts";

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
    ...overrides,
  };
}
