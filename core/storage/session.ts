import type { Query, Table, Where } from "../store/rows.ts";

/** What an engine can do inside one open unit. Values are already checked when they arrive here. */
export interface Session {
  select<Row extends object>(table: Table<Row>, query: Query<Row>): Promise<Row[]>;
  count<Row extends object>(table: Table<Row>, where: Where<Row>): Promise<number>;
  insert<Row extends object>(table: Table<Row>, rows: readonly Row[]): Promise<void>;
  insertNew<Row extends object>(table: Table<Row>, row: Row): Promise<boolean>;
  update<Row extends object>(table: Table<Row>, where: Where<Row>, change: Partial<Row>): Promise<number>;
  delete<Row extends object>(table: Table<Row>, where: Where<Row>): Promise<number>;
  next(counter: string, by: number): Promise<number>;
}
