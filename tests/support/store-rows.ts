import type { ConversationRow, OutboxRow, PendingRow } from "../../core/store/tables/conversation-table.ts";
import type { ExecutionRow } from "../../core/store/tables/run-table.ts";
import type { TokenRow } from "../../core/store/tables/user-table.ts";

/** Rows that are valid as they stand; a test names only what it is about. */
export function anOutboxRow(row: Partial<OutboxRow> = {}): OutboxRow {
  return {
    topic: "run:R-1",
    conversation_id: "cnv_1",
    revision: 1,
    delivered: 0,
    state: "due",
    tries: 0,
    next_at: 0,
    ...row,
  };
}

export function aConversationRow(row: Partial<ConversationRow> = {}): ConversationRow {
  return {
    id: "cnv_1",
    channel: "web",
    address: row.id ?? "cnv_1",
    user_id: "usr_1",
    title: "Deploys",
    context: {},
    created_at: 0,
    updated_at: 0,
    ...row,
  };
}

export function aTokenRow(row: Partial<TokenRow> = {}): TokenRow {
  return {
    id: "tok_1",
    digest: row.id ?? "tok_1",
    user_id: "usr_1",
    name: "laptop",
    created_at: 0,
    expires_at: null,
    last_used_at: null,
    ...row,
  };
}

export function anExecutionRow(row: Partial<ExecutionRow> = {}): ExecutionRow {
  return {
    id: "E-1",
    seq: 1,
    run_id: "R-1",
    task_id: "T-1",
    agent_id: "agt_1",
    agent_name: "web-1",
    state: "queued",
    attempt: 0,
    max_attempts: 1,
    idempotent: true,
    timeout_ms: 60_000,
    lease_until: null,
    not_before: 0,
    expires_at: 0,
    cancel_requested_at: null,
    started_at: null,
    finished_at: null,
    response: null,
    error: null,
    ran_as: null,
    batch: null,
    priority: 1,
    limited_by: null,
    wait_reason: null,
    ...row,
  };
}

export function aPendingRow(change: Partial<PendingRow> = {}): PendingRow {
  return {
    id: "P-1",
    seq: 1,
    conversation_id: "cnv_1",
    user_id: "usr_ada",
    message_id: "msg_1",
    kind: "confirm",
    state: "open",
    plan: {},
    plan_hash: "",
    created_at: 0,
    expires_at: 0,
    answered_at: null,
    ...change,
  };
}
