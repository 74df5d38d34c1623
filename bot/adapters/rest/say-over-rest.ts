import type { Card } from "../../../core/model/card.ts";
import type { ConversationMessage } from "../../../core/model/conversation.ts";
import type { Actor } from "../../../core/model/user.ts";
import type { ConversationEngine } from "../../conversation/conversation-engine.ts";

interface Sentence {
  readonly actor: Actor;
  readonly text: string;
  /** The caller's key for this request (Idempotency-Key): the same one again gets the same answer. */
  readonly key: string;
  /** IANA zone of the caller. */
  readonly timeZone: string;
}

/** The answer to a sentence for programs: the conversation to go on in, and the cards as data. */
export interface RestAnswer {
  readonly conversationId: string;
  readonly duplicate: boolean;
  readonly replies: readonly RestReply[];
}

export interface RestReply {
  readonly id: string;
  readonly revision: number;
  readonly card: Card | null;
}

/** One sentence from a program, in the one conversation that each person has over REST; no thread is opened first. */
export async function sayOverRest(engine: Pick<ConversationEngine, "handle">, sentence: Sentence): Promise<RestAnswer> {
  const { actor, text, key, timeZone } = sentence;
  const { conversationId, duplicate, replies } = await engine.handle({
    channel: "rest",
    address: `user ${actor.userId}`,
    dedupeKey: `${actor.userId} ${key}`,
    actor,
    timeZone,
    text,
    addressed: true,
  });
  return { conversationId, duplicate, replies: replies.map(renderRest) };
}

/** A message as a program gets it. */
export function renderRest({ id, revision, card }: Pick<ConversationMessage, "id" | "revision" | "card">): RestReply {
  return { id, revision, card: card ?? null };
}
