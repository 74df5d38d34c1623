import type { ConversationMessage } from "../../core/model/conversation.ts";
import type { Actor } from "../../core/model/user.ts";

/** One message as a channel delivered it. Adapters make it; nothing behind this point knows the channel's own format. */
export interface Incoming {
  /** "web", "rest", "console", "slack": with `address` it names the conversation. */
  readonly channel: string;
  readonly address: string;
  /** Set where the conversation exists already under this id. */
  readonly conversationId?: string;
  /** The sender's own name for this message; a second delivery carries the same one. Unique within the channel. */
  readonly dedupeKey: string;
  readonly actor: Actor;
  /** The room that several conversations are held in; absent: this conversation is one of its own. */
  readonly room?: {
    readonly id: string;
    /** Others read and write there too. */
    readonly shared: boolean;
    readonly name: string;
  };
  /** IANA zone of the person: what "at nine" means. */
  readonly timeZone: string;
  readonly text: string;
  /** When it was said, epoch ms, where the channel knows: what arrives long after is asked about before it is done. */
  readonly saidAt?: number;
  /** A form in which the plan of a question was changed; `text` says the same for people. */
  readonly form?: { readonly questionId: string; readonly values: Readonly<Record<string, string>> };
  /** Meant for the bot: a direct message, a mention. Otherwise what is not understood is left alone. */
  readonly addressed: boolean;
}

/** What became of a message. A duplicate carries the first answer again. */
export interface Handled {
  readonly conversationId: string;
  readonly inMessage: ConversationMessage;
  readonly replies: readonly ConversationMessage[];
  readonly duplicate: boolean;
}
