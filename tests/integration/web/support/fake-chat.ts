import { OctopusError } from "../../../../core/kernel/errors.ts";
import type { Conversation, ConversationMessage } from "../../../../core/model/conversation.ts";
import type { ConversationId, MessageId, UserId } from "../../../../core/model/ids.ts";
import type { Page } from "../../../../core/model/page.ts";
import type { Actor } from "../../../../core/model/user.ts";
import type { ChatPort, Submitted } from "../../../../web/api/chat-port.ts";
import { NINE } from "./people.ts";

/** Conversations in memory that answer every sentence with a card. Everybody owns one: cnv_<role>. */
export class FakeChat implements ChatPort {
  readonly #messages: ConversationMessage[] = [];
  readonly #answers = new Map<string, Submitted>();

  async submit(input: Parameters<ChatPort["submit"]>[0]): Promise<Submitted> {
    const { actor, conversationId, text, clientMessageId } = input;
    await this.get(actor, conversationId);
    const before = this.#answers.get(clientMessageId);
    if (before) return { ...before, duplicate: true };
    const message = this.#add(conversationId, { direction: "in", text, userId: actor.userId });
    const card = { tone: "info", headline: `You said: ${text}`, lines: [] } as const;
    const reply = this.#add(conversationId, { direction: "out", text: card.headline, card });
    const submitted = { message, replies: [reply], duplicate: false };
    this.#answers.set(clientMessageId, submitted);
    return submitted;
  }

  async create(actor: Actor, title = ""): Promise<Conversation> {
    return aConversation(actor, title);
  }

  async list(actor: Actor): Promise<Page<Conversation>> {
    return { items: [aConversation(actor, "")] };
  }

  async get(actor: Actor, id: string): Promise<Conversation> {
    if (id === aConversation(actor, "").id) return aConversation(actor, "");
    throw new OctopusError("conversation.not-found", `There is no conversation ${id}.`);
  }

  async messages(
    actor: Actor,
    id: string,
    { before = Number.POSITIVE_INFINITY, limit }: { readonly before?: number; readonly limit: number },
  ): Promise<readonly ConversationMessage[]> {
    await this.get(actor, id);
    return this.#messages.filter((one) => one.conversationId === id && one.seq < before).slice(-limit);
  }

  #add(conversationId: string, fields: Partial<ConversationMessage>): ConversationMessage {
    const seq = this.#messages.length + 1;
    const message: ConversationMessage = {
      id: `msg_${seq}` as MessageId,
      conversationId: conversationId as ConversationId,
      seq,
      direction: "in",
      userId: undefined,
      text: "",
      card: undefined,
      revision: 1,
      createdAt: NINE,
      updatedAt: NINE,
      ...fields,
    };
    this.#messages.push(message);
    return message;
  }
}

function aConversation(actor: Actor, title: string): Conversation {
  return {
    id: `cnv_${actor.role}` as ConversationId,
    channel: "web",
    address: `cnv_${actor.role}`,
    userId: (actor.userId ?? "") as UserId,
    title,
    createdAt: NINE,
    updatedAt: NINE,
  };
}
