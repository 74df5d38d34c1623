import type { CoreEvents } from "../../core/events/core-events.ts";
import type { EventBus } from "../../core/kernel/event-bus.ts";
import { type Randomness, randomId } from "../../core/kernel/randomness.ts";
import type { Card } from "../../core/model/card.ts";
import type { ConversationMessage } from "../../core/model/conversation.ts";
import type { Reader, Writer } from "../../core/store/rows.ts";
import {
  type ConversationRow,
  conversationTable,
  inboxTable,
  type MessageRow,
  messageTable,
} from "../../core/store/tables/conversation-table.ts";
import type { Handled, Incoming } from "./incoming.ts";
import { messageOf } from "./message-row.ts";
import { clipText, plainCard } from "./plain-text.ts";

const KEPT_TEXT = { maxChars: 2_000, maxLines: 200 };
const TITLE = { maxChars: 80, maxLines: 1 };

export interface Thread {
  readonly row: ConversationRow;
  readonly isNew: boolean;
  /** The message that stands last, if it is one of ours: only that one may be replaced by an answer. */
  readonly lastOutId: string | undefined;
}

export interface OutgoingMessage {
  readonly id?: string;
  readonly card: Card;
  readonly topic?: string;
}

/** Notes, in the unit that writes it, that a message must be sent to where its conversation is held. */
export type CarryMessage = (
  writer: Writer,
  message: { readonly id: string; readonly conversationId: string; readonly revision: number },
) => Promise<void>;

interface Deps {
  readonly reader: Reader;
  readonly randomness: Randomness;
  readonly events: EventBus<CoreEvents>;
  readonly carry?: CarryMessage;
}

/** The rows of conversations: who said what, in order, and what was delivered already. */
export class MessageLog {
  readonly #deps: Deps;
  /** The place in its conversation that a unit has filled last: what comes next in the unit stands behind it. */
  readonly #filled = new WeakMap<Writer, { readonly conversationId: string; readonly seq: number }>();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  newMessageId(): string {
    return randomId("msg", this.#deps.randomness);
  }

