import type { JsonObject } from "../../kernel/json.ts";
import type { ActionResponse } from "../../model/action-response.ts";
import type { Policy } from "../../model/policy.ts";
import type { RunStep } from "../../model/run-step.ts";
import { boolean, defineTable, integer, json, nullable, text } from "../define-table.ts";

export interface RunRow {
  readonly id: string;
  readonly seq: number;
  readonly task_id: string;
  /** "due:<epoch ms>" for a schedule, "req:<run id>" otherwise; with the task unique, so a due time fires once. */
  readonly fire_key: string;
  readonly state: string;
  readonly reason: string | null;
  readonly due_at: number;
  readonly trigger: string;
  readonly requested_by: string;
  readonly requested_by_name: string;
  readonly conversation_id: string | null;
  readonly action: string;
  readonly params: JsonObject;
  readonly policy: Policy;
  readonly risk: string;
  readonly execution_count: number;
  readonly created_at: number;
  readonly finished_at: number | null;
  /** Batches of a rollout, and the highest one that may start; null where all start together. */
  readonly batch_count: number | null;
  readonly open_batch: number | null;
  /** The steps that may follow, frozen with their machines when the chain began; null without any. */
  readonly steps: readonly RunStep[] | null;
  /** Which of them this run is, from 1; null: the beginning. */
  readonly step: number | null;
  /** The run before in the chain, or the one whose machines this one takes up again. */
  readonly parent_run_id: string | null;
  /** The first run of the chain; null in that run itself. */
  readonly root_run_id: string | null;
  /** "failed", "not-started", "succeeded", "all": which machines of the parent. */
  readonly subset: string | null;
  /** What is still to be done for it: "step" (create the step `next_step`), "wait" (start when `waits_for` is over); of a
   * rollout "check" (to be made before batch `next_step`) and "checking" (that check is the run `waits_for`). */
  readonly follow: string | null;
  readonly next_step: number | null;
  readonly waits_for: string | null;
  /** When somebody stopped it: no further step follows, whatever it ends as. */
  readonly stopped_at: number | null;
  /** LedgerCause of a scheduled run; null for what a person asked for. */
  readonly cause: string | null;
  /** Of a row that stands for many missed due times: the first of them (`due_at` is the last), and how many. */
  readonly due_since: number | null;
  readonly due_count: number | null;
  /** With `pick`: the previewed machines that were not chosen, in their order; null where there are none. */
  readonly spares: readonly { readonly id: string; readonly name: string }[] | null;
}
export const runTable = defineTable<RunRow>("run", {
  columns: {
    id: text,
    seq: integer,
    task_id: text,
    fire_key: text,
    state: text,
    reason: nullable(text),
    due_at: integer,
    trigger: text,
    requested_by: text,
    requested_by_name: text,
    conversation_id: nullable(text),
    action: text,
    params: json,
    policy: json,
    risk: text,
    execution_count: integer,
    created_at: integer,
    finished_at: nullable(integer),
    batch_count: nullable(integer),
    open_batch: nullable(integer),
    steps: nullable(json),
    step: nullable(integer),
    parent_run_id: nullable(text),
    root_run_id: nullable(text),
    subset: nullable(text),
    follow: nullable(text),
    next_step: nullable(integer),
    waits_for: nullable(text),
    stopped_at: nullable(integer),
    cause: nullable(text),
    due_since: nullable(integer),
    due_count: nullable(integer),
    spares: nullable(json),
  },
  key: ["id"],
  unique: [["task_id", "fire_key"]],
  indexes: [
    { name: "run_seq", columns: ["seq"] },
    { name: "run_created", columns: ["created_at"] },
    { name: "run_state", columns: ["state", "seq"] },
    { name: "run_conversation", columns: ["conversation_id", "seq"] },
    { name: "run_root", columns: ["root_run_id", "seq"] },
    { name: "run_follow", columns: ["follow", "seq"], where: { column: "follow", in: ["step", "wait"] } },
    { name: "run_open", columns: ["task_id"], where: { column: "state", in: ["running", "unknown"] } },
    { name: "run_ledger", columns: ["due_at"], where: { column: "trigger", in: ["schedule"] } },
    { name: "run_ledger_task", columns: ["task_id", "due_at"], where: { column: "trigger", in: ["schedule"] } },
  ],
});

