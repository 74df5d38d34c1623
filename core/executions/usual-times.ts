import type { Reader } from "../store/rows.ts";
import { executionTable, type RunRow, runTable } from "../store/tables/run-table.ts";
import { type UsualTime, usualTime } from "./usual-time.ts";

/** What decides which earlier runs are of the same kind. */
export interface KindOfRun {
  readonly taskId: string;
  readonly action: string;
  readonly executionCount: number;
  readonly trigger: string;
}

const LOOKED_AT = 20;
const RECENT = 300;
const EXECUTIONS_OF_TASK = 200;
/** One more run changes little of what is usual. */
const KEPT_MS = 60_000;
const MOST_KEPT = 1_000;

interface Kept<T> {
  readonly until: number;
  readonly value: Promise<T>;
}

/**
 * What is usual for a run: by the last good runs of its task, or, where that is new, of its action on about as many
 * machines. A few indexed reads a minute for each kind, however many cards are drawn.
 */
export class UsualTimes {
  readonly #reader: Reader;
  readonly #kinds = new Map<string, Kept<UsualTime | undefined>>();
  #recent: Kept<readonly RunRow[]> | undefined;

  constructor(reader: Reader) {
    this.#reader = reader;
  }

  /** Undefined where too few are known. */
  async of(run: KindOfRun, now: number): Promise<UsualTime | undefined> {
    const own = run.trigger === "request" ? "" : run.taskId;
    const key = `${own} ${run.action} ${sizeOf(run.executionCount)}`;
    const known = this.#kinds.get(key);
    if (known && known.until > now) return await known.value;
    if (this.#kinds.size >= MOST_KEPT) this.#kinds.clear();
    const value = this.#read(run, own !== "", now);
    this.#kinds.set(key, { until: now + KEPT_MS, value });
    value.catch(() => this.#kinds.delete(key));
    return await value;
  }

  async #read(run: KindOfRun, hasOwn: boolean, now: number): Promise<UsualTime | undefined> {
    const own = hasOwn ? usualTime(await this.#durations(run, await this.#ofTask(run.taskId))) : undefined;
    return own ?? usualTime(await this.#durations(run, await this.#recentRuns(now)));
  }

  /** By way of the executions, which have an index in order: a task may have run for years. */
  async #ofTask(taskId: string): Promise<readonly RunRow[]> {
    const executions = await this.#reader.select(executionTable, {
      where: { task_id: taskId },
      orderBy: [{ column: "seq", descending: true }],
      limit: EXECUTIONS_OF_TASK,
    });
    const ids = [...new Set(executions.map((execution) => execution.run_id))];
    if (ids.length === 0) return [];
    return await this.#reader.select(runTable, {
      where: { id: { in: ids } },
      orderBy: [{ column: "seq", descending: true }],
    });
  }

  async #recentRuns(now: number): Promise<readonly RunRow[]> {
    if (this.#recent && this.#recent.until > now) return await this.#recent.value;
    const orderBy = [{ column: "seq", descending: true }] as const;
    const value = this.#reader.select(runTable, { where: { state: "succeeded" }, orderBy, limit: RECENT });
    this.#recent = { until: now + KEPT_MS, value };
    value.catch(() => {
      this.#recent = undefined;
    });
    return await value;
  }

  /** From the first start to the last end: waiting for a machine or for a limit is no work. */
  async #durations({ action, executionCount }: KindOfRun, runs: readonly RunRow[]): Promise<readonly number[]> {
    const alike = runs.filter(
      (row) =>
        row.state === "succeeded" &&
        row.action === action &&
        sizeOf(row.execution_count) === sizeOf(executionCount) &&
        row.policy.dryRun !== true,
    );
    const ids = alike.slice(0, LOOKED_AT).map((row) => row.id);
    if (ids.length === 0) return [];
    const spans = new Map<string, { from: number; to: number }>();
    for (const row of await this.#reader.select(executionTable, { where: { run_id: { in: ids } } })) {
      if (row.started_at === null || row.finished_at === null) continue;
      const { from, to } = spans.get(row.run_id) ?? { from: row.started_at, to: row.finished_at };
      spans.set(row.run_id, { from: Math.min(from, row.started_at), to: Math.max(to, row.finished_at) });
    }
    return [...spans.values()].map(({ from, to }) => to - from);
  }
}

/** About as many machines: one, a few, some, many. */
function sizeOf(count: number): number {
  return [1, 5, 20].findIndex((most) => count <= most);
}
