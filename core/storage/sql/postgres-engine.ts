import type { EventEmitter } from "node:events";
import { DataSource, type QueryRunner } from "typeorm";
import type { Logger } from "../../kernel/logger.ts";
import { postgresDialect } from "./dialect.ts";
import { entitySchemas } from "./entity-schemas.ts";
import { ALL_MIGRATIONS } from "./migrations/all-migrations.ts";
import type { SqlConnection, SqlEngine, SqlTransaction } from "./sql-connection.ts";
import { typeormConnection } from "./typeorm-connection.ts";

/** One writing transaction at a time over all servers, as on SQLite; group commit makes up for it. */
const WRITER_LOCK = 7_110_002;
const POOL_SIZE = 10;
const CONNECT_TIMEOUT_MS = 5000;
/** A server that vanished in the middle of a transaction must not hold the others up. */
const IDLE_IN_TRANSACTION_MS = 30_000;

export function postgresSource(url: string, logger: Logger): DataSource {
  return new DataSource({
    type: "postgres",
    url,
    applicationName: "octopus",
    poolSize: POOL_SIZE,
    connectTimeoutMS: CONNECT_TIMEOUT_MS,
    installExtensions: false,
    extra: {
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
      keepAlive: true,
      // Between two statements nobody else listens, and an unheard error event would end the process.
      onConnect: (client: EventEmitter) => {
        client.on("error", (err) => logger.warn({ err }, "lost a database connection"));
      },
    },
    poolErrorHandler: (err: unknown) => logger.warn({ err }, "lost an idle database connection"),
    entities: entitySchemas("postgres"),
    migrations: [...ALL_MIGRATIONS],
    logging: false,
  });
}

/** Over a pool that is open and migrated. */
export function postgresEngine(source: DataSource): SqlEngine {
  return {
    dialect: postgresDialect,
    reader: pooled(source),
    async begin() {
      const runner = source.createQueryRunner();
      try {
        await runner.query("BEGIN");
        await runner.query("SELECT pg_advisory_xact_lock($1)", [WRITER_LOCK]);
      } catch (error) {
        await discard(runner);
        throw error;
      }
      return transactionOn(runner);
    },
    close: () => source.destroy(),
  };
}

function pooled(source: DataSource): SqlConnection {
  return {
    async run(text, parameters) {
      const runner = source.createQueryRunner();
      try {
        return await typeormConnection(runner).run(text, parameters);
      } finally {
        await runner.release();
      }
    },
  };
}

function transactionOn(runner: QueryRunner): SqlTransaction {
  return {
    ...typeormConnection(runner),
    async commit() {
      await runner.query("COMMIT");
      await runner.release();
    },
    rollback: () => discard(runner),
  };
}

/** Back to the pool if a rollback cleans the connection, else out of it. */
async function discard(runner: QueryRunner): Promise<void> {
  try {
    await runner.query("ROLLBACK");
    await runner.release();
  } catch (error) {
    const closing = runner as QueryRunner & { releasePostgresConnection?(error: unknown): Promise<void> };
    await closing.releasePostgresConnection?.(error);
  }
}
