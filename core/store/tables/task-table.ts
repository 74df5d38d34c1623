import type { JsonObject } from "../../kernel/json.ts";
import type { FrameStep } from "../../model/frame.ts";
import type { Policy } from "../../model/policy.ts";
import type { Schedule } from "../../model/schedule.ts";
import type { TargetSelector } from "../../model/target.ts";
import { defineTable, integer, json, nullable, text } from "../define-table.ts";

export interface TaskRow {
  readonly id: string;
  /** The number in the id, for order. */
  readonly seq: number;
  readonly name: string;
  readonly state: string;
  readonly action: string;
  readonly plugin: string;
  readonly params: JsonObject;
  readonly targets: TargetSelector;
  readonly schedule: Schedule | null;
  readonly policy: Policy;
  readonly then_steps: readonly FrameStep[];
  readonly owner_id: string;
  readonly conversation_id: string | null;
  readonly text: string;
  readonly next_due_at: number | null;
  readonly fired_count: number;
  /** Of its definition: each change of that by a person makes the next. Null counts as 1: not changed since an upgrade. */
  readonly version: number | null;
  /** A pause ends by itself at this instant; null: when somebody resumes it. */
  readonly paused_until: number | null;
  /** While paused: since when, and "failures" where the server did it. */
  readonly paused_since: number | null;
  readonly paused_cause: string | null;
  readonly created_at: number;
  readonly updated_at: number;
}
export const taskTable = defineTable<TaskRow>("task", {
  columns: {
    id: text,
    seq: integer,
    name: text,
    state: text,
    action: text,
    plugin: text,
    params: json,
    targets: json,
    schedule: nullable(json),
    policy: json,
    then_steps: json,
    owner_id: text,
    conversation_id: nullable(text),
    text,
    next_due_at: nullable(integer),
    fired_count: integer,
    version: nullable(integer),
    paused_until: nullable(integer),
    paused_since: nullable(integer),
    paused_cause: nullable(text),
    created_at: integer,
    updated_at: integer,
  },
  key: ["id"],
  indexes: [
    { name: "task_due", columns: ["state", "next_due_at"], where: { column: "state", in: ["active"] } },
    { name: "task_seq", columns: ["seq"] },
    { name: "task_owner", columns: ["owner_id", "seq"] },
    { name: "task_state", columns: ["state", "seq"] },
    { name: "task_plugin", columns: ["plugin", "seq"] },
  ],
});
