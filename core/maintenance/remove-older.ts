import type { Query, Store, Table, Where } from "../store/rows.ts";

const ROWS_AT_ONCE = 500;

/** The columns of a table that hold instants or other numbers. */
type NumberColumn<Row> = { [Name in keyof Row & string]: Row[Name] extends number | null ? Name : never }[keyof Row &
  string];

/**
 * Deletes rows whose instant lies before `before`, the oldest first, in small units, up to about `most`. Returns how
 * many.
 */
export async function removeOlder<Row extends object>(
  store: Store,
  table: Table<Row>,
  column: NumberColumn<Row>,
  options: { readonly before: number; readonly most: number; readonly where?: Where<Row> },
): Promise<number> {
  const { before, most, where } = options;
  const old = { ...where, [column]: { lt: before } } as Where<Row>;
  let removed = 0;
  while (removed < most) {
    const query: Query<Row> = { where: old, orderBy: [{ column }], limit: ROWS_AT_ONCE };
    const last = (await store.select(table, query)).at(-1);
    if (!last) return removed;
    const until = { ...where, [column]: { lte: Number(last[column]) } } as Where<Row>;
    removed += await store.write((writer) => writer.delete(table, until));
  }
  return removed;
}
