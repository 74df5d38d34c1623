import { cardSchema } from "./card.ts";
import { count, type Dto, filledText, flag, id, instant, limit, list, object, oneOf, page, text } from "./schema.ts";

export const conversationSchema = object({
  id,
  channel: text(20),
  title: text(200),
  createdAt: instant,
  updatedAt: instant,
});
export type ConversationDto = Dto<typeof conversationSchema>;

export const conversationPageSchema = page(conversationSchema);
export type ConversationPageDto = Dto<typeof conversationPageSchema>;

export const createConversationSchema = object({ title: filledText(200) }, ["title"]);

/** `revision` grows with every edit in place; a client keeps the highest it has seen of an id. */
export const messageSchema = object(
  {
    id,
    conversationId: id,
    seq: count,
    direction: oneOf(["in", "out"]),
    userId: id,
    text: text(20_000),
    card: cardSchema,
    revision: count,
    createdAt: instant,
    updatedAt: instant,
  },
  ["userId", "card"],
);
export type MessageDto = Dto<typeof messageSchema>;

/** Oldest first. `before` is the `seq` to ask for what came earlier, and absent at the beginning of the thread. */
export const messageListSchema = object({ items: list(messageSchema), before: count }, ["before"]);
export type MessageListDto = Dto<typeof messageListSchema>;

export const messageQuerySchema = object({ before: count, limit }, ["before", "limit"]);

/**
 * `clientMessageId` is made by the sender; a second delivery of the same one finds the first. The bound on `text` is
 * far above what a sentence may have (2,000), so that the answer to a long one is a friendly card and not an error.
 */
export const sayRequestSchema = object({ text: filledText(20_000), clientMessageId: { ...filledText(100) } });

export const sayReplySchema = object({ message: messageSchema, replies: list(messageSchema), duplicate: flag });
export type SayReplyDto = Dto<typeof sayReplySchema>;
