import type { ExecutionState } from "../../model/states.ts";
import { FINAL_EXECUTION_STATES } from "../../model/states.ts";
import type { KeptRow } from "./row-set.ts";

/** The databases' triggers, for the store without a database. `after` is undefined for a deletion. */
export function refuseChange(table: string, before: KeptRow, after: KeptRow | undefined): void {
  if (table === "audit") throw new Error("the audit log is append only");
  if (table !== "execution" || after === undefined || after["state"] === before["state"]) return;
  if (FINAL_EXECUTION_STATES.includes(before["state"] as ExecutionState)) {
    throw new Error("a final execution never changes its state");
  }
}
