import type { Conversation, ConversationMessage } from "../../../core/model/conversation.ts";
import type { Page, PageRequest } from "../../../core/model/page.ts";
import type { Actor } from "../../../core/model/user.ts";
import type { ConversationDirectory } from "../../conversation/conversation-directory.ts";
import type { ConversationEngine } from "../../conversation/conversation-engine.ts";

interface Deps {
  readonly engine: Pick<ConversationEngine, "handle">;
  readonly directory: ConversationDirectory;
  /** The person's zone, or the server's while it is not known. */
  readonly timeZoneOf: (actor: Actor) => Promise<string>;
}

/** The chat of the browser console and of the REST interface: conversations are opened first, and owned by a person. */
export class WebChat {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Throws `conversation.not-found` before anything is written. */
  async submit(input: {
    readonly actor: Actor;
    readonly conversationId: string;
    readonly text: string;
    readonly clientMessageId: string;
  }): Promise<{
    readonly message: ConversationMessage;
    readonly replies: readonly ConversationMessage[];
    readonly duplicate: boolean;
  }> {
    const { engine, directory, timeZoneOf } = this.#deps;
    const { actor, conversationId, text, clientMessageId } = input;
    const { channel, address } = await directory.get(actor, conversationId);
    const { inMessage, replies, duplicate } = await engine.handle({
      channel,
      address,
      conversationId,
      dedupeKey: `${actor.userId} ${conversationId} ${clientMessageId}`,
      actor,
      timeZone: await timeZoneOf(actor),
      text,
      addressed: true,
    });
    return { message: inMessage, replies, duplicate };
  }

  async create(actor: Actor, title?: string): Promise<Conversation> {
    return await this.#deps.directory.create(actor, actor.via === "web" ? "web" : "rest", title);
  }

  async list(actor: Actor, page: PageRequest): Promise<Page<Conversation>> {
    return await this.#deps.directory.list(actor, page);
  }

  async get(actor: Actor, id: string): Promise<Conversation> {
    return await this.#deps.directory.get(actor, id);
  }

  async messages(
    actor: Actor,
    id: string,
    slice: { readonly before?: number; readonly limit: number },
  ): Promise<readonly ConversationMessage[]> {
    return await this.#deps.directory.messages(actor, id, slice);
  }
}
