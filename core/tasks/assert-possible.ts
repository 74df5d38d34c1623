import { OctopusError } from "../kernel/errors.ts";
import { planHash } from "./plan-hash.ts";
import type { TaskPreview } from "./task-request.ts";

/** Another person's yes: good once, for the plan with this hash. Only core/approvals makes one. */
export interface ApprovalGrant {
  readonly approvalId: string;
  readonly planHash: string;
}

/**
 * The rule by which it may be done, for the audit log. Throws `access.denied`; `approval.needed` where another person
 * must say yes first; `request.conflict` for a yes to another plan; `run.no-machine` and `request.invalid`.
 */
export function assertPossible(preview: TaskPreview, grant?: ApprovalGrant): string {
  const rule = ruleOf(preview, grant);
  const { problems, request, machines, unmatched } = preview;
  if (problems.length === 0) return rule;
  const code = machines.length === 0 || unmatched.length > 0 ? "run.no-machine" : "request.invalid";
  throw new OctopusError(code, problems.join(" "), { action: request.action, problems });
}

function ruleOf(preview: TaskPreview, grant: ApprovalGrant | undefined): string {
  const { access } = preview;
  if (grant && grant.planHash !== planHash(preview)) {
    throw new OctopusError("request.conflict", `This is no longer what ${grant.approvalId} was given for.`);
  }
  if (access.allowed) return access.rule;
  const { rule, why, approval } = access;
  if (!approval) throw new OctopusError("access.denied", `You may not do this: ${why}.`, { rule });
  if (grant) return `${rule}, approved by ${grant.approvalId}`;
  const reasons = approval.reasons.join("; ");
  throw new OctopusError("approval.needed", `Somebody else must say yes first: ${reasons}.`, { rule });
}
