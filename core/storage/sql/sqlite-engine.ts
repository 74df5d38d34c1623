import { DataSource, type DataSourceOptions } from "typeorm";
import { sqliteDialect } from "./dialect.ts";
import { entitySchemas } from "./entity-schemas.ts";
import { ALL_MIGRATIONS } from "./migrations/all-migrations.ts";
import type { SqlEngine, SqlTransaction } from "./sql-connection.ts";
import { sqliteConnection } from "./sqlite-connection.ts";

/** Waiting inside SQLite blocks the event loop; the store waits outside. */
const BUSY_TIMEOUT_MS = 20;

/** A log that once grew in a burst gives the disk back at the next checkpoint. */
const LARGEST_IDLE_WAL_BYTES = 64 * 1024 * 1024;
/** 16 MiB: a checkpoint costs two flushes and blocks the writer, so it should be rare. */
const CHECKPOINT_PAGES = 4_000;

/** The connection that writes: WAL, and a commit is on the disk before it is answered. */
export function sqliteWriterSource(file: string): DataSource {
  return new DataSource({
    ...common(file),
    enableWAL: true,
    prepareDatabase: (database: { pragma(text: string): unknown }) => {
      database.pragma("synchronous = FULL");
      database.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
      database.pragma(`journal_size_limit = ${LARGEST_IDLE_WAL_BYTES}`);
    },
  });
}

/** Sees only what is committed, and cannot write by mistake. */
export function sqliteReaderSource(file: string): DataSource {
  return new DataSource({ ...common(file), readonly: true, fileMustExist: true });
}

function common(file: string): Extract<DataSourceOptions, { type: "better-sqlite3" }> {
  return {
    type: "better-sqlite3",
    database: file,
    timeout: BUSY_TIMEOUT_MS,
    entities: entitySchemas("sqlite"),
    migrations: [...ALL_MIGRATIONS],
    logging: false,
  };
}

/** Over two connections that are open and migrated. */
export function sqliteEngine(writer: DataSource, reader: DataSource): SqlEngine {
  const writing = sqliteConnection(writer);
  const reading = sqliteConnection(reader);
  let open = false;
  const end = async (text: string) => {
    await writing.run(text);
    open = false;
  };
  const transaction: SqlTransaction = {
    run: (text, parameters) => writing.run(text, parameters),
    commit: () => end("COMMIT"),
    async rollback() {
      // Fails only when SQLite has already rolled back by itself.
      await end("ROLLBACK").catch(() => undefined);
      open = false;
    },
  };
  return {
    dialect: sqliteDialect,
    reader: {
      // Every commit of one connection empties the page cache of all others. So the writer's own is asked while it is
      // in no transaction: what it sees then is what is committed, and it need not be read from the file again.
      run: (text, parameters) => (open ? reading : writing).run(text, parameters),
    },
    async begin() {
      // At once with the write lock: it cannot be refused later, in the middle of a unit.
      await writing.run("BEGIN IMMEDIATE");
      open = true;
      return transaction;
    },
    async close() {
      await reader.destroy();
      await writer.destroy();
    },
  };
}
