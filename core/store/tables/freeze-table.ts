import type { TargetSelector } from "../../model/target.ts";
import { defineTable, integer, json, nullable, text } from "../define-table.ts";

export interface FreezeRow {
  readonly id: string;
  readonly seq: number;
  /** "open" until somebody ends it; whether it bites also depends on its times. */
  readonly state: string;
  readonly targets: TargetSelector;
  readonly risk: string;
  readonly starts_at: number;
  readonly ends_at: number | null;
  readonly reason: string;
  readonly by_id: string;
  readonly by_name: string;
  readonly created_at: number;
  readonly ended_at: number | null;
  readonly ended_by_name: string | null;
}
export const freezeTable = defineTable<FreezeRow>("freeze", {
  columns: {
    id: text,
    seq: integer,
    state: text,
    targets: json,
    risk: text,
    starts_at: integer,
    ends_at: nullable(integer),
    reason: text,
    by_id: text,
    by_name: text,
    created_at: integer,
    ended_at: nullable(integer),
    ended_by_name: nullable(text),
  },
  key: ["id"],
  indexes: [
    { name: "freeze_seq", columns: ["seq"] },
    { name: "freeze_open", columns: ["state", "seq"], where: { column: "state", in: ["open"] } },
  ],
});
