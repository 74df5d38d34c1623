import type { JsonObject } from "../kernel/json.ts";

/** Who did what to what, and by which rule. Written in the transaction of the change itself. */
export interface AuditEntry {
  readonly seq: number;
  readonly at: number;
  readonly actorId: string | undefined;
  readonly actorName: string;
  readonly via: string;
  readonly action: string;
  readonly object: string;
  readonly decision: "allowed" | "refused";
  readonly rule: string;
  readonly detail: JsonObject;
}
