import {
  anyObject,
  count,
  cursor,
  type Dto,
  filledText,
  id,
  instant,
  limit,
  list,
  object,
  oneOf,
  page,
  text,
} from "./schema.ts";

export const runStateSchema = oneOf(["running", "succeeded", "failed", "cancelled", "unknown", "missed", "skipped"]);

export const runSchema = object(
  {
    id,
    taskId: id,
    state: runStateSchema,
    reason: text(2000),
    dueAt: instant,
    trigger: text(40),
    requestedBy: id,
    requestedByName: text(60),
    conversationId: id,
    action: text(80),
    params: anyObject,
    risk: oneOf(["read", "change", "destructive"]),
    executionCount: count,
    createdAt: instant,
    finishedAt: instant,
  },
  ["reason", "conversationId", "finishedAt"],
);
export type RunDto = Dto<typeof runSchema>;

export const runPageSchema = page(runSchema);
export type RunPageDto = Dto<typeof runPageSchema>;

export const runQuerySchema = object(
  {
    state: list(runStateSchema, 7),
    taskId: id,
    requestedBy: id,
    conversationId: id,
    action: filledText(80),
    from: instant,
    to: instant,
    limit,
    cursor,
  },
  ["state", "taskId", "requestedBy", "conversationId", "action", "from", "to", "limit", "cursor"],
);
export type RunQueryDto = Dto<typeof runQuerySchema>;

export const cancelOutcomeSchema = object({ cancelled: count, stopping: count, untouched: count });
