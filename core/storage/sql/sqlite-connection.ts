import type { DataSource } from "typeorm";
import type { SqlConnection } from "./sql-connection.ts";

/** The part of better-sqlite3 that is used here. */
interface Database {
  prepare(text: string): Prepared;
}

interface Prepared {
  /** Whether it answers rows. */
  readonly reader: boolean;
  all(parameters: readonly unknown[]): object[];
  run(parameters: readonly unknown[]): { readonly changes: number };
}

interface Kept {
  readonly statement: Prepared;
  /** Asked of the driver once: it takes as long as a small statement. */
  readonly answers: boolean;
}

/** More than there are shapes of statements; a bound, so that nothing can make it grow for ever. */
const MOST_PREPARED = 1_000;

/**
 * Statements straight to the connection that TypeORM opened and keeps, each prepared once: its query runner waits
 * several times for nothing on the way to each of them, and a message is made of many.
 */
export function sqliteConnection(source: DataSource): SqlConnection {
  const { databaseConnection: database } = source.driver as unknown as { readonly databaseConnection: Database };
  const prepared = new Map<string, Kept>();
  const prepare = (text: string): Kept => {
    if (prepared.size >= MOST_PREPARED) prepared.clear();
    const statement = database.prepare(text);
    const kept = { statement, answers: statement.reader };
    prepared.set(text, kept);
    return kept;
  };
  return {
    run(text, parameters = []) {
      const { statement, answers } = prepared.get(text) ?? prepare(text);
      if (answers) return { rows: statement.all(parameters), changes: 0 };
      return { rows: NO_ROWS, changes: statement.run(parameters).changes };
    },
  };
}

const NO_ROWS: readonly object[] = [];
