import type { CancelOutcome } from "../../core/executions/cancel-executions.ts";
import type { ExecutionFilter, RunFilter } from "../../core/executions/run-queries.ts";
import type { UsualTime } from "../../core/executions/usual-time.ts";
import type { Clock } from "../../core/kernel/clock.ts";
import { OctopusError } from "../../core/kernel/errors.ts";
import type { Page, PageRequest } from "../../core/model/page.ts";
import { decideAccess } from "../../core/model/permission.ts";
import type { Attempt, Execution, LogChunk, Run } from "../../core/model/run.ts";
import type { Actor } from "../../core/model/user.ts";
import type { Store, Writer } from "../../core/store/rows.ts";
import type { ExecutionDto } from "../contract/execution.ts";
import type { RUN_ROUTES } from "../contract/routes/run-routes.ts";
import { pageRequest } from "./page-request.ts";
import type { Handlers } from "./route-handler.ts";
import { attemptDto, executionDto, logChunkDto, runDto } from "./run-dto.ts";
import { withoutUndefined } from "./without-undefined.ts";

export interface RunUseCases {
  cancelRun(writer: Writer, actor: Actor, runId: string): Promise<CancelOutcome>;
  cancelExecution(writer: Writer, actor: Actor, id: string): Promise<CancelOutcome>;
  settleUnknown(writer: Writer, actor: Actor, id: string, as: "succeeded" | "failed" | "retry"): Promise<void>;
}

export interface RunReads {
  getRun(id: string): Promise<Run>;
  usualTime(run: Run, now: number): Promise<UsualTime | undefined>;
  listRuns(filter: RunFilter, page: PageRequest): Promise<Page<Run>>;
  executionsOf(runId: string): Promise<readonly Execution[]>;
  getExecution(id: string): Promise<Execution>;
  listExecutions(filter: ExecutionFilter, page: PageRequest): Promise<Page<Execution>>;
  attemptsOf(executionId: string): Promise<readonly Attempt[]>;
  logs(executionId: string, attempt: number, afterSeq: number, limit: number): Promise<readonly LogChunk[]>;
}

interface Deps {
  readonly store: Pick<Store, "write">;
  readonly clock: Clock;
  readonly runs: RunUseCases;
  readonly runQueries: RunReads;
}

const LOG_CHUNKS = 200;

export function runHandlers({ clock, store, runs, runQueries }: Deps): Handlers<keyof typeof RUN_ROUTES> {
  return {
    "run.list": async ({ query }) => {
      const { limit: _limit, cursor: _cursor, ...filter } = query;
      const page = await runQueries.listRuns(filter, pageRequest(query));
      return withoutUndefined({ items: page.items.map(runDto), next: page.next });
    },
    "run.show": async ({ params }) => {
      const run = await runQueries.getRun(params.id);
      const usual = run.executionCount > 0 ? await runQueries.usualTime(run, clock.now()) : undefined;
      return withoutUndefined({ ...runDto(run), usualMs: usual?.medianMs, slowFromMs: usual?.slowFromMs });
    },
    "run.executions": async ({ actor, params }) => {
      const run = await runQueries.getRun(params.id);
      const showOutput = maySeeOutput(actor, run.requestedBy);
      const executions = await runQueries.executionsOf(run.id);
      return { items: executions.slice(0, 1000).map((execution) => executionDto(execution, showOutput)) };
    },
    "run.cancel": async ({ actor, params }) => await store.write((writer) => runs.cancelRun(writer, actor, params.id)),
    "execution.list": async ({ actor, query }) => {
      const { limit: _limit, cursor: _cursor, ...filter } = query;
      const page = await runQueries.listExecutions(filter, pageRequest(query));
      const items = await executionDtos(actor, page.items, runQueries);
      return withoutUndefined({ items, next: page.next });
    },
    "execution.show": async ({ actor, params }) => await showExecution(actor, params.id, runQueries),
    "execution.logs": async ({ actor, params, query }) => {
      const execution = await visibleExecution(actor, params.id, runQueries);
      const limit = query.limit ?? LOG_CHUNKS;
      const attempt = query.attempt ?? execution.attempt;
      const chunks = await runQueries.logs(execution.id, attempt, query.after ?? -1, limit);
      const after = chunks.length === limit ? chunks.at(-1)?.seq : undefined;
      return withoutUndefined({ items: chunks.map(logChunkDto), after });
    },
    "execution.results": async ({ actor, params }) => {
      const execution = await visibleExecution(actor, params.id, runQueries);
      const attempts = await runQueries.attemptsOf(execution.id);
      return withoutUndefined({
        execution: executionDto(execution, true),
        response: execution.response,
        attempts: attempts.map(attemptDto),
      });
    },
    "execution.cancel": async ({ actor, params }) =>
      await store.write((writer) => runs.cancelExecution(writer, actor, params.id)),
    "execution.settle": async ({ actor, params, body }) => {
      await store.write((writer) => runs.settleUnknown(writer, actor, params.id, body.as));
      return await showExecution(actor, params.id, runQueries);
    },
  };
}

export function maySeeOutput(actor: Actor, requestedBy: string): boolean {
  return decideAccess(actor, { name: "execution.output", ownerId: requestedBy }).allowed;
}

async function showExecution(actor: Actor, id: string, runQueries: RunReads): Promise<ExecutionDto> {
  const execution = await runQueries.getExecution(id);
  const run = await runQueries.getRun(execution.runId);
  return executionDto(execution, maySeeOutput(actor, run.requestedBy));
}

async function visibleExecution(actor: Actor, id: string, runQueries: RunReads): Promise<Execution> {
  const execution = await runQueries.getExecution(id);
  const run = await runQueries.getRun(execution.runId);
  const access = decideAccess(actor, { name: "execution.output", ownerId: run.requestedBy });
  if (access.allowed) return execution;
  throw new OctopusError("access.denied", `You may not see the output of ${id}: ${access.why}.`, { rule: access.rule });
}

/** Looks up who asked for the runs only where that makes a difference. */
async function executionDtos(
  actor: Actor,
  executions: readonly Execution[],
  runQueries: RunReads,
): Promise<readonly ExecutionDto[]> {
  if (maySeeOutput(actor, "")) return executions.map((execution) => executionDto(execution, true));
  const runIds = [...new Set(executions.map((execution) => execution.runId))];
  const runs = await Promise.all(runIds.map((id) => runQueries.getRun(id)));
  const visible = new Set(runs.filter((run) => maySeeOutput(actor, run.requestedBy)).map((run) => run.id));
  return executions.map((execution) => executionDto(execution, visible.has(execution.runId)));
}
