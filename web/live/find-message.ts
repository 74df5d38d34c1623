import type { ConversationMessage } from "../../core/model/conversation.ts";
import type { ConversationId, MessageId, UserId } from "../../core/model/ids.ts";
import type { Reader } from "../../core/store/rows.ts";
import { messageTable } from "../../core/store/tables/conversation-table.ts";

/** The message as it is now, or undefined when it is gone. Says nothing about who may see it. */
export async function findMessage(reader: Reader, id: string): Promise<ConversationMessage | undefined> {
  const [row] = await reader.select(messageTable, { where: { id }, limit: 1 });
  if (!row) return undefined;
  return {
    id: row.id as MessageId,
    conversationId: row.conversation_id as ConversationId,
    seq: row.seq,
    direction: row.direction === "in" ? "in" : "out",
    userId: (row.user_id ?? undefined) as UserId | undefined,
    text: row.text,
    card: row.card ?? undefined,
    revision: row.revision,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
