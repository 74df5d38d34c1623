import { isOctopusError, OctopusError } from "../kernel/errors.ts";
import type { OpenedStore, StoreDeps } from "./opened-store.ts";
import { migrate } from "./sql/migrate.ts";
import { postgresEngine, postgresSource } from "./sql/postgres-engine.ts";
import { postgresSignals } from "./sql/postgres-signals.ts";
import { SqlStore } from "./sql/sql-store.ts";
import { databaseCode } from "./sql/storage-errors.ts";
import { serverIdOf } from "./store-meta.ts";

/** See openStore. */
export async function openPostgres(databaseUrl: string, deps: StoreDeps): Promise<OpenedStore> {
  const place = placeOf(databaseUrl);
  const source = postgresSource(databaseUrl, deps.logger);
  try {
    await source.initialize();
    await migrate(source);
    const store = new SqlStore(postgresEngine(source), deps);
    const serverId = await serverIdOf(store, deps.randomness);
    const signals = postgresSignals(source, deps);
    return { store, serverId, cleanShutdown: true, signals, backup: refuseBackup, close: () => store.close() };
  } catch (error) {
    if (source.isInitialized) await source.destroy();
    if (isOctopusError(error)) throw error;
    const reason = databaseCode(error) || (error instanceof Error ? error.message : String(error));
    const sentence = `PostgreSQL at ${place} cannot be used (${reason}). Check that it runs and that OCTOPUS_DATABASE_URL names the right host, database, user and password.`;
    throw new OctopusError("storage.unavailable", sentence, { place, reason }, { cause: error });
  }
}

/** Host, port and database, without the password. */
function placeOf(databaseUrl: string): string {
  if (!URL.canParse(databaseUrl) || !/^postgres(ql)?:$/.test(new URL(databaseUrl).protocol)) {
    const sentence = "OCTOPUS_DATABASE_URL must look like postgres://user:password@host:5432/database.";
    throw new OctopusError("config.invalid", sentence);
  }
  const { host, pathname } = new URL(databaseUrl);
  return `${host}${pathname}`;
}

async function refuseBackup(): Promise<never> {
  const sentence = "A PostgreSQL database is backed up with its own tools, for example pg_dump.";
  throw new OctopusError("request.conflict", sentence);
}
