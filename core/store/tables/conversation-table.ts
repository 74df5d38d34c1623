import type { JsonObject } from "../../kernel/json.ts";
import type { Card } from "../../model/card.ts";
import { defineTable, integer, json, nullable, text } from "../define-table.ts";

export interface ConversationRow {
  readonly id: string;
  readonly channel: string;
  readonly address: string;
  readonly user_id: string;
  readonly title: string;
  /** What the conversation talks about; shape owned and checked by bot/conversation. */
  readonly context: JsonObject;
  readonly created_at: number;
  readonly updated_at: number;
}
export const conversationTable = defineTable<ConversationRow>("conversation", {
  columns: {
    id: text,
    channel: text,
    address: text,
    user_id: text,
    title: text,
    context: json,
    created_at: integer,
    updated_at: integer,
  },
  key: ["id"],
  unique: [["channel", "address"]],
  indexes: [{ name: "conversation_user", columns: ["user_id", "updated_at"] }],
});

export interface MessageRow {
  readonly id: string;
  readonly conversation_id: string;
  readonly seq: number;
  readonly direction: string;
  readonly user_id: string | null;
  readonly text: string;
  readonly card: Card | null;
  /** "run:R-92" when the card follows a run; null for a message that never changes. */
  readonly topic: string | null;
  readonly revision: number;
  readonly created_at: number;
  readonly updated_at: number;
}
export const messageTable = defineTable<MessageRow>("message", {
  columns: {
    id: text,
    conversation_id: text,
    seq: integer,
    direction: text,
    user_id: nullable(text),
    text,
    card: nullable(json),
    topic: nullable(text),
    revision: integer,
    created_at: integer,
    updated_at: integer,
  },
  key: ["id"],
  unique: [["conversation_id", "seq"]],
  indexes: [{ name: "message_topic", columns: ["topic"] }],
});

/** An open question: bound to a plan's hash and to a person. */
export interface PendingRow {
  readonly id: string;
  readonly seq: number;
  readonly conversation_id: string;
  readonly user_id: string;
  readonly message_id: string;
  /** "confirm", "clarify" */
  readonly kind: string;
  readonly state: string;
  readonly plan: JsonObject;
  readonly plan_hash: string;
  readonly created_at: number;
  readonly expires_at: number;
  readonly answered_at: number | null;
}
export const pendingTable = defineTable<PendingRow>("pending", {
  columns: {
    id: text,
    seq: integer,
    conversation_id: text,
    user_id: text,
    message_id: text,
    kind: text,
    state: text,
    plan: json,
    plan_hash: text,
    created_at: integer,
    expires_at: integer,
    answered_at: nullable(integer),
  },
  key: ["id"],
  indexes: [
    { name: "pending_open", columns: ["conversation_id", "state"], where: { column: "state", in: ["open"] } },
    { name: "pending_expiry", columns: ["expires_at"], where: { column: "state", in: ["open"] } },
  ],
});

/**
 * What came in, by the sender's own key: a second delivery finds the first. Requests with an Idempotency-Key are kept
 * here too; see core/tasks/request-key.ts.
 */
export interface InboxRow {
  readonly source: string;
  readonly dedupe_key: string;
  readonly conversation_id: string;
  readonly message_id: string;
  readonly received_at: number;
}
export const inboxTable = defineTable<InboxRow>("inbox", {
  columns: { source: text, dedupe_key: text, conversation_id: text, message_id: text, received_at: integer },
  key: ["source", "dedupe_key"],
  indexes: [{ name: "inbox_age", columns: ["received_at"] }],
});

/**
 * What somebody must be shown, one row per topic ("run:R-92"). A change raises `revision` in its own transaction; the
 * notifier renders the present state and raises `delivered`. So edits coalesce and the last state always goes out.
 */
export interface OutboxRow {
  readonly topic: string;
  readonly conversation_id: string;
  readonly revision: number;
  readonly delivered: number;
  /** "due" while revision > delivered, else "done". */
  readonly state: string;
  readonly tries: number;
  readonly next_at: number;
}
export const outboxTable = defineTable<OutboxRow>("outbox", {
  columns: {
    topic: text,
    conversation_id: text,
    revision: integer,
    delivered: integer,
    state: text,
    tries: integer,
    next_at: integer,
  },
  key: ["topic"],
  indexes: [{ name: "outbox_due", columns: ["next_at"], where: { column: "state", in: ["due"] } }],
});
