import type { TargetSelector } from "../../model/target.ts";
import { defineTable, integer, json, nullable, text } from "../define-table.ts";

export interface LimitRow {
  readonly id: string;
  readonly seq: number;
  readonly most: number;
  readonly what: string;
  readonly action: string | null;
  readonly task_id: string | null;
  readonly targets: TargetSelector | null;
  /** A user's id, or "each". */
  readonly person: string | null;
  readonly by_id: string;
  readonly by_name: string;
  readonly created_at: number;
}
export const limitTable = defineTable<LimitRow>("work_limit", {
  columns: {
    id: text,
    seq: integer,
    most: integer,
    what: text,
    action: nullable(text),
    task_id: nullable(text),
    targets: nullable(json),
    person: nullable(text),
    by_id: text,
    by_name: text,
    created_at: integer,
  },
  key: ["id"],
  indexes: [{ name: "work_limit_seq", columns: ["seq"] }],
});
