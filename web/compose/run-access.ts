import { isApproved } from "../../core/approvals/is-approved.ts";
import { type Access, decideAccess } from "../../core/model/permission.ts";
import type { Risk } from "../../core/model/risk.ts";
import type { Actor } from "../../core/model/user.ts";
import type { Writer } from "../../core/store/rows.ts";
import type { RunRow } from "../../core/store/tables/run-table.ts";
import { userTable } from "../../core/store/tables/user-table.ts";
import { actorOf } from "../../core/users/actor-of.ts";
import { userOf } from "../../core/users/user-row.ts";

/** A person as an actor, read in the caller's unit; undefined when gone or disabled. */
export async function activeActor(writer: Writer, userId: string, via: string): Promise<Actor | undefined> {
  const [row] = await writer.select(userTable, { where: { id: userId } });
  return row?.state === "active" ? actorOf(userOf(row), via) : undefined;
}

/** Whether the person behind a run may still do this, asked when it is about to start. */
export async function mayRun(writer: Writer, run: RunRow): Promise<Access> {
  const actor = await activeActor(writer, run.requested_by, run.trigger);
  if (!actor) return { allowed: false, rule: "user-active", why: `${run.requested_by_name} is disabled or gone` };
  const { action, risk, execution_count: targetCount } = run;
  const access = decideAccess(actor, { name: "run", action, risk: risk as Risk, targetCount });
  if (access.allowed || !access.approval || !(await isApproved(writer, run))) return access;
  return { allowed: true, rule: `${access.rule}, approved` };
}
