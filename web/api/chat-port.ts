import type { Conversation, ConversationMessage } from "../../core/model/conversation.ts";
import type { Page, PageRequest } from "../../core/model/page.ts";
import type { Actor } from "../../core/model/user.ts";

export interface Submitted {
  readonly message: ConversationMessage;
  readonly replies: readonly ConversationMessage[];
  /** This clientMessageId came before; these are the messages of that time as they are now. */
  readonly duplicate: boolean;
}

/**
 * The chat behind the REST interface and the console. Each call throws `conversation.not-found` for a conversation that
 * does not exist or is somebody else's: the two must look the same.
 */
export interface ChatPort {
  submit(input: {
    readonly actor: Actor;
    readonly conversationId: string;
    readonly text: string;
    readonly clientMessageId: string;
  }): Promise<Submitted>;
  create(actor: Actor, title?: string): Promise<Conversation>;
  list(actor: Actor, page: PageRequest): Promise<Page<Conversation>>;
  get(actor: Actor, id: string): Promise<Conversation>;
  /** Oldest first; without `before` the latest. */
  messages(
    actor: Actor,
    id: string,
    slice: { readonly before?: number; readonly limit: number },
  ): Promise<readonly ConversationMessage[]>;
}
