import type { Approval, ApprovalState } from "../model/approval.ts";
import type { Actor } from "../model/user.ts";
import { touchTopic } from "../outbox/touch-topic.ts";
import type { Writer } from "../store/rows.ts";
import { type ApprovalRow, approvalTable } from "../store/tables/approval-table.ts";
import type { ApprovalDeps } from "./approval-deps.ts";
import { approvalOf } from "./approval-row.ts";

/** Longer remarks are for a conversation. */
const LONGEST_NOTE = 500;

interface Decision {
  readonly state: ApprovalState;
  readonly rule: string;
  readonly note: string;
}

/**
 * Writes down how an approval ended, in the unit that ended it: the row, the audit log, and that everybody who sees its
 * card must be shown. `row` carries what it made.
 */
export async function closeApproval(
  writer: Writer,
  { audit, clock, events }: Pick<ApprovalDeps, "audit" | "clock" | "events">,
  actor: Actor,
  row: ApprovalRow,
  { state, rule, note }: Decision,
): Promise<Approval> {
  const now = clock.now();
  const closed: ApprovalRow = {
    ...row,
    state,
    note: note.trim().slice(0, LONGEST_NOTE),
    decided_at: now,
    decided_by: actor.userId ?? null,
    decided_by_name: actor.name,
  };
  const { task_id, run_id, result, decided_at, decided_by, decided_by_name } = closed;
  const change = { state, note: closed.note, task_id, run_id, result, decided_at, decided_by, decided_by_name };
  await writer.update(approvalTable, { id: row.id }, change);
  await audit.record(writer, actor, {
    action: `approval.${state}`,
    object: row.id,
    decision: state === "refused" ? "refused" : "allowed",
    rule,
    detail: factsOf(closed),
  });
  await touchTopic(writer, events, { topic: `approval:${row.id}`, conversationId: row.conversation_id ?? "", now });
  writer.afterCommit(() => events.emit("approval.changed", { approvalId: row.id }));
  return approvalOf(closed);
}

/** What an auditor wants in one row: the sentence, the plan, who asked, who answered, where, and what came of it. */
export function factsOf(row: ApprovalRow) {
  return {
    sentence: row.text,
    planHash: row.plan_hash,
    action: row.action,
    asker: row.asker_name,
    approver: row.state === "pending" || row.state === "expired" ? null : row.decided_by_name,
    machines: row.machines.slice(0, 100).map(({ name }) => name),
    machineCount: row.machines.length,
    note: row.note,
    task: row.task_id,
    run: row.run_id,
    result: row.result === "" ? null : row.result,
  };
}
