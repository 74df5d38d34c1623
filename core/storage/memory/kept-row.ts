import type { Column, Table } from "../../store/rows.ts";
import { columnOf, type Scalar, scalarFor } from "../column-values.ts";
import type { KeptRow } from "./row-set.ts";

/** The row as it is kept: checked, apart from the caller's objects, frozen. */
export function keptRow<Row extends object>(table: Table<Row>, row: Row): KeptRow {
  const kept: Record<string, Scalar | object> = {};
  const given = row as Readonly<Record<string, unknown>>;
  for (const [name, column] of Object.entries<Column>(table.columns)) {
    kept[name] = keptValue(table, name, column, given[name]);
  }
  for (const name in given) columnOf(table, name);
  return Object.freeze(kept);
}

/** The row with the change in it; what the change does not name stays. */
export function changedRow<Row extends object>(table: Table<Row>, row: KeptRow, change: Partial<Row>): KeptRow {
  const kept: Record<string, Scalar | object> = { ...row };
  for (const [name, value] of Object.entries(change)) {
    if (value !== undefined) kept[name] = keptValue(table, name, columnOf(table, name), value);
  }
  return Object.freeze(kept);
}

function keptValue<Row extends object>(
  table: Table<Row>,
  name: string,
  column: Column,
  value: unknown,
): Scalar | object {
  if (column.type !== "json" || value === null || value === undefined) return scalarFor(table, name, column, value);
  return frozen(JSON.parse(JSON.stringify(value)));
}

function frozen(value: unknown): Scalar | object {
  if (value === null || typeof value !== "object") return value as Scalar;
  for (const inner of Object.values(value)) frozen(inner);
  return Object.freeze(value);
}
