import type { Query, Table, Where } from "../../store/rows.ts";
import { counterTable } from "../../store/tables/meta-table.ts";
import { columnOf, type Scalar, type Term, termsOf } from "../column-values.ts";
import { conflictError } from "../conflict-error.ts";
import type { Session } from "../session.ts";
import { compareValues } from "./compare-values.ts";
import { changedRow, keptRow } from "./kept-row.ts";
import { matchesTerm } from "./matches-term.ts";
import { refuseChange } from "./refuse-change.ts";
import { type KeptRow, RowSet } from "./row-set.ts";

/** What a unit changed in one table, until it commits: keys of the committed rows it hides, and its own rows. */
interface Draft {
  readonly hidden: Set<string>;
  readonly own: RowSet;
}

/** Committed rows of every table. */
export type MemoryTables = Map<string, RowSet>;

/** One unit (or, without ever writing, one reader) over committed rows. Nothing of it is seen until `commit`. */
export class MemorySession implements Session {
  readonly #tables: MemoryTables;
  readonly #drafts = new Map<string, Draft>();

  constructor(tables: MemoryTables) {
    this.#tables = tables;
  }

  commit(): void {
    for (const [name, draft] of this.#drafts) {
      const committed = this.#tables.get(name);
      for (const key of draft.hidden) committed?.remove(key);
      for (const [key, row] of draft.own.rows) committed?.put(key, row);
    }
  }

  async select<Row extends object>(table: Table<Row>, query: Query<Row>): Promise<Row[]> {
    await answerTime();
    const found = this.#find(table, termsOf(table, query.where)).map(([, row]) => row);
    found.sort(orderFor(table, query));
    const from = query.offset ?? 0;
    return found.slice(from, query.limit === undefined ? undefined : from + query.limit) as object[] as Row[];
  }

  async count<Row extends object>(table: Table<Row>, where: Where<Row>): Promise<number> {
    await answerTime();
    return this.#find(table, termsOf(table, where)).length;
  }

  async insert<Row extends object>(table: Table<Row>, rows: readonly Row[]): Promise<void> {
    await answerTime();
    for (const row of rows) {
      if (!this.#add(table, keptRow(table, row))) throw conflictError(table.name);
    }
  }

  async insertNew<Row extends object>(table: Table<Row>, row: Row): Promise<boolean> {
    await answerTime();
    return this.#add(table, keptRow(table, row));
  }

  async update<Row extends object>(table: Table<Row>, where: Where<Row>, change: Partial<Row>): Promise<number> {
    await answerTime();
    const found = this.#find(table, termsOf(table, where));
    const changed = found.map(([key, row]) => [key, row, changedRow(table, row, change)] as const);
    for (const [, before, after] of changed) refuseChange(table.name, before, after);
    for (const [key, before, after] of changed) {
      this.#drop(table, key);
      if (!this.#add(table, after)) {
        this.#add(table, before);
        throw conflictError(table.name);
      }
    }
    return found.length;
  }

  async delete<Row extends object>(table: Table<Row>, where: Where<Row>): Promise<number> {
    await answerTime();
    const found = this.#find(table, termsOf(table, where));
    for (const [, row] of found) refuseChange(table.name, row, undefined);
    for (const [key] of found) this.#drop(table, key);
    return found.length;
  }

  async next(counter: string, by: number): Promise<number> {
    const [row] = await this.select(counterTable, { where: { name: counter } });
    const value = (row?.value ?? 0) + by;
    if (row) await this.update(counterTable, { name: counter }, { value });
    else await this.insert(counterTable, [{ name: counter, value }]);
    return value;
  }

  #find<Row extends object>(table: Table<Row>, terms: readonly Term[]): [string, KeptRow][] {
    const found: [string, KeptRow][] = [];
    const draft = this.#drafts.get(table.name);
    const take = (set: RowSet, hidden?: Set<string>) => {
      for (const key of set.candidates(terms)) {
        const row = set.rows.get(key);
        if (row && !hidden?.has(key) && matchesAll(row, terms)) found.push([key, row]);
      }
    };
    take(this.#committed(table), draft?.hidden);
    if (draft) take(draft.own);
    return found;
  }

  #add<Row extends object>(table: Table<Row>, row: KeptRow): boolean {
    const committed = this.#committed(table);
    const { own, hidden } = this.#draft(table);
    const key = own.keyOf(row);
    if (own.rows.has(key) || (committed.rows.has(key) && !hidden.has(key))) return false;
    for (const _ of own.clashes(row)) return false;
    for (const other of committed.clashes(row)) if (!hidden.has(other)) return false;
    own.put(key, row);
    return true;
  }

  #drop<Row extends object>(table: Table<Row>, key: string): void {
    const { own, hidden } = this.#draft(table);
    own.remove(key);
    if (this.#committed(table).rows.has(key)) hidden.add(key);
  }

  #committed<Row extends object>(table: Table<Row>): RowSet {
    const known = this.#tables.get(table.name);
    if (known) return known;
    const created = new RowSet(table as unknown as Table<never>);
    this.#tables.set(table.name, created);
    return created;
  }

  #draft<Row extends object>(table: Table<Row>): Draft {
    const known = this.#drafts.get(table.name);
    if (known) return known;
    const created = { hidden: new Set<string>(), own: new RowSet(table as unknown as Table<never>) };
    this.#drafts.set(table.name, created);
    return created;
  }
}

/** A statement takes a moment, as everywhere, so that a unit which forgets to await one is found here too. */
async function answerTime(): Promise<void> {
  await undefined;
}

function matchesAll(row: KeptRow, terms: readonly Term[]): boolean {
  return terms.every((term) => matchesTerm((row[term.name] ?? null) as Scalar, term));
}

function orderFor<Row extends object>(table: Table<Row>, query: Query<Row>): (a: KeptRow, b: KeptRow) => number {
  const said = (query.orderBy ?? []).map(({ column, descending = false }) => ({ column, descending }));
  const order = [...said, ...table.key.map((column) => ({ column, descending: false }))];
  for (const { column } of order) {
    if (columnOf(table, column).type === "json") throw new Error(`${table.name}.${column} is JSON and has no order.`);
  }
  return (a, b) => {
    for (const { column, descending } of order) {
      const difference = compareValues(a[column] as Scalar, b[column] as Scalar, descending);
      if (difference !== 0) return difference;
    }
    return 0;
  };
}
