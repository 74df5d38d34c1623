import type { Column, Table } from "../../store/rows.ts";
import { columnOf, scalarFor } from "../column-values.ts";
import type { Dialect } from "./dialect.ts";

/** The value as a parameter of a statement, checked. */
export function encodeValue<Row extends object>(
  dialect: Dialect,
  table: Table<Row>,
  name: string,
  column: Column,
  value: unknown,
): unknown {
  if (column.type === "json" && value !== null && value !== undefined) return JSON.stringify(value);
  return dialect.encode(scalarFor(table, name, column, value));
}

/** A row's values in the order of the table's columns. */
export function encodeRow<Row extends object>(
  dialect: Dialect,
  table: Table<Row>,
  row: Row,
  into: unknown[] = [],
): unknown[] {
  const given = row as Readonly<Record<string, unknown>>;
  for (const [name, column] of columnsOf(table)) into.push(encodeValue(dialect, table, name, column, given[name]));
  for (const name in given) columnOf(table, name);
  return into;
}

const columnLists = new WeakMap<object, readonly (readonly [string, Column])[]>();

function columnsOf<Row extends object>(table: Table<Row>): readonly (readonly [string, Column])[] {
  const columns = columnLists.get(table) ?? Object.entries<Column>(table.columns);
  columnLists.set(table, columns);
  return columns;
}

type Decoder = (row: Record<string, unknown>) => void;
const decoders = new WeakMap<object, readonly Decoder[]>();

/** Turns the database's own rows into ours, in place: JSON, booleans, and PostgreSQL's bigint in text. */
export function decodeRows<Row extends object>(table: Table<Row>, rows: readonly object[]): Row[] {
  const decode = decoders.get(table) ?? decodersOf(table);
  for (const row of rows) for (const one of decode) one(row as Record<string, unknown>);
  return rows as unknown as Row[];
}

function decodersOf<Row extends object>(table: Table<Row>): readonly Decoder[] {
  const made = Object.entries<Column>(table.columns).flatMap(([name, column]) => decoderOf(name, column) ?? []);
  decoders.set(table, made);
  return made;
}

function decoderOf(name: string, { type }: Column): Decoder | undefined {
  if (type === "text") return undefined;
  return (row) => {
    const value = row[name];
    if (value === null) return;
    if (type === "json") row[name] = JSON.parse(value as string);
    else if (type === "boolean") row[name] = value === true || value === 1;
    else if (typeof value === "string") row[name] = Number(value);
  };
}
