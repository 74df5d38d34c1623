import type { JsonObject } from "../../core/kernel/json.ts";
import { type Decoded, validator } from "../../core/kernel/validator.ts";
import type { Frame } from "../../core/model/frame.ts";
import { type MadeChange, UNDO_LIST_SCHEMA } from "./undo-list.ts";

/** What a conversation talks about; kept with it, so that "again" and "cancel that" survive a restart. */
export interface ConversationContext {
  /** The last frame that asked for work. */
  readonly lastFrame?: Frame;
  /** The last question that was answered with a list or figures, while no work was asked for since. */
  readonly lastQuestion?: Frame;
  readonly lastTask?: string;
  readonly lastRun?: string;
  /** What was last asked somebody else about here, or what somebody was asked about here. */
  readonly lastApproval?: string;
  /** The ids or names of the last list shown, in its order. */
  readonly lastList?: readonly string[];
  /** What was changed here and can be taken back, newest last. */
  readonly changes?: readonly MadeChange[];
  /** Zone of the person who wrote last: cards that change later show its times. */
  readonly timeZone?: string;
}

export const FRAME_SCHEMA = {
  type: "object",
  required: ["intent", "outcome", "spans", "score", "said"],
  properties: {
    intent: { type: "string" },
    outcome: { enum: ["act", "clarify", "ignore"] },
    action: { type: "string" },
    params: { type: "object" },
    spans: { type: "array" },
    score: { type: "number" },
    said: { type: "array", items: { type: "string" } },
  },
};

const decode: (value: unknown) => Decoded<ConversationContext> = validator<ConversationContext>({
  type: "object",
  additionalProperties: false,
  properties: {
    lastFrame: FRAME_SCHEMA,
    lastQuestion: FRAME_SCHEMA,
    lastTask: { type: "string", maxLength: 40 },
    lastRun: { type: "string", maxLength: 40 },
    lastApproval: { type: "string", maxLength: 40 },
    lastList: { type: "array", maxItems: 200, items: { type: "string" } },
    changes: UNDO_LIST_SCHEMA,
    timeZone: { type: "string", maxLength: 60 },
  },
});

/** The kept context, or the problem with it; a context that cannot be read costs follow-ups, never the message. */
export function decodeContext(value: unknown): Decoded<ConversationContext> {
  return decode(value);
}

/** For the database: fields that are undefined are left out. */
export function encodeContext(context: ConversationContext): JsonObject {
  return JSON.parse(JSON.stringify(context)) as JsonObject;
}
