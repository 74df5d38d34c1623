import type { JsonObject } from "../kernel/json.ts";
import type { Actor } from "../model/user.ts";
import type { Writer } from "../store/rows.ts";

export interface AuditFact {
  readonly action: string;
  readonly object: string;
  readonly decision: "allowed" | "refused";
  readonly rule: string;
  readonly detail?: JsonObject;
}

/** The part of the audit log that services need. Writes in the caller's unit: no record, no change. */
export interface AuditRecorder {
  record(writer: Writer, actor: Actor, fact: AuditFact): Promise<void>;
}
