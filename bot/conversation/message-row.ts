import type { ConversationMessage } from "../../core/model/conversation.ts";
import type { ConversationId, MessageId, UserId } from "../../core/model/ids.ts";
import type { MessageRow } from "../../core/store/tables/conversation-table.ts";

export function messageOf(row: MessageRow): ConversationMessage {
  return {
    id: row.id as MessageId,
    conversationId: row.conversation_id as ConversationId,
    seq: row.seq,
    direction: row.direction as "in" | "out",
    userId: (row.user_id ?? undefined) as UserId | undefined,
    text: row.text,
    card: row.card ?? undefined,
    revision: row.revision,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
