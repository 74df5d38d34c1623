import type { ApprovalNeed } from "./approval.ts";
import { isAtMost, type Risk } from "./risk.ts";
import type { Actor, Role } from "./user.ts";

/** Everything that can be asked for. Deny by default: what is not granted below is refused. */
export type Capability =
  | { readonly name: "see" }
  | { readonly name: "run"; readonly risk: Risk; readonly action: string; readonly targetCount: number }
  | { readonly name: "schedule"; readonly risk: Risk; readonly action: string; readonly targetCount: number }
  | { readonly name: "task.change"; readonly ownerId: string }
  | { readonly name: "run.cancel"; readonly ownerId: string }
  | { readonly name: "execution.output"; readonly ownerId: string }
  | { readonly name: "alias.teach" }
  /** What a room means from now on; `shared`: for others too. */
  | { readonly name: "room.set"; readonly shared: boolean }
  | { readonly name: "freeze.start" }
  | { readonly name: "freeze.end"; readonly ownerId: string }
  | { readonly name: "agent.drain" }
  | { readonly name: "agent.manage" }
  | { readonly name: "plugin.manage" }
  | { readonly name: "user.see" }
  | { readonly name: "user.manage" }
  | { readonly name: "token.own" }
  /** Say yes or no to what somebody else asked for; what one asked for oneself is refused by the service. */
  | { readonly name: "approval.decide" }
  /** Let one's own request run without a second person, with a reason that everybody is told. */
  | { readonly name: "approval.override" }
  | { readonly name: "protection.manage" }
  | { readonly name: "audit.see" }
  | { readonly name: "settings.manage" };

export type Access =
  | { readonly allowed: true; readonly rule: string }
  /** With `approval` another person may lift the refusal; whoever does not look at that refuses. */
  | { readonly allowed: false; readonly rule: string; readonly why: string; readonly approval?: ApprovalNeed };

/** The riskiest thing each role may run without another person. */
const MAX_RISK: Readonly<Record<Role, Risk | undefined>> = {
  viewer: undefined,
  requester: "read",
  operator: "change",
  approver: "change",
  admin: "destructive",
};

/** The riskiest thing each role may ask another person for. */
const MAX_ASKED: Readonly<Record<Role, Risk | undefined>> = {
  viewer: undefined,
  requester: "change",
  operator: "destructive",
  approver: "destructive",
  admin: undefined,
};

const atLeastOperator: readonly Role[] = ["operator", "approver", "admin"];

/**
 * The one place where rights are decided; chat, REST, sockets and schedules call it, when something is asked for and
 * again when it runs. What a role may only ask for is refused here too, and says so; core/tasks/approval-need.ts adds what
 * places and numbers ask for.
 */
export function decideAccess(actor: Actor, capability: Capability): Access {
  switch (capability.name) {
    case "see":
    case "token.own":
      return grant("everyone-signed-in");
    case "run":
    case "schedule":
      return decideRun(actor.role, capability);
    case "task.change":
    case "run.cancel":
    case "execution.output":
    case "freeze.end":
      return decideOwned(actor, capability.name, capability.ownerId);
    case "alias.teach":
      return needs("requester", actor.role !== "viewer", actor.role);
    case "room.set":
      if (!capability.shared) return needs("requester", actor.role !== "viewer", actor.role);
      return needs("operator", atLeastOperator.includes(actor.role), actor.role);
    case "approval.decide":
      return needs("approver", actor.role === "approver" || actor.role === "admin", actor.role);
    case "freeze.start":
    case "agent.drain":
    case "user.see":
      return needs("operator", atLeastOperator.includes(actor.role), actor.role);
    default:
      return needs("admin", actor.role === "admin", actor.role);
  }
}

function decideRun(role: Role, capability: { readonly risk: Risk; readonly action: string }): Access {
  const limit = MAX_RISK[role];
  const rule = `${role}-runs-${limit ?? "nothing"}`;
  if (limit && isAtMost(capability.risk, limit)) return grant(rule);
  const may = limit ? `run ${limit} actions at most` : "only look";
  const why = `the role ${role} may ${may}, and ${capability.action} is ${capability.risk}`;
  const asked = MAX_ASKED[role];
  if (!asked || !isAtMost(capability.risk, asked)) return refuse(rule, why);
  return { allowed: false, rule, why, approval: { rule, reasons: [why] } };
}

function decideOwned(actor: Actor, name: string, ownerId: string): Access {
  const own = ownerId !== "" && ownerId === actor.userId;
  if (own && actor.role !== "viewer") return grant("own");
  if (actor.role === "admin") return grant("admins");
  if (name !== "task.change" && name !== "freeze.end" && atLeastOperator.includes(actor.role))
    return grant("operators");
  if (name === "execution.output" && actor.role === "viewer") return grant("viewers-read");
  return refuse("owner-or-admin", `only its owner or an admin may do this, and you are ${actor.role}`);
}

function needs(least: Role, has: boolean, role: Role): Access {
  return has ? grant(`${least}s`) : refuse(`${least}s`, `this needs the role ${least}, and you are ${role}`);
}

const grant = (rule: string): Access => ({ allowed: true, rule });
const refuse = (rule: string, why: string): Access & { readonly allowed: false } => ({ allowed: false, rule, why });
