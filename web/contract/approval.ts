import {
  anyObject,
  cursor,
  type Dto,
  filledText,
  flag,
  id,
  instant,
  limit,
  list,
  object,
  oneOf,
  page,
  text,
} from "./schema.ts";
import { scheduleSchema, targetsSchema, taskRequestSchema } from "./task.ts";

const risk = oneOf(["read", "change", "destructive"]);
const state = oneOf(["pending", "approved", "overridden", "refused", "withdrawn", "expired", "changed"]);
const optional = [
  "params",
  "schedule",
  "remindedAt",
  "escalatedAt",
  "decidedAt",
  "decidedById",
  "decidedByName",
  "taskId",
  "runId",
  "result",
] as const;

/** `mayAnswer`: whether whoever asks this could say yes or no. `result`: how its run ended, once it has. */
export const approvalSchema = object(
  {
    id,
    state,
    askerId: id,
    askerName: text(60),
    text: text(2000),
    action: text(80),
    params: anyObject,
    schedule: scheduleSchema,
    risk,
    machines: list(object({ id, name: text(200) })),
    planHash: text(64),
    reasons: list(text(2000), 200),
    createdAt: instant,
    expiresAt: instant,
    remindedAt: instant,
    escalatedAt: instant,
    decidedAt: instant,
    decidedById: id,
    decidedByName: text(60),
    note: text(500),
    taskId: id,
    runId: id,
    result: text(40),
    mayAnswer: flag,
    own: flag,
  },
  optional,
);
export type ApprovalDto = Dto<typeof approvalSchema>;

export const approvalPageSchema = page(approvalSchema);
export type ApprovalPageDto = Dto<typeof approvalPageSchema>;
export const approvalQuerySchema = object({ state, limit, cursor }, ["state", "limit", "cursor"]);

/** As for a task; it is made when somebody else says yes. */
export const askApprovalSchema = taskRequestSchema;
/** A remark, or why not. */
export const answerApprovalSchema = object({ note: text(500) }, ["note"]);
export const overrideApprovalSchema = object({ reason: filledText(500) });

export const protectionSchema = object({
  id,
  targets: targetsSchema,
  risk,
  byId: id,
  byName: text(60),
  createdAt: instant,
});
export type ProtectionDto = Dto<typeof protectionSchema>;
export const protectionListSchema = object({ items: list(protectionSchema) });
export type ProtectionListDto = Dto<typeof protectionListSchema>;
/** `risk`: from which on it needs approval; `change` unless said. */
export const protectSchema = object({ targets: targetsSchema, risk: oneOf(["change", "destructive"]) }, ["risk"]);
