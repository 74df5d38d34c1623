import { messageSchema } from "./conversation.ts";
import { logChunkSchema } from "./execution.ts";
import { type Dto, flag, id, list, object, text } from "./schema.ts";

/** Browser: `watch` and `unwatch`, acknowledged with a WatchReply. Exactly one of the three. */
export const watchSchema = {
  type: "object",
  oneOf: [object({ conversationId: id }), object({ runId: id }), object({ agents: { const: true } })],
} as const;
export type WatchDto = Dto<typeof watchSchema>;

export const watchReplySchema = object({ ok: flag, code: text(60), detail: text(500) }, ["code", "detail"]);
export type WatchReplyDto = Dto<typeof watchReplySchema>;

/** `message`: a message of a watched conversation is new or has a higher revision. */
export const liveMessageSchema = object({ conversationId: id, message: messageSchema });
export type LiveMessageDto = Dto<typeof liveMessageSchema>;

/** `card`: a message of a watched conversation as it looks at this moment, of the revision it has; not stored. */
export type LiveCardDto = LiveMessageDto;

/** `run`: something about the watched run changed; fetch it again. */
export const liveRunSchema = object({ runId: id });
export type LiveRunDto = Dto<typeof liveRunSchema>;

/** `log`: new output of the watched run, in order; a hole in `seq` is filled over REST. */
export const liveLogSchema = object({ executionId: id, runId: id, chunks: list(logChunkSchema) });
export type LiveLogDto = Dto<typeof liveLogSchema>;

/** `progress`: how far an execution of the watched run says it is. */
export const liveProgressSchema = object({ executionId: id, runId: id, percent: { type: "number" }, text: text(200) });
export type LiveProgressDto = Dto<typeof liveProgressSchema>;

/** `agents`: these machines changed; fetch them again. */
export const liveAgentsSchema = object({ agentIds: list(id) });
export type LiveAgentsDto = Dto<typeof liveAgentsSchema>;

/** Everything the server emits in the namespace /live, by event name. */
export interface LiveEvents {
  readonly message: LiveMessageDto;
  readonly card: LiveCardDto;
  readonly run: LiveRunDto;
  readonly log: LiveLogDto;
  readonly progress: LiveProgressDto;
  readonly agents: LiveAgentsDto;
}
