import type { Clock } from "../../core/kernel/clock.ts";
import { OctopusError } from "../../core/kernel/errors.ts";
import { type Randomness, randomId } from "../../core/kernel/randomness.ts";
import type { Conversation, ConversationMessage } from "../../core/model/conversation.ts";
import type { ConversationId, UserId } from "../../core/model/ids.ts";
import { LARGEST_PAGE_SIZE, type Page, type PageRequest } from "../../core/model/page.ts";
import type { Actor } from "../../core/model/user.ts";
import type { Store } from "../../core/store/rows.ts";
import { approvalTable } from "../../core/store/tables/approval-table.ts";
import {
  type ConversationRow,
  conversationTable,
  messageTable,
  pendingTable,
} from "../../core/store/tables/conversation-table.ts";
import { approvalCommand } from "./approval-command.ts";
import { messageOf } from "./message-row.ts";
import { clipText } from "./plain-text.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
  readonly randomness: Randomness;
}

const TITLE = { maxChars: 80, maxLines: 1 };

/**
 * The conversations of a person, and what was said in them. Throws `conversation.not-found` for one that does not exist
 * and for one that is somebody else's: the two look the same.
 */
export class ConversationDirectory {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Without a title it takes the first message as its name. */
  async create(actor: Actor, channel: string, title = ""): Promise<Conversation> {
    const { store, clock, randomness } = this.#deps;
    const id = randomId("cnv", randomness);
    const now = clock.now();
    const row: ConversationRow = {
      id,
      channel,
      address: id,
      user_id: actor.userId ?? "",
      title: clipText(title, TITLE),
      context: {},
      created_at: now,
      updated_at: now,
    };
    await store.write((writer) => writer.insert(conversationTable, [row]));
    return conversationOf(row);
  }

  /** Last used first. */
  async list(actor: Actor, page: PageRequest): Promise<Page<Conversation>> {
    const offset = offsetOf(page.cursor);
    const limit = Math.min(page.limit, LARGEST_PAGE_SIZE);
    const rows = await this.#deps.store.select(conversationTable, {
      where: { user_id: actor.userId ?? "" },
      orderBy: [{ column: "updated_at", descending: true }],
      limit: limit + 1,
      offset,
    });
    const items = rows.slice(0, limit).map(conversationOf);
    return rows.length > limit ? { items, next: String(offset + limit) } : { items };
  }

  async get(actor: Actor, id: string): Promise<Conversation> {
    const [row] = await this.#deps.store.select(conversationTable, { where: { id } });
    if (row && actor.userId !== undefined && row.user_id === actor.userId) return conversationOf(row);
    throw new OctopusError("conversation.not-found", `There is no conversation ${clipText(id, TITLE)}.`);
  }

  /** Whether somebody has begun a conversation there. */
  async isBegun(channel: string, address: string): Promise<boolean> {
    return (await this.#deps.store.count(conversationTable, { channel, address })) > 0;
  }

  /**
   * Why this person's answer to a question or a request cannot count, for their eyes only: it waits for somebody else, or
   * they asked for it themselves. Undefined: it may count, or is no such answer.
   */
  async notTheirs(actor: Actor, text: string): Promise<string | undefined> {
    const { store } = this.#deps;
    const question = /^(?:confirm|cancel|deny|change) (P-\d{1,15})$/i.exec(text)?.[1];
    if (question !== undefined) {
      const [row] = await store.select(pendingTable, { where: { id: question.toUpperCase() } });
      const isOthers = row !== undefined && row.user_id !== "" && row.user_id !== actor.userId;
      return isOthers ? "Only the person who asked for it can answer this." : undefined;
    }
    const answer = approvalCommand(text);
    if (answer?.id === undefined || (answer.verb !== "approve" && answer.verb !== "refuse")) return undefined;
    const [row] = await store.select(approvalTable, { where: { id: answer.id } });
    const isOwn = row?.state === "pending" && row.asker_id === actor.userId;
    return isOwn ? `You asked for ${answer.id}; somebody else must say yes.` : undefined;
  }

  /** One message as it is now, for pushing it to those who may see its conversation; undefined when it is gone. */
  async findMessage(id: string): Promise<ConversationMessage | undefined> {
    const [row] = await this.#deps.store.select(messageTable, { where: { id } });
    return row && messageOf(row);
  }

  /** Oldest first; the latest ones, or those before the message numbered `before`. */
  async messages(
    actor: Actor,
    id: string,
    slice: { readonly before?: number; readonly limit: number },
  ): Promise<readonly ConversationMessage[]> {
    await this.get(actor, id);
    const rows = await this.#deps.store.select(messageTable, {
      where: { conversation_id: id, ...(slice.before !== undefined && { seq: { lt: slice.before } }) },
      orderBy: [{ column: "seq", descending: true }],
      limit: Math.min(slice.limit, LARGEST_PAGE_SIZE),
    });
    return rows.reverse().map(messageOf);
  }
}

function conversationOf(row: ConversationRow): Conversation {
  return {
    id: row.id as ConversationId,
    channel: row.channel,
    address: row.address,
    userId: row.user_id as UserId,
    title: row.title,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

function offsetOf(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  if (/^\d{1,9}$/.test(cursor)) return Number(cursor);
  throw new OctopusError("request.invalid", `cursor must come from an earlier page (got "${cursor.slice(0, 40)}").`);
}
