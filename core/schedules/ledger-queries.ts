import { runOf } from "../executions/run-row.ts";
import { OctopusError } from "../kernel/errors.ts";
import { type LedgerCause, MISSED_CAUSES } from "../model/ledger.ts";
import { LARGEST_PAGE_SIZE, type Page, type PageRequest } from "../model/page.ts";
import type { Run } from "../model/run.ts";
import type { Reader, Where } from "../store/rows.ts";
import { type RunRow, runTable } from "../store/tables/run-table.ts";

export interface LedgerFilter {
  readonly taskId?: string;
  /** Due at or after, and before; epoch ms. */
  readonly from?: number;
  readonly to?: number;
  readonly causes?: readonly LedgerCause[];
  /** Only what was expected and did not happen. */
  readonly missed?: boolean;
}

/** How many due times the rows of an interval stand for. */
export interface LedgerCounts {
  readonly expected: number;
  /** By run state: "succeeded", "failed", "missed"... */
  readonly byState: ReadonlyMap<string, number>;
}

const MOST_COUNTED = 10_000;

/** What was expected of schedules and what became of it: the runs that they made, by due time, the latest first. */
export class LedgerQueries {
  readonly #reader: Reader;

  constructor(reader: Reader) {
    this.#reader = reader;
  }

  async list(filter: LedgerFilter, page: PageRequest): Promise<Page<Run>> {
    const limit = Math.max(1, Math.min(page.limit, LARGEST_PAGE_SIZE));
    const start = readCursor(page.cursor);
    const below = start === undefined ? filter.to : Math.min(filter.to ?? start.dueAt + 1, start.dueAt + 1);
    const found = await this.#select(
      { ...filter, ...(below !== undefined && { to: below }) },
      limit + 1,
      start?.skip ?? 0,
    );
    // A row for many due times lies at the last of them; one that reaches into the interval from above belongs to it.
    const reaching = start === undefined ? await this.#reachingIn(filter) : [];
    const shown = found.slice(0, limit);
    const items = [...reaching, ...shown].map(runOf);
    return found.length > limit ? { items, next: nextCursor(shown, start) } : { items };
  }

  /** Of at most 10,000 rows. */
  async counts(filter: LedgerFilter): Promise<LedgerCounts> {
    const rows = [...(await this.#reachingIn(filter)), ...(await this.#select(filter, MOST_COUNTED, 0))];
    const byState = new Map<string, number>();
    for (const { state, due_count } of rows) byState.set(state, (byState.get(state) ?? 0) + (due_count ?? 1));
    return { expected: [...byState.values()].reduce((sum, count) => sum + count, 0), byState };
  }

  /** What became of the latest due time of a task. */
  async latest(taskId: string): Promise<Run | undefined> {
    const [row] = await this.#select({ taskId }, 1, 0);
    return row && runOf(row);
  }

  async #select(filter: LedgerFilter, limit: number, offset: number): Promise<RunRow[]> {
    const where = { ...commonWhere(filter), ...dueWhere(filter) };
    const orderBy = [{ column: "due_at", descending: true }] as const;
    return await this.#reader.select(runTable, { where, orderBy, limit, offset });
  }

  async #reachingIn(filter: LedgerFilter): Promise<RunRow[]> {
    if (filter.to === undefined) return [];
    const where = { ...commonWhere(filter), due_at: { gte: filter.to }, due_since: { lt: filter.to } };
    const orderBy = [{ column: "due_at", descending: true }] as const;
    return await this.#reader.select(runTable, { where, orderBy, limit: LARGEST_PAGE_SIZE });
  }
}

function commonWhere({ taskId, causes, missed }: LedgerFilter): Where<RunRow> {
  const wanted = causes ?? (missed ? MISSED_CAUSES : undefined);
  return {
    trigger: "schedule",
    ...(taskId !== undefined && { task_id: taskId }),
    ...(wanted && { cause: { in: wanted } }),
  };
}

function dueWhere({ from, to }: LedgerFilter): Where<RunRow> {
  if (from !== undefined && to !== undefined) return { due_at: { from, below: to } };
  if (from !== undefined) return { due_at: { gte: from } };
  return to === undefined ? {} : { due_at: { lt: to } };
}

/** The due time that the page ended at, and how many rows of just that time were shown. */
function nextCursor(shown: readonly RunRow[], start: { readonly dueAt: number; readonly skip: number } | undefined) {
  const dueAt = shown.at(-1)?.due_at ?? 0;
  const alike = shown.filter((row) => row.due_at === dueAt).length;
  return `${dueAt}-${start?.dueAt === dueAt ? start.skip + alike : alike}`;
}

function readCursor(cursor: string | undefined): { readonly dueAt: number; readonly skip: number } | undefined {
  if (cursor === undefined) return undefined;
  const [, dueAt, skip] = /^(\d{1,15})-(\d{1,9})$/.exec(cursor) ?? [];
  if (dueAt !== undefined && skip !== undefined) return { dueAt: Number(dueAt), skip: Number(skip) };
  throw new OctopusError("request.invalid", `cursor must come from an earlier page (got "${cursor.slice(0, 40)}").`);
}
