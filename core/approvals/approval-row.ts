import type { Approval, ApprovalState, Protection } from "../model/approval.ts";
import type { ApprovalId, ConversationId, ProtectionId, RunId, TaskId, UserId } from "../model/ids.ts";
import type { Risk } from "../model/risk.ts";
import type { ApprovalRow, ProtectionRow } from "../store/tables/approval-table.ts";

export function approvalOf(row: ApprovalRow): Approval {
  return {
    id: row.id as ApprovalId,
    state: row.state as ApprovalState,
    askerId: row.asker_id as UserId,
    askerName: row.asker_name,
    conversationId: (row.conversation_id ?? undefined) as ConversationId | undefined,
    text: row.text,
    action: row.action,
    risk: row.risk as Risk,
    machines: row.machines,
    planHash: row.plan_hash,
    reasons: row.reasons,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    remindedAt: row.reminded_at ?? undefined,
    escalatedAt: row.escalated_at ?? undefined,
    decidedAt: row.decided_at ?? undefined,
    decidedById: (row.decided_by ?? undefined) as UserId | undefined,
    decidedByName: row.decided_by_name ?? undefined,
    note: row.note,
    taskId: (row.task_id ?? undefined) as TaskId | undefined,
    runId: (row.run_id ?? undefined) as RunId | undefined,
    result: row.result === null || row.result === "" ? undefined : row.result,
  };
}

export function protectionOf(row: ProtectionRow): Protection {
  return {
    id: row.id as ProtectionId,
    targets: row.targets,
    risk: row.risk as Risk,
    byId: row.by_id as UserId,
    byName: row.by_name,
    createdAt: row.created_at,
  };
}
