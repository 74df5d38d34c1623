import { responseSchema } from "./response.ts";
import { count, cursor, type Dto, flag, id, instant, limit, list, object, oneOf, page, text } from "./schema.ts";

export const executionStateSchema = oneOf([
  "queued",
  "offered",
  "running",
  "cancelling",
  "unknown",
  "succeeded",
  "failed",
  "timed_out",
  "cancelled",
  "expired",
  "skipped",
]);

const optional = [
  "leaseUntil",
  "cancelRequestedAt",
  "startedAt",
  "finishedAt",
  "headline",
  "attention",
  "error",
  "ranAs",
  "waits",
  "batch",
] as const;

/** One run on one agent. What it answered is left out for whoever may not see it. */
export const executionSchema = object(
  {
    id,
    runId: id,
    taskId: id,
    agentId: id,
    agentName: text(64),
    state: executionStateSchema,
    attempt: count,
    maxAttempts: count,
    idempotent: flag,
    timeoutMs: count,
    leaseUntil: instant,
    notBefore: instant,
    expiresAt: instant,
    cancelRequestedAt: instant,
    startedAt: instant,
    finishedAt: instant,
    headline: text(500),
    attention: flag,
    error: text(4000),
    ranAs: text(100),
    waits: text(300),
    batch: count,
  },
  optional,
);
export type ExecutionDto = Dto<typeof executionSchema>;

export const executionPageSchema = page(executionSchema);

export const executionQuerySchema = object(
  { state: list(executionStateSchema, 11), runId: id, taskId: id, agentId: id, limit, cursor },
  ["state", "runId", "taskId", "agentId", "limit", "cursor"],
);

/** One numbered try. */
export const attemptSchema = object(
  {
    executionId: id,
    attempt: count,
    agentId: id,
    state: executionStateSchema,
    plugin: text(40),
    pluginVersion: text(30),
    pluginDigest: text(64),
    offeredAt: instant,
    startedAt: instant,
    finishedAt: instant,
    durationMs: count,
    exitCode: { type: "integer" },
    response: responseSchema,
    error: text(4000),
    ranAs: text(100),
  },
  ["offeredAt", "startedAt", "finishedAt", "durationMs", "exitCode", "response", "error", "ranAs"],
);
export type AttemptDto = Dto<typeof attemptSchema>;

/** The answer of the execution and the history of its attempts. */
export const executionResultsSchema = object(
  { execution: executionSchema, response: responseSchema, attempts: list(attemptSchema) },
  ["response"],
);

/** A piece of output. `seq` counts from 0; a hole in it, or `gap`, means that something is missing and says so. */
export const logChunkSchema = object({
  executionId: id,
  attempt: count,
  seq: count,
  stream: oneOf(["out", "err", "gap"]),
  text: text(70_000),
  at: instant,
});
export type LogChunkDto = Dto<typeof logChunkSchema>;

/** `after` is the `seq` to pass for what follows; absent when there is no more for now. */
export const logListSchema = object({ items: list(logChunkSchema), after: count }, ["after"]);
export type LogListDto = Dto<typeof logListSchema>;

/** Without `attempt` the current one; without `after` from the beginning. */
export const logQuerySchema = object({ attempt: { ...count, minimum: 1 }, after: count, limit }, [
  "attempt",
  "after",
  "limit",
]);

/** How an `unknown` execution ended, or that it shall be tried again. */
export const settleSchema = object({ as: oneOf(["succeeded", "failed", "retry"]) });
