import type { Dialect } from "./dialect.ts";

export interface SqlResult {
  readonly rows: readonly object[];
  /** Rows inserted, changed or deleted. */
  readonly changes: number;
}

/** Runs one statement; rejects with the database's own error, or throws it where the answer need not be waited for. */
export interface SqlConnection {
  run(text: string, parameters?: unknown[]): Promise<SqlResult> | SqlResult;
}

/** An open transaction that nobody else writes beside. */
export interface SqlTransaction extends SqlConnection {
  commit(): Promise<void>;
  /** Gives everything back, whatever state the connection is in. Does not reject. */
  rollback(): Promise<void>;
}

/** One database as the store needs it. */
export interface SqlEngine {
  readonly dialect: Dialect;
  /** Sees what is committed, never what is being written. */
  readonly reader: SqlConnection;
  /** Waits for nobody: rejects when the database is busy. */
  begin(): Promise<SqlTransaction>;
  close(): Promise<void>;
}