  /** The conversation of a message, or a fresh one that is written with the first message. */
  async thread(incoming: Incoming, now: number): Promise<Thread> {
    const { reader, randomness } = this.#deps;
    const { channel, address, conversationId } = incoming;
    const where = conversationId === undefined ? { channel, address } : { id: conversationId };
    const [row] = await reader.select(conversationTable, { where });
    if (row) return { row, isNew: false, lastOutId: await this.#lastOut(row.id) };
    const fresh: ConversationRow = {
      id: conversationId ?? randomId("cnv", randomness),
      channel,
      address,
      user_id: incoming.actor.userId ?? "",
      title: titleOf(incoming.text),
      context: {},
      created_at: now,
      updated_at: now,
    };
    return { row: fresh, isNew: true, lastOutId: undefined };
  }

  /** What was answered when this message came the first time; undefined when it has not. */
  async delivered(incoming: Incoming): Promise<Handled | undefined> {
    const { reader } = this.#deps;
    const where = { source: incoming.channel, dedupe_key: incoming.dedupeKey };
    const [seen] = await reader.select(inboxTable, { where });
    if (!seen) return undefined;
    const [inRow] = await reader.select(messageTable, { where: { id: seen.message_id } });
    if (!inRow) return undefined;
    const following = await reader.select(messageTable, {
      where: { conversation_id: seen.conversation_id, seq: { gt: inRow.seq } },
      orderBy: [{ column: "seq" }],
      limit: 20,
    });
    const end = following.findIndex((row) => row.direction === "in");
    const answers = end < 0 ? following : following.slice(0, end);
    const replies = answers.length > 0 ? answers : await this.#editedBefore(inRow);
    return {
      conversationId: seen.conversation_id,
      inMessage: messageOf(inRow),
      replies: replies.map(messageOf),
      duplicate: true,
    };
  }

  /** Notes the message in the unit. False when another delivery of it came first. */
  async receive(
    writer: Writer,
    thread: Thread,
    incoming: Incoming,
    now: number,
  ): Promise<ConversationMessage | undefined> {
    const id = this.newMessageId();
    const conversationId = thread.row.id;
    const first = await writer.insertNew(inboxTable, {
      source: incoming.channel,
      dedupe_key: incoming.dedupeKey,
      conversation_id: conversationId,
      message_id: id,
      received_at: now,
    });
    if (!first) return undefined;
    if (thread.isNew) await writer.insertNew(conversationTable, thread.row);
    const userId = incoming.actor.userId ?? null;
    const row = {
      id,
      direction: "in",
      user_id: userId,
      text: clipText(incoming.text, KEPT_TEXT),
      card: null,
      topic: null,
    };
    return await this.#append(writer, conversationId, row, now);
  }

  /** Posts a card, in the unit; every text of it becomes plain here. */
  async post(
    writer: Writer,
    conversationId: string,
    message: OutgoingMessage,
    now: number,
  ): Promise<ConversationMessage> {
    const row = {
      id: message.id ?? this.newMessageId(),
      direction: "out",
      user_id: null,
      text: message.card.headline,
      card: plainCard(message.card),
      topic: message.topic ?? null,
    };
    return await this.#append(writer, conversationId, { ...row, text: row.card.headline }, now);
  }

  /** Shows another card in the place of a message. Undefined when there is no such message. */
  async edit(
    writer: Writer,
    messageId: string,
    message: OutgoingMessage,
    now: number,
  ): Promise<ConversationMessage | undefined> {
    const [row] = await writer.select(messageTable, { where: { id: messageId } });
    if (!row) return undefined;
    const card = plainCard(message.card);
    const topic = message.topic ?? row.topic;
    const change = { card, text: card.headline, topic, revision: row.revision + 1, updated_at: now };
    await writer.update(messageTable, { id: messageId, revision: row.revision }, change);
    const carried = { id: messageId, conversationId: row.conversation_id, revision: change.revision };
    await this.#deps.carry?.(writer, carried);
    return this.#announced(writer, messageOf({ ...row, ...change }));
  }

  async #append(
    writer: Writer,
    conversationId: string,
    message: Pick<MessageRow, "id" | "direction" | "user_id" | "text" | "card" | "topic">,
    now: number,
  ): Promise<ConversationMessage> {
    const seq = (await this.#lastSeq(writer, conversationId)) + 1;
    const times = { revision: 1, created_at: now, updated_at: now };
    const row: MessageRow = { ...message, conversation_id: conversationId, seq, ...times };
    await writer.insert(messageTable, [row]);
    this.#filled.set(writer, { conversationId, seq });
    if (row.direction === "out")
      await this.#deps.carry?.(writer, { id: row.id, conversationId, revision: row.revision });
    return this.#announced(writer, messageOf(row));
  }

  async #lastSeq(writer: Writer, conversationId: string): Promise<number> {
    const filled = this.#filled.get(writer);
    if (filled?.conversationId === conversationId) return filled.seq;
    const [last] = await writer.select(messageTable, {
      where: { conversation_id: conversationId },
      orderBy: [{ column: "seq", descending: true }],
      limit: 1,
    });
    return last?.seq ?? 0;
  }

  #announced(writer: Writer, message: ConversationMessage): ConversationMessage {
    const { conversationId, id: messageId } = message;
    const event = { conversationId, messageId, message };
    writer.afterCommit(() => this.#deps.events.emit("message.changed", event));
    return message;
  }

  async #lastOut(conversationId: string): Promise<string | undefined> {
    const where = { conversation_id: conversationId };
    const newestFirst = [{ column: "seq", descending: true }] as const;
    const [last] = await this.#deps.reader.select(messageTable, { where, orderBy: newestFirst, limit: 1 });
    return last?.direction === "out" ? last.id : undefined;
  }

  /** An answer can be an edit of the card above: then that card is what was answered. */
  async #editedBefore(inRow: MessageRow): Promise<readonly MessageRow[]> {
    return await this.#deps.reader.select(messageTable, {
      where: { conversation_id: inRow.conversation_id, direction: "out", seq: { lt: inRow.seq } },
      orderBy: [{ column: "seq", descending: true }],
      limit: 1,
    });
  }
}

/** A conversation that nobody named goes by its first message. */
export function titleOf(text: string): string {
  return clipText(text, TITLE);
}
