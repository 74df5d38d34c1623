import type { ApprovalQueries } from "../../core/approvals/approval-queries.ts";
import { isOctopusError } from "../../core/kernel/errors.ts";
import { decideAccess } from "../../core/model/permission.ts";
import type { Actor } from "../../core/model/user.ts";

/** Asks for the reason of a no. */
export interface RefusalForm {
  /** "A-3". */
  readonly id: string;
  /** Of whoever asked, and is told the reason. */
  readonly name: string;
  /** What they asked for, in a line. */
  readonly about: string;
}

interface Deps {
  readonly approvalQueries: Pick<ApprovalQueries, "get">;
  readonly now: number;
}

/** Undefined: there is nothing here that this person could refuse now. Reads only. */
export async function refusalForm(
  { approvalQueries, now }: Deps,
  actor: Actor,
  id: string,
): Promise<RefusalForm | undefined> {
  if (!decideAccess(actor, { name: "approval.decide" }).allowed) return undefined;
  try {
    const { approval } = await approvalQueries.get(id);
    const { action, askerId, askerName, expiresAt, machines, state, text } = approval;
    if (state !== "pending" || expiresAt <= now || askerId === actor.userId) return undefined;
    const where = machines.length === 1 ? (machines[0]?.name ?? "") : `${machines.length} machines`;
    return { id, name: askerName, about: `${askerName}: ${text === "" ? action : `"${text}"`}, on ${where}` };
  } catch (error) {
    if (isOctopusError(error, "approval.not-found")) return undefined;
    throw error;
  }
}
