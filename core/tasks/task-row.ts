import type { ConversationId, TaskId, UserId } from "../model/ids.ts";
import type { TaskState } from "../model/states.ts";
import type { Task } from "../model/task.ts";
import type { TaskRow } from "../store/tables/task-table.ts";

/** From 1. */
export const versionOf = ({ version }: Pick<TaskRow, "version">): number => version ?? 1;

export function taskOf(row: TaskRow): Task {
  return {
    id: row.id as TaskId,
    name: row.name,
    state: row.state as TaskState,
    action: row.action,
    params: row.params,
    targets: row.targets,
    schedule: row.schedule ?? undefined,
    policy: row.policy,
    // biome-ignore lint/suspicious/noThenProperty: the frame contract names the field
    then: row.then_steps,
    ownerId: row.owner_id as UserId,
    conversationId: (row.conversation_id ?? undefined) as ConversationId | undefined,
    text: row.text,
    nextDueAt: row.next_due_at ?? undefined,
    ...(row.paused_until === null ? {} : { pausedUntil: row.paused_until }),
    ...(row.paused_cause === null ? {} : { pausedCause: row.paused_cause }),
    firedCount: row.fired_count,
    version: versionOf(row),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
