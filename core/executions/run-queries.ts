import { OctopusError } from "../kernel/errors.ts";
import type { Page, PageRequest } from "../model/page.ts";
import type { Attempt, Execution, LogChunk, Run } from "../model/run.ts";
import { pageBySeq } from "../store/page-by-seq.ts";
import type { Reader, Where } from "../store/rows.ts";
import {
  attemptTable,
  type ExecutionRow,
  executionTable,
  logChunkTable,
  type RunRow,
  runTable,
} from "../store/tables/run-table.ts";
import { attemptOf, executionOf, logChunkOf, runOf } from "./run-row.ts";
import type { UsualTime } from "./usual-time.ts";
import { type KindOfRun, UsualTimes } from "./usual-times.ts";

export interface RunFilter {
  readonly state?: readonly string[];
  readonly taskId?: string;
  readonly requestedBy?: string;
  readonly conversationId?: string;
  readonly action?: string;
  /** Created at or after, and before; epoch ms. Give at most one bound per call, or both. */
  readonly from?: number;
  readonly to?: number;
  /** Those that have ended, and whose next step is about to be made. */
  readonly stepsAhead?: true;
}

export interface ExecutionFilter {
  readonly state?: readonly string[];
  readonly runId?: string;
  readonly taskId?: string;
  readonly agentId?: string;
}

/** The read side of runs and executions; newest first. */
export class RunQueries {
  readonly #reader: Reader;
  readonly #usual: UsualTimes;

  constructor(reader: Reader) {
    this.#reader = reader;
    this.#usual = new UsualTimes(reader);
  }

  /** How long a run like this usually takes; undefined where too few are known. */
  async usualTime(run: KindOfRun, now: number): Promise<UsualTime | undefined> {
    return await this.#usual.of(run, now);
  }

  async getRun(id: string): Promise<Run> {
    const [row] = await this.#reader.select(runTable, { where: { id } });
    if (!row) throw new OctopusError("run.not-found", `There is no run ${id}.`, { id });
    return runOf(row);
  }

  /** All runs of the chain that this one belongs to, in order; without its beginning where that is no longer kept. */
  async chainOf(run: Pick<Run, "id" | "rootRunId">): Promise<readonly Run[]> {
    const rootId = run.rootRunId ?? run.id;
    const steps = await this.#reader.select(runTable, {
      where: { root_run_id: rootId },
      orderBy: [{ column: "seq" }],
    });
    const root = await this.#reader.select(runTable, { where: { id: rootId } });
    return [...root, ...steps].map(runOf);
  }

  async listRuns(filter: RunFilter, page: PageRequest): Promise<Page<Run>> {
    const where: Where<RunRow> = {
      ...(filter.state && { state: { in: filter.state } }),
      ...(filter.taskId !== undefined && { task_id: filter.taskId }),
      ...(filter.requestedBy !== undefined && { requested_by: filter.requestedBy }),
      ...(filter.conversationId !== undefined && { conversation_id: filter.conversationId }),
      ...(filter.action !== undefined && { action: filter.action }),
      ...(filter.from !== undefined && { created_at: { gte: filter.from } }),
      ...(filter.to !== undefined && { due_at: { lt: filter.to } }),
      ...(filter.stepsAhead && { follow: "step" }),
    };
    return await pageBySeq(this.#reader, runTable, { where, page, map: runOf });
  }

  async executionsOf(runId: string, limit = 1000): Promise<readonly Execution[]> {
    const rows = await this.#reader.select(executionTable, {
      where: { run_id: runId },
      orderBy: [{ column: "seq" }],
      limit,
    });
    return rows.map(executionOf);
  }

  async getExecution(id: string): Promise<Execution> {
    const [row] = await this.#reader.select(executionTable, { where: { id } });
    if (!row) throw new OctopusError("execution.not-found", `There is no execution ${id}.`, { id });
    return executionOf(row);
  }

  async listExecutions(filter: ExecutionFilter, page: PageRequest): Promise<Page<Execution>> {
    const where: Where<ExecutionRow> = {
      ...(filter.state && { state: { in: filter.state } }),
      ...(filter.runId !== undefined && { run_id: filter.runId }),
      ...(filter.taskId !== undefined && { task_id: filter.taskId }),
      ...(filter.agentId !== undefined && { agent_id: filter.agentId }),
    };
    return await pageBySeq(this.#reader, executionTable, { where, page, map: executionOf });
  }

  async attemptsOf(executionId: string): Promise<readonly Attempt[]> {
    const rows = await this.#reader.select(attemptTable, {
      where: { execution_id: executionId },
      orderBy: [{ column: "attempt" }],
    });
    return rows.map(attemptOf);
  }

  /** Chunks after `afterSeq` (-1 for all), in order, up to `limit`. */
  async logs(executionId: string, attempt: number, afterSeq: number, limit = 500): Promise<readonly LogChunk[]> {
    const rows = await this.#reader.select(logChunkTable, {
      where: { execution_id: executionId, attempt, seq: { gt: afterSeq } },
      orderBy: [{ column: "seq" }],
      limit: Math.min(limit, 1000),
    });
    return rows.map(logChunkOf);
  }

  /** The last chunks of the log, in order: for a card's tail. */
  async logTail(executionId: string, attempt: number, count: number): Promise<readonly LogChunk[]> {
    const rows = await this.#reader.select(logChunkTable, {
      where: { execution_id: executionId, attempt },
      orderBy: [{ column: "seq", descending: true }],
      limit: count,
    });
    return rows.reverse().map(logChunkOf);
  }
}
