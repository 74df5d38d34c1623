import { count, type Dto, flag, instant, list, object, oneOf, text } from "./schema.ts";

/** RFC 9457 problem document. `code` is stable, `detail` a whole sentence for a person, `instance` finds the log line. */
export const problemSchema = object(
  {
    type: text(200),
    title: text(200),
    status: count,
    detail: text(4000),
    code: text(60),
    retryable: flag,
    instance: text(100),
    details: { type: "object" },
  },
  ["details"],
);
export type ProblemDto = Dto<typeof problemSchema>;

const byState = { type: "object", additionalProperties: { type: "integer" } } as const;
/** How things stand: machines, tasks, open work, and runs since `runsSince`, each by state. */
export const statsSchema = object({
  at: instant,
  agentsByLiveness: byState,
  agentsByState: byState,
  tasksByState: byState,
  openExecutionsByState: byState,
  runsSince: instant,
  runsByState: byState,
});
export type StatsDto = Dto<typeof statsSchema>;

const setting = object({ key: text(60), value: text(500), origin: oneOf(["default", "file", "environment", "flag"]) });
/** Effective settings and where each came from; secrets are masked. */
export const settingsSchema = object({ items: list(setting) });
export type SettingsDto = Dto<typeof settingsSchema>;
