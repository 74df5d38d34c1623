import type { DataSource } from "typeorm";
import type { SqlConnection } from "./sql-connection.ts";

/** The part of better-sqlite3 that is used here. */
interface Database {
  readonly inTransaction: boolean;
  prepare(text: string): Prepared;
}

interface Prepared {
  /** Whether it answers rows. */
  readonly reader: boolean;
  all(parameters: readonly unknown[]): object[];
  run(parameters: readonly unknown[]): { readonly changes: number };
}

/** More than there are shapes of statements; a bound, so that nothing can make it grow for ever. */
const MOST_PREPARED = 1_000;

export interface SqliteConnection extends SqlConnection {
  readonly inTransaction: boolean;
}

/**
 * Statements straight to the connection that TypeORM opened and keeps, each prepared once: its query runner waits
 * several times for nothing on the way to each of them, and a message is made of many.
 */
export function sqliteConnection(source: DataSource): SqliteConnection {
  const { databaseConnection: database } = source.driver as unknown as { readonly databaseConnection: Database };
  const prepared = new Map<string, Prepared>();
  const prepare = (text: string) => {
    if (prepared.size >= MOST_PREPARED) prepared.clear();
    const made = database.prepare(text);
    prepared.set(text, made);
    return made;
  };
  return {
    get inTransaction() {
      return database.inTransaction;
    },
    async run(text, parameters = []) {
      const statement = prepared.get(text) ?? prepare(text);
      if (statement.reader) return { rows: statement.all(parameters), changes: 0 };
      return { rows: [], changes: statement.run(parameters).changes };
    },
  };
}
