import type { Route } from "../route.ts";

/** Saying something and reading the thread. */
export const CONVERSATION_ROUTES = {
  "conversation.list": {
    method: "GET",
    path: "/conversations",
    summary: "List one's own conversations, the latest first.",
    access: "person",
    capability: "see",
    query: "PageQuery",
    response: "ConversationPage",
  },
  "conversation.create": {
    method: "POST",
    path: "/conversations",
    summary: "Begin a conversation.",
    access: "person",
    capability: "see",
    body: "CreateConversation",
    response: "Conversation",
    status: 201,
  },
  "conversation.show": {
    method: "GET",
    path: "/conversations/{id}",
    summary: "Show one of one's own conversations.",
    access: "person",
    capability: "see",
    params: "IdParams",
    response: "Conversation",
  },
  "conversation.messages": {
    method: "GET",
    path: "/conversations/{id}/messages",
    summary: "The latest messages of a conversation, or those before one of them, oldest first.",
    access: "person",
    capability: "see",
    params: "IdParams",
    query: "MessageQuery",
    response: "MessageList",
  },
  "conversation.say": {
    method: "POST",
    path: "/conversations/{id}/messages",
    summary: "Say something. Sending the same clientMessageId again changes nothing and answers the same.",
    access: "person",
    capability: "see",
    params: "IdParams",
    body: "SayRequest",
    response: "SayReply",
    status: 201,
  },
} as const satisfies Record<string, Route>;
