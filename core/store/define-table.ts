import type { Column, ColumnType, Table, TableIndex } from "./rows.ts";

const column = (type: ColumnType, nullable = false): Column => ({ type, nullable });

/** Column kinds: `text()`, `text.nullable`... */
export const text = column("text");
export const integer = column("integer");
export const boolean = column("boolean");
export const json = column("json");
export const nullable = (of: Column): Column => ({ ...of, nullable: true });

interface TableOptions<Row extends object> {
  readonly columns: Readonly<Record<keyof Row & string, Column>>;
  readonly key: readonly (keyof Row & string)[];
  readonly unique?: readonly (readonly (keyof Row & string)[])[];
  readonly indexes?: readonly TableIndex<Row>[];
}

export function defineTable<Row extends object>(name: string, options: TableOptions<Row>): Table<Row> {
  return { name, unique: [], indexes: [], ...options };
}
