import type { Card } from "./card.ts";
import type { ConversationId, MessageId, UserId } from "./ids.ts";

/** A thread in a channel. `address` is the channel's own name for it and opaque to everybody else. */
export interface Conversation {
  readonly id: ConversationId;
  /** "web", "rest", "console" */
  readonly channel: string;
  readonly address: string;
  readonly userId: UserId;
  readonly title: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** One message of a thread. Outgoing ones are cards, and change in place: `revision` counts the changes. */
export interface ConversationMessage {
  readonly id: MessageId;
  readonly conversationId: ConversationId;
  readonly seq: number;
  readonly direction: "in" | "out";
  readonly userId: UserId | undefined;
  readonly text: string;
  readonly card: Card | undefined;
  readonly revision: number;
  readonly createdAt: number;
  readonly updatedAt: number;
}
