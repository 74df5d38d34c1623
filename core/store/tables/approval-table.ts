import type { JsonObject } from "../../kernel/json.ts";
import type { FrozenMachine } from "../../model/run-step.ts";
import type { TargetSelector } from "../../model/target.ts";
import { defineTable, integer, json, nullable, text } from "../define-table.ts";

export interface ApprovalRow {
  readonly id: string;
  readonly seq: number;
  /** ApprovalState; leaves "pending" once. */
  readonly state: string;
  readonly asker_id: string;
  readonly asker_name: string;
  /** Through which door it was asked: "slack", "web", "rest". */
  readonly via: string;
  readonly conversation_id: string | null;
  readonly text: string;
  readonly action: string;
  readonly risk: string;
  readonly machines: readonly FrozenMachine[];
  /** What is done when somebody says yes; shape owned and checked by core/approvals. */
  readonly work: JsonObject;
  readonly plan_hash: string;
  readonly reasons: readonly string[];
  readonly created_at: number;
  readonly expires_at: number;
  readonly reminded_at: number | null;
  /** When somebody else was told, because nobody answered. */
  readonly escalated_at: number | null;
  readonly decided_at: number | null;
  readonly decided_by: string | null;
  readonly decided_by_name: string | null;
  readonly note: string;
  /** What it made, or changed. */
  readonly task_id: string | null;
  readonly run_id: string | null;
  /** How the run ended; null while that is open, empty where nothing ran. */
  readonly result: string | null;
}
export const approvalTable = defineTable<ApprovalRow>("approval", {
  columns: {
    id: text,
    seq: integer,
    state: text,
    asker_id: text,
    asker_name: text,
    via: text,
    conversation_id: nullable(text),
    text,
    action: text,
    risk: text,
    machines: json,
    work: json,
    plan_hash: text,
    reasons: json,
    created_at: integer,
    expires_at: integer,
    reminded_at: nullable(integer),
    escalated_at: nullable(integer),
    decided_at: nullable(integer),
    decided_by: nullable(text),
    decided_by_name: nullable(text),
    note: text,
    task_id: nullable(text),
    run_id: nullable(text),
    result: nullable(text),
  },
  key: ["id"],
  indexes: [
    { name: "approval_seq", columns: ["seq"] },
    { name: "approval_pending", columns: ["expires_at"], where: { column: "state", in: ["pending"] } },
    { name: "approval_open", columns: ["result"] },
    { name: "approval_run", columns: ["run_id"] },
    { name: "approval_task", columns: ["task_id", "seq"] },
  ],
});

export interface ProtectionRow {
  readonly id: string;
  readonly seq: number;
  readonly targets: TargetSelector;
  readonly risk: string;
  readonly by_id: string;
  readonly by_name: string;
  readonly created_at: number;
}
export const protectionTable = defineTable<ProtectionRow>("protection", {
  columns: {
    id: text,
    seq: integer,
    targets: json,
    risk: text,
    by_id: text,
    by_name: text,
    created_at: integer,
  },
  key: ["id"],
  indexes: [{ name: "protection_seq", columns: ["seq"] }],
});
