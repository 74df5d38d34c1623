import { OctopusError } from "../../core/kernel/errors.ts";
import { type Access, decideAccess } from "../../core/model/permission.ts";
import type { Actor } from "../../core/model/user.ts";
import type { FlatCapability, OwnedCapability, Route } from "../contract/route.ts";
import type { Caller } from "../http/authenticate.ts";

export type Admission =
  | { readonly kind: "admitted" }
  | { readonly kind: "unauthenticated" }
  | { readonly kind: "wrong-kind"; readonly why: string }
  | { readonly kind: "denied"; readonly actor: Actor; readonly why: string; readonly rule: string };

const OWNED: readonly OwnedCapability[] = ["run", "task.change", "run.cancel", "execution.output", "freeze.end"];

/**
 * Whether this caller gets as far as the handler. Pure. What depends on owner or risk is decided behind it, by the
 * services, so here it takes no more than being a person.
 */
export function admit(route: Route, caller: Caller, params: Readonly<Record<string, unknown>>): Admission {
  if (route.access === "public") return { kind: "admitted" };
  if (caller.kind === "nobody") return { kind: "unauthenticated" };
  if (caller.kind === "agent") return admitAgent(route, caller.agentId, params);
  if (route.access === "agent") return { kind: "wrong-kind", why: "only the machine itself may do this" };
  const access = accessOf(caller.actor, route.capability);
  if (access.allowed) return { kind: "admitted" };
  return { kind: "denied", actor: caller.actor, why: access.why, rule: access.rule };
}

function admitAgent(route: Route, agentId: string, params: Readonly<Record<string, unknown>>): Admission {
  if (route.access === "person") return { kind: "wrong-kind", why: "machines may not do this" };
  if (route.access === "agent" && route.params !== undefined && params["id"] !== agentId) {
    return { kind: "wrong-kind", why: "a machine may only speak for itself" };
  }
  return { kind: "admitted" };
}

function accessOf(actor: Actor, capability: FlatCapability | OwnedCapability | undefined): Access {
  if (capability === undefined) return { allowed: false, rule: "deny-by-default", why: "no rule allows it" };
  if (isOwned(capability)) return { allowed: true, rule: "decided-by-owner-and-risk" };
  return decideAccess(actor, { name: capability });
}

function isOwned(capability: FlatCapability | OwnedCapability): capability is OwnedCapability {
  return OWNED.some((owned) => owned === capability);
}

export function refusal(admission: Exclude<Admission, { readonly kind: "admitted" }>): OctopusError {
  if (admission.kind === "unauthenticated") {
    return new OctopusError("access.unauthenticated", "Sign in, or send a valid access token.");
  }
  return new OctopusError("access.denied", `You may not do this: ${admission.why}.`);
}