export interface ExecutionRow {
  readonly id: string;
  readonly seq: number;
  readonly run_id: string;
  readonly task_id: string;
  readonly agent_id: string;
  readonly agent_name: string;
  readonly state: string;
  readonly attempt: number;
  readonly max_attempts: number;
  readonly idempotent: boolean;
  readonly timeout_ms: number;
  readonly lease_until: number | null;
  readonly not_before: number;
  readonly expires_at: number;
  readonly cancel_requested_at: number | null;
  readonly started_at: number | null;
  readonly finished_at: number | null;
  readonly response: ActionResponse | null;
  readonly error: string | null;
  readonly ran_as: string | null;
  /** Its turn in a rollout, from 1; null where all start together. Until its batch opens it is held (`not_before`). */
  readonly batch: number | null;
  /** 0 high, 1 normal, 2 low: the order in which a machine is offered what is due. */
  readonly priority: number | null;
  /** While queued and due: the limit that lets it not start yet, and the sentence that says so. */
  readonly limited_by: string | null;
  readonly wait_reason: string | null;
}
export const executionTable = defineTable<ExecutionRow>("execution", {
  columns: {
    id: text,
    seq: integer,
    run_id: text,
    task_id: text,
    agent_id: text,
    agent_name: text,
    state: text,
    attempt: integer,
    max_attempts: integer,
    idempotent: boolean,
    timeout_ms: integer,
    lease_until: nullable(integer),
    not_before: integer,
    expires_at: integer,
    cancel_requested_at: nullable(integer),
    started_at: nullable(integer),
    finished_at: nullable(integer),
    response: nullable(json),
    error: nullable(text),
    ran_as: nullable(text),
    batch: nullable(integer),
    priority: nullable(integer),
    limited_by: nullable(text),
    wait_reason: nullable(text),
  },
  key: ["id"],
  indexes: [
    { name: "execution_run", columns: ["run_id", "seq"] },
    { name: "execution_task", columns: ["task_id", "seq"] },
    { name: "execution_seq", columns: ["seq"] },
    {
      name: "execution_open_agent",
      columns: ["agent_id", "state"],
      where: { column: "state", in: ["queued", "offered", "running", "cancelling", "unknown"] },
    },
    { name: "execution_lease", columns: ["lease_until"], where: { column: "state", in: ["running", "cancelling"] } },
    { name: "execution_waiting", columns: ["expires_at"], where: { column: "state", in: ["queued", "offered"] } },
    { name: "execution_limited", columns: ["limited_by", "seq"], where: { column: "state", in: ["queued"] } },
  ],
});

export interface AttemptRow {
  readonly execution_id: string;
  readonly attempt: number;
  readonly agent_id: string;
  readonly state: string;
  readonly plugin: string;
  readonly plugin_version: string;
  readonly plugin_digest: string;
  readonly offered_at: number | null;
  readonly started_at: number | null;
  readonly finished_at: number | null;
  readonly duration_ms: number | null;
  readonly exit_code: number | null;
  readonly response: ActionResponse | null;
  /** sha256 of the canonical response, so that damage on disk shows. */
  readonly response_digest: string | null;
  readonly error: string | null;
  readonly ran_as: string | null;
  readonly log_chunks: number | null;
}
export const attemptTable = defineTable<AttemptRow>("attempt", {
  columns: {
    execution_id: text,
    attempt: integer,
    agent_id: text,
    state: text,
    plugin: text,
    plugin_version: text,
    plugin_digest: text,
    offered_at: nullable(integer),
    started_at: nullable(integer),
    finished_at: nullable(integer),
    duration_ms: nullable(integer),
    exit_code: nullable(integer),
    response: nullable(json),
    response_digest: nullable(text),
    error: nullable(text),
    ran_as: nullable(text),
    log_chunks: nullable(integer),
  },
  key: ["execution_id", "attempt"],
});

export interface LogChunkRow {
  readonly execution_id: string;
  readonly attempt: number;
  readonly seq: number;
  readonly stream: string;
  readonly text: string;
  /** Epoch ms of arrival. */
  readonly at: number;
}
export const logChunkTable = defineTable<LogChunkRow>("log_chunk", {
  columns: { execution_id: text, attempt: integer, seq: integer, stream: text, text, at: integer },
  key: ["execution_id", "attempt", "seq"],
});
