import type { CoreEvents } from "../events/core-events.ts";
import type { EventBus } from "../kernel/event-bus.ts";
import type { Writer } from "../store/rows.ts";
import { outboxTable } from "../store/tables/conversation-table.ts";

interface Topic {
  readonly topic: string;
  readonly conversationId: string | null;
  readonly now: number;
  /** More will follow, perhaps within milliseconds: whoever shows it may wait a moment for that. */
  readonly passing?: boolean;
  /** What it is about is made in this unit, so that hardly anything can have touched it before. */
  readonly isNew?: boolean;
}

/**
 * Notes, in the unit that changes something, that whoever follows the topic must be shown its new state. Revisions come
 * from one counter, so that two servers never give the same topic the same revision. Without a conversation it does nothing.
 */
export async function touchTopic(writer: Writer, events: EventBus<CoreEvents>, topic: Topic): Promise<void> {
  const { conversationId, now, passing = false, isNew = false } = topic;
  if (conversationId === null) return;
  const revision = await writer.next("outbox");
  const change = { revision, state: "due", tries: 0, next_at: now };
  const row = { topic: topic.topic, conversation_id: conversationId, delivered: 0, ...change };
  const isMade = isNew && (await writer.insertNew(outboxTable, row));
  if (!isMade && (await writer.update(outboxTable, { topic: topic.topic }, change)) === 0) {
    await writer.insertNew(outboxTable, row);
  }
  writer.afterCommit(() => events.emit("outbox.due", { topic: topic.topic, passing }));
}
