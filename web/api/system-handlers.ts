import type { Clock } from "../../core/kernel/clock.ts";
import type { Agent } from "../../core/model/agent.ts";
import type { AuditEntry } from "../../core/model/audit-entry.ts";
import type { Page, PageRequest } from "../../core/model/page.ts";
import { OPEN_EXECUTION_STATES } from "../../core/model/states.ts";
import type { Reader } from "../../core/store/rows.ts";
import { executionTable, runTable } from "../../core/store/tables/run-table.ts";
import { taskTable } from "../../core/store/tables/task-table.ts";
import type { AuditEntryDto } from "../contract/audit.ts";
import type { SYSTEM_ROUTES } from "../contract/routes/system-routes.ts";
import type { SettingsDto, StatsDto } from "../contract/system.ts";
import { openApiDocument } from "./openapi.ts";
import { pageRequest } from "./page-request.ts";
import type { Handlers } from "./route-handler.ts";
import { withoutUndefined } from "./without-undefined.ts";

export interface AuditReads {
  list(filter: { readonly object?: string }, page: PageRequest): Promise<Page<AuditEntry>>;
}

interface Deps {
  readonly store: Reader;
  readonly clock: Clock;
  readonly directory: { all(): readonly Agent[] };
  readonly audit: AuditReads;
  readonly settings: () => SettingsDto["items"];
  readonly version: string;
}

type SystemRoute = Exclude<keyof typeof SYSTEM_ROUTES, `plugin.${string}`>;

export function systemHandlers(deps: Deps): Handlers<SystemRoute> {
  const document = openApiDocument(deps.version);
  return {
    "stats.show": async () => await stats(deps),
    "audit.list": async ({ query }) => {
      const filter = withoutUndefined({ object: query.object });
      const page = await deps.audit.list(filter, pageRequest(query));
      return withoutUndefined({ items: page.items.map(auditDto), next: page.next });
    },
    "settings.show": async () => ({ items: deps.settings() }),
    "openapi.show": async () => document,
  };
}

const DAY_MS = 24 * 3_600_000;
const TASK_STATES = ["active", "paused", "finished", "cancelled"] as const;
const RUN_STATES = ["running", "succeeded", "failed", "cancelled", "unknown", "missed", "skipped"] as const;

async function stats({ store, clock, directory }: Deps): Promise<StatsDto> {
  const at = clock.now();
  const runsSince = at - DAY_MS;
  const agents = directory.all();
  const open = [...OPEN_EXECUTION_STATES, "unknown"];
  const [tasks, executions, runs] = await Promise.all([
    counts(TASK_STATES, (state) => store.count(taskTable, { state })),
    counts(open, (state) => store.count(executionTable, { state })),
    counts(RUN_STATES, (state) => store.count(runTable, { state, created_at: { gte: runsSince } })),
  ]);
  return {
    at,
    agentsByLiveness: tally(agents.map((agent) => agent.liveness)),
    agentsByState: tally(agents.map((agent) => agent.state)),
    tasksByState: tasks,
    openExecutionsByState: executions,
    runsSince,
    runsByState: runs,
  };
}

async function counts(states: readonly string[], count: (state: string) => Promise<number>) {
  return Object.fromEntries(await Promise.all(states.map(async (state) => [state, await count(state)] as const)));
}

function tally(states: readonly string[]): Record<string, number> {
  const result: Record<string, number> = {};
  for (const state of states) result[state] = (result[state] ?? 0) + 1;
  return result;
}

function auditDto({
  seq,
  at,
  actorId,
  actorName,
  via,
  action,
  object,
  decision,
  rule,
  detail,
}: AuditEntry): AuditEntryDto {
  return withoutUndefined({ seq, at, actorId, actorName, via, action, object, decision, rule, detail });
}
