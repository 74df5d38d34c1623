import type { Json, JsonObject } from "../kernel/json.ts";
import type { ExecutionRow } from "../store/tables/run-table.ts";

/** What later steps may take over from the run before them. */
export type PreviousAnswers = readonly Pick<ExecutionRow, "agent_id" | "agent_name" | "state" | "response">[];

/** A part of what was answered, by its path; undefined: there is no such thing. Pure. */
export function valueAt(data: Json | undefined, path: readonly string[]): Json | undefined {
  let value: Json | undefined = data;
  for (const name of path) {
    if (value === null || typeof value !== "object" || Array.isArray(value) || !Object.hasOwn(value, name)) {
      return undefined;
    }
    value = (value as JsonObject)[name] as Json;
  }
  return value;
}
