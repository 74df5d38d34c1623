import { createHmac } from "node:crypto";
import { canonicalJson } from "../kernel/json.ts";
import type { AuditRow } from "../store/tables/audit-table.ts";

/** What the first row names as the one before it. */
export const CHAIN_START = "octopus";

/** Covers every field of the row and the row before, so that no row can be changed, moved or left out unseen. */
export function auditMac(key: string, row: Omit<AuditRow, "mac">): string {
  const { seq, at, actor_id, actor_name, via, action, object, decision, rule, detail, prev } = row;
  const covered = [seq, at, actor_id, actor_name, via, action, object, decision, rule, detail, prev];
  return createHmac("sha256", key).update(canonicalJson(covered)).digest("hex");
}
