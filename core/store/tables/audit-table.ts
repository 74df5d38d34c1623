import type { JsonObject } from "../../kernel/json.ts";
import { defineTable, integer, json, nullable, text } from "../define-table.ts";

/** Append only. `mac` chains each row to the one before. */
export interface AuditRow {
  readonly seq: number;
  readonly at: number;
  readonly actor_id: string | null;
  readonly actor_name: string;
  readonly via: string;
  readonly action: string;
  readonly object: string;
  readonly decision: string;
  readonly rule: string;
  readonly detail: JsonObject;
  readonly prev: string;
  readonly mac: string;
}
export const auditTable = defineTable<AuditRow>("audit", {
  columns: {
    seq: integer,
    at: integer,
    actor_id: nullable(text),
    actor_name: text,
    via: text,
    action: text,
    object: text,
    decision: text,
    rule: text,
    detail: json,
    prev: text,
    mac: text,
  },
  key: ["seq"],
  indexes: [{ name: "audit_object", columns: ["object", "seq"] }],
});
