import { OctopusError } from "../kernel/errors.ts";
import { DEFAULT_PAGE_SIZE, LARGEST_PAGE_SIZE, type Page, type PageRequest } from "../model/page.ts";
import type { Query, Reader, Table, Where } from "./rows.ts";

interface Sequenced {
  readonly seq: number;
}

interface PageQuery<Row extends Sequenced, T> {
  readonly where: Where<Row>;
  readonly page: PageRequest;
  readonly map: (row: Row) => T;
}

/** Newest first. The cursor is the last `seq` shown, so that rows added meanwhile neither repeat nor hide others. */
export async function pageBySeq<Row extends Sequenced, T>(
  reader: Reader,
  table: Table<Row>,
  { where, page, map }: PageQuery<Row, T>,
): Promise<Page<T>> {
  const limit = Math.max(1, Math.min(page.limit || DEFAULT_PAGE_SIZE, LARGEST_PAGE_SIZE));
  const before = page.cursor === undefined ? undefined : seqOf(page.cursor);
  const query = {
    where: before === undefined ? where : { ...where, seq: { lt: before } },
    orderBy: [{ column: "seq", descending: true }],
    limit: limit + 1,
  } as unknown as Query<Row>;
  const rows = await reader.select(table, query);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const items = shown.map(map);
  return rows.length > limit && last ? { items, next: String(last.seq) } : { items };
}

function seqOf(cursor: string): number {
  if (/^\d{1,15}$/.test(cursor)) return Number(cursor);
  throw new OctopusError("request.invalid", `cursor must come from an earlier page (got "${cursor.slice(0, 40)}").`);
}
