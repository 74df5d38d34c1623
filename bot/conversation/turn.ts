import type { Card } from "../../core/model/card.ts";
import type { Frame } from "../../core/model/frame.ts";
import type { Access } from "../../core/model/permission.ts";
import type { Writer } from "../../core/store/rows.ts";
import type { PendingRow } from "../../core/store/tables/conversation-table.ts";
import type { ConversationContext } from "./conversation-context.ts";
import type { Incoming } from "./incoming.ts";

/** One message on its way to an answer. */
export interface Turn {
  readonly incoming: Incoming;
  readonly conversationId: string;
  readonly frame: Frame;
  readonly context: ConversationContext;
  /** Questions of this conversation that can still be answered, oldest first. */
  readonly open: readonly PendingRow[];
  readonly timeZone: string;
  readonly now: number;
}

/** One message out. With a topic the notifier keeps the card up to date. */
export interface Reply {
  readonly card: Card;
  readonly topic?: string;
}

/** Changes of the context: a field that is absent stays, one that is undefined is forgotten. */
export type ContextChange = { readonly [Name in keyof ConversationContext]?: ConversationContext[Name] | undefined };

export interface Answer {
  readonly replies: readonly Reply[];
  readonly context?: ContextChange;
}

/** What is about to happen, resolved against the world as it is now. */
export interface Plan {
  /** Same hash, same effect: a confirmation counts for this hash only. */
  readonly hash: string;
  /** Why a person must confirm it first; empty when nobody needs to. */
  readonly reasons: readonly string[];
  /** Read-back with the buttons, for the question with this id. */
  readonly readBack: (question: { readonly id: string; readonly expiresAt: number; readonly note?: string }) => Card;
  /** Does it, in the unit of the message. Throws rather than do something else than what was read back. */
  readonly act: (writer: Writer) => Promise<Answer>;
}

/** What a message comes to, before it is decided whether it may go ahead. */
export type Resolution =
  | { readonly kind: "answer"; readonly answer: Answer }
  | { readonly kind: "refuse"; readonly card: Card; readonly access?: Access }
  | { readonly kind: "ask"; readonly frame: Frame; readonly slot: string; readonly card: Card }
  | { readonly kind: "plan"; readonly plan: Plan };

export const answerWith = (card: Card, context?: ContextChange): Resolution => ({
  kind: "answer",
  answer: { replies: [{ card }], ...(context && { context }) },
});
