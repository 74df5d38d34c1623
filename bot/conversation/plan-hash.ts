import { createHash } from "node:crypto";
import { canonicalJson } from "../../core/kernel/json.ts";

/** Same effect, same hash: what a confirmation is bound to. */
export function planHash(effect: object): string {
  return createHash("sha256").update(canonicalJson(effect)).digest("hex");
}
