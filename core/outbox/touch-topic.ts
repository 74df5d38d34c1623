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
}

/**
 * Notes, in the unit that changes something, that whoever follows the topic must be shown its new state. Revisions come
 * from one counter, so that two servers never give the same topic the same revision. Without a conversation it does nothing.
 */
export async function touchTopic(writer: Writer, events: EventBus<CoreEvents>, topic: Topic): Promise<void> {
  const { conversationId, now, passing = false } = topic;
  if (conversationId === null) return;
  const revision = await writer.next("outbox");
  const changed = await writer.update(
    outboxTable,
    { topic: topic.topic },
    { revision, state: "due", tries: 0, next_at: now },
  );
  if (changed === 0) {
    await writer.insertNew(outboxTable, {
      topic: topic.topic,
      conversation_id: conversationId,
      revision,
      delivered: 0,
      state: "due",
      tries: 0,
      next_at: now,
    });
  }
  writer.afterCommit(() => events.emit("outbox.due", { topic: topic.topic, passing }));
}
