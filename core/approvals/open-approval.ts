import { OctopusError } from "../kernel/errors.ts";
import type { Approval } from "../model/approval.ts";
import { decideAccess } from "../model/permission.ts";
import type { Actor } from "../model/user.ts";
import { touchTopic } from "../outbox/touch-topic.ts";
import type { Writer } from "../store/rows.ts";
import { type ApprovalRow, approvalTable } from "../store/tables/approval-table.ts";
import { userTable } from "../store/tables/user-table.ts";
import { assertPossible } from "../tasks/assert-possible.ts";
import { planHash } from "../tasks/plan-hash.ts";
import { touchedBy } from "../tasks/touched-by.ts";
import type { ApprovalDeps } from "./approval-deps.ts";
import { APPROVING_ROLES } from "./approval-directory.ts";
import { approvalOf } from "./approval-row.ts";
import { type ApprovalWork, encodeWork, isSameWork, keptWork } from "./approval-work.ts";
import { factsOf } from "./close-approval.ts";

/** One person cannot flood the others with questions. */
const MOST_OPEN = 20;

/** Keeps what needs another person's yes. Throws for what needs none, cannot be, or has nobody who could say yes. */
export async function openApproval(
  writer: Writer,
  deps: ApprovalDeps,
  asker: Actor,
  asked: ApprovalWork,
): Promise<Approval> {
  const { audit, clock, events, tasks, validMs } = deps;
  const preview = tasks.preview(asker, asked.request);
  const work = keptWork(asked, preview);
  const hash = planHash(preview);
  // What is wrong with it is said now, and not after somebody has agreed.
  assertPossible(preview, { approvalId: "an approval", planHash: hash });
  const { access, risk } = preview;
  if (access.allowed || !access.approval || asker.userId === undefined) {
    throw new OctopusError("request.conflict", "This needs nobody's approval; it can be done at once.");
  }
  const now = clock.now();
  const mine = { asker_id: asker.userId, state: "pending", expires_at: { gt: now } };
  const open = await writer.select(approvalTable, { where: mine, limit: MOST_OPEN });
  const same = open.find((row) => row.plan_hash === hash && isSameWork(row.work, work));
  if (same) return approvalOf(same);
  if (open.length >= MOST_OPEN) {
    throw new OctopusError("request.invalid", `${MOST_OPEN} requests of yours wait for approval; withdraw one first.`);
  }
  await assertSomebody(writer, asker);
  const seq = await writer.next("approval");
  const row: ApprovalRow = {
    id: `A-${seq}`,
    seq,
    state: "pending",
    asker_id: asker.userId,
    asker_name: asker.name,
    via: asker.via,
    conversation_id: work.request.conversationId ?? null,
    text: work.request.text,
    action: work.request.action,
    risk,
    machines: touchedBy(preview).map(({ id, name }) => ({ id, name })),
    work: encodeWork(work),
    plan_hash: hash,
    reasons: access.approval.reasons,
    created_at: now,
    expires_at: now + validMs,
    reminded_at: null,
    escalated_at: null,
    decided_at: null,
    decided_by: null,
    decided_by_name: null,
    note: "",
    task_id: null,
    run_id: null,
    result: null,
  };
  await writer.insert(approvalTable, [row]);
  const fact = { action: "approval.request", object: row.id, decision: "allowed", rule: access.rule } as const;
  await audit.record(writer, asker, { ...fact, detail: factsOf(row) });
  await touchTopic(writer, events, { topic: `approval:${row.id}`, conversationId: row.conversation_id ?? "", now });
  writer.afterCommit(() => events.emit("approval.changed", { approvalId: row.id }));
  return approvalOf(row);
}

/** An administrator may ask even when alone: they can break the glass, and everybody finds that in the audit log. */
async function assertSomebody(writer: Writer, asker: Actor): Promise<void> {
  const where = { state: "active", role: { in: [...APPROVING_ROLES] } };
  const others = (await writer.select(userTable, { where, limit: 2 })).filter(({ id }) => id !== asker.userId);
  if (others.length > 0 || decideAccess(asker, { name: "approval.override" }).allowed) return;
  const message = "Nobody here could say yes to this. An administrator can give somebody the role approver.";
  throw new OctopusError("approval.nobody", message);
}
