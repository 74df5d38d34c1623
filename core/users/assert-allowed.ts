import { OctopusError } from "../kernel/errors.ts";
import { type Capability, decideAccess } from "../model/permission.ts";
import type { Actor } from "../model/user.ts";

/** The rule that allows it; throws `access.denied`. `what` completes "You may not ...". */
export function assertAllowed(actor: Actor, capability: Capability, what: string): string {
  const access = decideAccess(actor, capability);
  if (access.allowed) return access.rule;
  const details = { rule: access.rule, capability: capability.name };
  throw new OctopusError("access.denied", `You may not ${what}: ${access.why}.`, details);
}
