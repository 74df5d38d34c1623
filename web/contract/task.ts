import { conditionSchema } from "./condition.ts";
import { executionSchema } from "./execution.ts";
import { duration, policySchema } from "./policy.ts";
import { runSchema } from "./run.ts";
import {
  anyObject,
  count,
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

const localDateTime = { type: "string", pattern: "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d)?$" } as const;
const bounds = {
  tz: filledText(60),
  start: localDateTime,
  end: localDateTime,
  count: { ...count, minimum: 1 },
} as const;

export const scheduleSchema = {
  type: "object",
  oneOf: [
    object({ kind: { const: "once" }, at: localDateTime, tz: filledText(60) }, ["tz"]),
    object({ kind: { const: "cron" }, cron: filledText(120), ...bounds }, ["tz", "start", "end", "count"]),
    object({ kind: { const: "interval" }, every: duration, ...bounds }, ["tz", "start", "end", "count"]),
    object({ kind: { const: "rrule" }, rrule: filledText(300), ...bounds }, ["tz", "start", "end", "count"]),
  ],
} as const;
export type ScheduleDto = Dto<typeof scheduleSchema>;

export const targetsSchema = object({ include: list(filledText(200), 500), exclude: list(filledText(200), 500) });
export type TargetsDto = Dto<typeof targetsSchema>;

export const stepSchema = object(
  {
    when: oneOf(["success", "failure", "always"]),
    action: filledText(80),
    params: anyObject,
    targets: targetsSchema,
    if: conditionSchema,
  },
  ["targets", "if"],
);

/** `type`, `ownership` and `status` are derived, in the words of the original documents. */
export const taskSchema = object(
  {
    id,
    name: text(200),
    state: oneOf(["active", "paused", "finished", "cancelled"]),
    action: text(80),
    params: anyObject,
    targets: targetsSchema,
    schedule: scheduleSchema,
    policy: policySchema,
    // biome-ignore lint/suspicious/noThenProperty: the frame contract names the field
    then: list(stepSchema, 20),
    ownerId: id,
    conversationId: id,
    text: text(20_000),
    nextDueAt: instant,
    pausedUntil: instant,
    pausedCause: text(40),
    firedCount: count,
    version: count,
    createdAt: instant,
    updatedAt: instant,
    type: oneOf(["Adhoc", "Scheduled", "Interval"]),
    ownership: oneOf(["ALL", "Anyone", "Specific"]),
    status: oneOf(["Created", "Active", "Done"]),
  },
  ["schedule", "conversationId", "nextDueAt", "pausedUntil", "pausedCause"],
);
export type TaskDto = Dto<typeof taskSchema>;

export const taskPageSchema = page(taskSchema);
export type TaskPageDto = Dto<typeof taskPageSchema>;

export const taskQuerySchema = object(
  {
    state: list(oneOf(["active", "paused", "finished", "cancelled"]), 4),
    owner: id,
    plugin: filledText(40),
    text: filledText(200),
    upcoming: flag,
    limit,
    cursor,
  },
  ["state", "owner", "plugin", "text", "upcoming", "limit", "cursor"],
);
export type TaskQueryDto = Dto<typeof taskQuerySchema>;

/** Without a schedule it runs once, now. */
export const taskRequestSchema = object(
  {
    name: filledText(200),
    action: filledText(80),
    params: anyObject,
    targets: targetsSchema,
    schedule: scheduleSchema,
    policy: policySchema,
    // biome-ignore lint/suspicious/noThenProperty: the frame contract names the field
    then: list(stepSchema, 20),
    conversationId: id,
  },
  ["name", "params", "schedule", "policy", "then", "conversationId"],
);
export type TaskRequestDto = Dto<typeof taskRequestSchema>;

/** `version`: of the task as it was looked at; refused where somebody has changed it since. Without it the last one wins. */
export const taskChangeSchema = {
  ...object(
    {
      name: filledText(200),
      params: anyObject,
      targets: targetsSchema,
      schedule: scheduleSchema,
      policy: policySchema,
      version: { ...count, minimum: 1 },
    },
    ["name", "params", "targets", "schedule", "policy", "version"],
  ),
  minProperties: 1,
} as const;
export type TaskChangeDto = Dto<typeof taskChangeSchema>;

/** Without `until` until somebody resumes it. */
export const pauseTaskSchema = object({ until: instant }, ["until"]);

export const createdTaskSchema = object({ task: taskSchema, run: runSchema, executions: list(executionSchema) }, [
  "run",
]);

const machine = object({ id, name: text(64), online: flag });
/** What the request would do now; asking changes nothing. With any `problems` creating it is refused. */
export const taskPreviewSchema = object(
  {
    action: text(80),
    risk: oneOf(["read", "change", "destructive"]),
    machines: list(machine, 10_000),
    unmatched: list(text(200)),
    allowed: flag,
    why: text(500),
    nextRuns: list(instant, 10),
    problems: list(text(1000)),
  },
  ["why"],
);
export type TaskPreviewDto = Dto<typeof taskPreviewSchema>;

/** What "run it again" answers. */
export const startedRunSchema = object({ run: runSchema, executions: list(executionSchema) }, ["run"]);
