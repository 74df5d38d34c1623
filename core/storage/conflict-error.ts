import { OctopusError } from "../kernel/errors.ts";

/** What `insert` and `update` throw when the key or a unique list is taken. */
export function conflictError(table: string, cause?: unknown): OctopusError {
  return new OctopusError("request.conflict", `Another row of "${table}" already has this key.`, { table }, { cause });
}
