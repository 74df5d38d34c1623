import { join } from "node:path";
import type { DataSource } from "typeorm";
import { OctopusError } from "../kernel/errors.ts";
import { backupTo } from "./backup.ts";
import { prepareDataFolder } from "./data-folder.ts";
import { type FolderLock, lockFolder } from "./folder-lock.ts";
import type { OpenedStore, StoreDeps } from "./opened-store.ts";
import { ownerFile } from "./owner-file.ts";
import { assertPragmas, pragma } from "./sql/assert-pragmas.ts";
import { migrate, refuseNewer } from "./sql/migrate.ts";
import { SqlStore } from "./sql/sql-store.ts";
import { sqliteEngine, sqliteReaderSource, sqliteWriterSource } from "./sql/sqlite-engine.ts";
import { startRefusal } from "./start-refusal.ts";
import { markStop, serverIdOf } from "./store-meta.ts";

/** See openStore. The database is octopus.db in the folder. */
export async function openSqlite(dataDir: string, deps: StoreDeps): Promise<OpenedStore> {
  prepareDataFolder(dataDir);
  const opened: (() => Promise<unknown>)[] = [];
  try {
    const lock = await lockFolder(dataDir, process.pid);
    opened.push(() => lock.release());
    return await openLocked(dataDir, lock, deps, opened);
  } catch (error) {
    for (const close of opened.reverse()) await close();
    throw startRefusal(dataDir, error);
  }
}

async function openLocked(
  dataDir: string,
  lock: FolderLock,
  deps: StoreDeps,
  opened: (() => Promise<unknown>)[],
): Promise<OpenedStore> {
  const file = join(dataDir, "octopus.db");
  ownerFile(file);
  const writer = sqliteWriterSource(file);
  await writer.initialize();
  opened.push(() => writer.destroy());
  await assertPragmas(writer);
  await refuseNewer(writer);
  const cleanShutdown = await stoppedInOrder(writer);
  if (!cleanShutdown) await quickCheck(writer, deps);
  await migrate(writer);
  const reader = sqliteReaderSource(file);
  await reader.initialize();
  opened.push(() => reader.destroy());
  const store = new SqlStore(sqliteEngine(writer, reader), deps);
  const serverId = await serverIdOf(store, deps.randomness);
  await markStop(store, "no");
  let closing: Promise<void> | undefined;
  const closeOnce = async () => {
    try {
      await markStop(store, "yes");
    } finally {
      await store.close();
      await lock.release();
    }
  };
  return {
    store,
    serverId,
    cleanShutdown,
    backup: (path) => backupTo(writer, path),
    close: () => {
      closing ??= closeOnce();
      return closing;
    },
  };
}

/** Asked before migrations run, so perhaps before the table exists. */
async function stoppedInOrder(source: DataSource): Promise<boolean> {
  const tables = await source.query(`SELECT 1 FROM "sqlite_master" WHERE "name" = 'meta'`);
  if (tables.length === 0) return true;
  const rows = await source.query(`SELECT "value" FROM "meta" WHERE "name" = 'clean_shutdown'`);
  return rows[0] === undefined || rows[0].value === "yes";
}

async function quickCheck(source: DataSource, { clock, logger }: StoreDeps): Promise<void> {
  const startedAt = clock.monotonic();
  const said = await pragma(source, "quick_check");
  logger.info({ durationMs: Math.round(clock.monotonic() - startedAt) }, "checked the database after an unclean stop");
  if (said !== "ok") throw new OctopusError("storage.corrupt", "The check found damage.", { said });
}
