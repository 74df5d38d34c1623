import type { JsonObject } from "../kernel/json.ts";
import type { AuditEntry } from "../model/audit-entry.ts";
import type { AuditRow } from "../store/tables/audit-table.ts";

const LONGEST_TEXT = 200;
const LONGEST_DETAIL = 8_000;

export function auditEntryOf(row: AuditRow): AuditEntry {
  return {
    seq: row.seq,
    at: row.at,
    actorId: row.actor_id ?? undefined,
    actorName: row.actor_name,
    via: row.via,
    action: row.action,
    object: row.object,
    decision: row.decision === "refused" ? "refused" : "allowed",
    rule: row.rule,
    detail: row.detail,
  };
}

/** Printable and short: foreign text must not be able to fill or garble the log. */
export function auditText(text: string): string {
  const printable = text.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}]+/gu, " ");
  return printable.length > LONGEST_TEXT ? `${printable.slice(0, LONGEST_TEXT - 3)}...` : printable;
}

/** As JSON will give it back: the chain is checked against what was read, so fields that JSON drops may not count. */
export function auditDetail(detail: JsonObject | undefined): JsonObject {
  const text = JSON.stringify(detail ?? {});
  if (text.length <= LONGEST_DETAIL) return JSON.parse(text) as JsonObject;
  return { clipped: text.slice(0, LONGEST_DETAIL) };
}
