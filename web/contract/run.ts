import { LEDGER_CAUSES } from "../../core/model/ledger.ts";
import { saidConditionSchema } from "./condition.ts";
import { policySchema } from "./policy.ts";
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

const runStepSchema = object(
  {
    when: oneOf(["success", "failure", "always"]),
    action: text(80),
    params: anyObject,
    if: saidConditionSchema,
    notOn: text(20_000),
  },
  ["if", "notOn"],
);

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
    policy: policySchema,
    batchCount: count,
    openBatch: count,
    steps: list(runStepSchema, 10),
    step: count,
    rootRunId: id,
    parentRunId: id,
    subset: text(20),
    nextStep: count,
    waitsFor: id,
    checkRunId: id,
    cause: oneOf(LEDGER_CAUSES),
    dueSince: instant,
    dueCount: count,
    usualMs: count,
    slowFromMs: count,
  },
  [
    "reason",
    "conversationId",
    "finishedAt",
    "batchCount",
    "openBatch",
    "rootRunId",
    "parentRunId",
    "subset",
    "nextStep",
    "cause",
    "dueSince",
    "dueCount",
    "waitsFor",
    "checkRunId",
    "usualMs",
    "slowFromMs",
  ],
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

export const retrySchema = object({ subset: oneOf(["failed", "not-started", "succeeded", "all"]) });
