import type { Conversation, ConversationMessage } from "../../core/model/conversation.ts";
import type { ConversationDto, MessageDto } from "../contract/conversation.ts";
import type { CONVERSATION_ROUTES } from "../contract/routes/conversation-routes.ts";
import type { ChatPort } from "./chat-port.ts";
import { pageRequest } from "./page-request.ts";
import type { Handlers } from "./route-handler.ts";
import { withoutUndefined } from "./without-undefined.ts";

const LATEST_MESSAGES = 50;

export function conversationHandlers(deps: { readonly chat: ChatPort }): Handlers<keyof typeof CONVERSATION_ROUTES> {
  const { chat } = deps;
  return {
    "conversation.list": async ({ actor, query }) => {
      const page = await chat.list(actor, pageRequest(query));
      return withoutUndefined({ items: page.items.map(conversationDto), next: page.next });
    },
    "conversation.create": async ({ actor, body }) => conversationDto(await chat.create(actor, body.title)),
    "conversation.show": async ({ actor, params }) => conversationDto(await chat.get(actor, params.id)),

    "conversation.messages": async ({ actor, params, query }) => {
      const limit = query.limit ?? LATEST_MESSAGES;
      const slice = query.before === undefined ? { limit } : { limit, before: query.before };
      const items = (await chat.messages(actor, params.id, slice)).map(messageDto);
      const oldest = items[0]?.seq;
      return withoutUndefined({ items, before: items.length < limit ? undefined : oldest });
    },

    "conversation.say": async ({ actor, params, body }) => {
      const submitted = await chat.submit({ actor, conversationId: params.id, ...body });
      return {
        message: messageDto(submitted.message),
        replies: submitted.replies.map(messageDto),
        duplicate: submitted.duplicate,
      };
    },
  };
}

export function conversationDto({ id, channel, title, createdAt, updatedAt }: Conversation): ConversationDto {
  return { id, channel, title, createdAt, updatedAt };
}

export function messageDto(message: ConversationMessage): MessageDto {
  const { id, conversationId, seq, direction, userId, text, card, revision, createdAt, updatedAt } = message;
  return withoutUndefined({ id, conversationId, seq, direction, userId, text, card, revision, createdAt, updatedAt });
}
