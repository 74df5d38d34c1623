import type { Table } from "../../store/rows.ts";
import type { Scalar, Term } from "../column-values.ts";

/** A kept row: frozen to the bottom, so it can be handed out without a copy. */
export type KeptRow = Readonly<Record<string, Scalar | object>>;

const NONE: readonly Set<string>[] = [];

/** Rows by key, with an equality index for each column that the table's keys and indexes name. */
export class RowSet {
  readonly rows = new Map<string, KeptRow>();
  readonly #table: Table<never>;
  readonly #byColumn = new Map<string, Map<unknown, Set<string>>>();
  readonly #byUnique: readonly { readonly columns: readonly string[]; readonly keys: Map<string, string> }[];

  constructor(table: Table<never>) {
    this.#table = table;
    this.#byUnique = table.unique.map((columns) => ({ columns, keys: new Map<string, string>() }));
    for (const name of indexedColumns(table)) this.#byColumn.set(name, new Map());
  }

  keyOf(row: KeptRow): string {
    return tupleText(row, this.#table.key) ?? "";
  }

  put(key: string, row: KeptRow): void {
    this.remove(key);
    this.rows.set(key, row);
    for (const [name, index] of this.#byColumn) {
      const keys = index.get(row[name]);
      if (keys) keys.add(key);
      else index.set(row[name], new Set([key]));
    }
    for (const unique of this.#byUnique) {
      const text = tupleText(row, unique.columns);
      if (text !== undefined) unique.keys.set(text, key);
    }
  }

  remove(key: string): void {
    const row = this.rows.get(key);
    if (!row) return;
    this.rows.delete(key);
    for (const [name, index] of this.#byColumn) {
      const keys = index.get(row[name]);
      keys?.delete(key);
      if (keys?.size === 0) index.delete(row[name]);
    }
    for (const unique of this.#byUnique) {
      const text = tupleText(row, unique.columns);
      if (text !== undefined) unique.keys.delete(text);
    }
  }

  /** Keys of the rows that share a unique list with this one. */
  *clashes(row: KeptRow): Iterable<string> {
    for (const unique of this.#byUnique) {
      const text = tupleText(row, unique.columns);
      const key = text === undefined ? undefined : unique.keys.get(text);
      if (key !== undefined) yield key;
    }
  }

  /** A superset of the keys that satisfy the terms: the smallest an equality index offers, else all. */
  candidates(terms: readonly Term[]): Iterable<string> {
    let best: readonly Set<string>[] | undefined;
    let bestSize = this.rows.size;
    for (const term of terms) {
      const sets = this.#setsFor(term);
      const size = sets?.reduce((sum, set) => sum + set.size, 0) ?? Number.POSITIVE_INFINITY;
      if (sets && size < bestSize) [best, bestSize] = [sets, size];
    }
    if (!best) return this.rows.keys();
    const [only] = best;
    return only && best.length === 1 ? only : best.flatMap((set) => [...set]);
  }

  #setsFor(term: Term): readonly Set<string>[] | undefined {
    const index = this.#byColumn.get(term.name);
    if (!index) return undefined;
    if (term.operator === "in") return [...new Set(term.values)].flatMap((value) => index.get(value) ?? []);
    if (term.operator !== "eq" && term.operator !== "null") return undefined;
    const set = index.get(term.value);
    return set ? [set] : NONE;
  }
}

const indexed = new WeakMap<Table<never>, ReadonlySet<string>>();

function indexedColumns(table: Table<never>): ReadonlySet<string> {
  const known = indexed.get(table) ?? columnsToIndex(table);
  indexed.set(table, known);
  return known;
}

function columnsToIndex(table: Table<never>): ReadonlySet<string> {
  const lists: readonly (readonly string[])[] = [
    table.key,
    ...table.unique,
    ...table.indexes.map((one) => one.columns),
  ];
  return new Set([...lists.flat(), ...table.indexes.flatMap((one) => one.where?.column ?? [])]);
}

/** Undefined when a part is null: nulls never clash. */
function tupleText(row: KeptRow, columns: readonly string[]): string | undefined {
  let text = "";
  for (const name of columns) {
    const value = row[name];
    if (value === null || value === undefined) return undefined;
    text += typeof value === "string" ? `${value.length}:${value}` : `#${String(value)};`;
  }
  return text;
}
