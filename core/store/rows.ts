/** How a column is kept. `integer` also holds epoch ms; `json` is text that is decoded on every read. */
export type ColumnType = "text" | "integer" | "boolean" | "json";

export interface Column {
  readonly type: ColumnType;
  readonly nullable: boolean;
}

/**
 * One table as data: the stores speak in these, the engines (SQLite, PostgreSQL, memory) carry them out. Row types use
 * `null` for what is absent, never undefined.
 */
export interface Table<Row extends object> {
  readonly name: string;
  readonly columns: Readonly<Record<keyof Row & string, Column>>;
  readonly key: readonly (keyof Row & string)[];
  readonly unique: readonly (readonly (keyof Row & string)[])[];
  /** Column lists, optionally partial: only rows whose `where` column has one of the values. */
  readonly indexes: readonly TableIndex<Row>[];
}

export interface TableIndex<Row extends object> {
  readonly name: string;
  readonly columns: readonly (keyof Row & string)[];
  readonly where?: { readonly column: keyof Row & string; readonly in: readonly string[] };
}

type Scalar = string | number | boolean | null;

/** Equal to the value; or one of the operators. `ne` is also true of null. Other comparisons with null are false. */
export type Condition =
  | Scalar
  | { readonly in: readonly (string | number)[] }
  | { readonly ne: Scalar }
  | { readonly lt: number | string }
  | { readonly lte: number | string }
  | { readonly gt: number | string }
  | { readonly gte: number | string }
  /** At least `from`, and less than `below`. */
  | { readonly from: number; readonly below: number }
  /** Part of the text, without regard to case. */
  | { readonly contains: string };

/** All must hold. */
export type Where<Row extends object> = { readonly [Name in keyof Row & string]?: Condition };

export interface Query<Row extends object> {
  readonly where?: Where<Row>;
  /** Nulls last. Ties are broken by the key, so that paging is stable. */
  readonly orderBy?: readonly { readonly column: keyof Row & string; readonly descending?: boolean }[];
  readonly limit?: number;
  readonly offset?: number;
}

export interface Reader {
  select<Row extends object>(table: Table<Row>, query: Query<Row>): Promise<Row[]>;
  count<Row extends object>(table: Table<Row>, where: Where<Row>): Promise<number>;
}

/** One unit of work. All of it happens or none; nobody sees a part of it. Await nothing but this object in a unit. */
export interface Writer extends Reader {
  /** Throws when the key or a unique list exists. Up to any number of rows; split inside. */
  insert<Row extends object>(table: Table<Row>, rows: readonly Row[]): Promise<void>;
  /** False, and nothing changed, when the key or a unique list exists. */
  insertNew<Row extends object>(table: Table<Row>, row: Row): Promise<boolean>;
  /** Number of rows changed. With the expected old state in `where`, this is compare-and-set. */
  update<Row extends object>(table: Table<Row>, where: Where<Row>, change: Partial<Row>): Promise<number>;
  delete<Row extends object>(table: Table<Row>, where: Where<Row>): Promise<number>;
  /** Adds to the named counter and returns the new value: `next("run")` is 1, 2, 3... */
  next(counter: string, by?: number): Promise<number>;
  /** Called after the commit, in order; not called when the unit fails. Must not throw. */
  afterCommit(act: () => void): void;
}

export interface Store extends Reader {
  /** Queues the unit; resolves with its value after the commit that made it durable. */
  write<T>(unit: (writer: Writer) => Promise<T>): Promise<T>;
  /** Resolves when a trivial durable write and read work; rejects with `storage.*` otherwise. */
  check(): Promise<void>;
  close(): Promise<void>;
}
