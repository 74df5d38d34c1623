import { closeSync, copyFileSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { DataSource } from "typeorm";
import type { Clock } from "../kernel/clock.ts";
import { OctopusError } from "../kernel/errors.ts";
import { prepareDataFolder } from "./data-folder.ts";
import { lockFolder } from "./folder-lock.ts";
import { pragma } from "./sql/assert-pragmas.ts";
import { sqliteReaderSource, sqliteWriterSource } from "./sql/sqlite-engine.ts";

/** SQLite's log and its index belong to the database file beside them and must move with it. */
const PARTS = ["", "-wal", "-shm"];

/**
 * Puts a backup in the place of the folder's database, after checking it; refuses while a server runs. The database
 * that was there is kept: resolves with its new name, or undefined when there was none.
 */
export async function restoreBackup(backup: string, dataDir: string, clock: Clock): Promise<string | undefined> {
  await checkBackup(backup);
  prepareDataFolder(dataDir);
  const lock = await lockFolder(dataDir, process.pid);
  try {
    const file = join(dataDir, "octopus.db");
    const incoming = `${file}.incoming`;
    copyFileSync(backup, incoming);
    await leaveRoom(incoming, file);
    flush(incoming);
    const kept = existsSync(file) ? `${file}.replaced-${clock.now()}` : undefined;
    for (const part of PARTS) {
      if (kept && existsSync(file + part)) renameSync(file + part, kept + part);
      else rmSync(file + part, { force: true });
    }
    renameSync(incoming, file);
    return kept;
  } finally {
    await lock.release();
  }
}

/** Numbers that may have been given out since the backup where nothing can say how many were. */
const ROOM = 10_000;
/** Counters whose numbers machines and people know; the audit log must have no gap. */
const SPOKEN: readonly string[] = ["task", "run", "execution", "freeze", "limit", "pending"];

/**
 * Moves the numbers of tasks, runs and executions on: those that were given out since the backup stay what they were.
 * A machine that still holds the result of E-31 must not take a new E-31 for it, nor a person a new T-7 for the old.
 */
async function leaveRoom(incoming: string, replaced: string): Promise<void> {
  const source = sqliteWriterSource(incoming);
  await source.initialize();
  try {
    const given = existsSync(replaced) ? await countersOf(replaced) : new Map<string, number>();
    for (const [name, value] of await readCounters(source)) {
      if (!SPOKEN.includes(name)) continue;
      const next = given.get(name) ?? value + ROOM;
      await source.query(`UPDATE "counter" SET "value" = ? WHERE "name" = ?`, [Math.max(value, next), name]);
    }
  } finally {
    await source.destroy();
  }
}

/** Of the database that is replaced; it may be the damaged one that the backup is for. */
async function countersOf(file: string): Promise<ReadonlyMap<string, number>> {
  const source = sqliteReaderSource(file);
  try {
    await source.initialize();
    return await readCounters(source);
  } catch {
    return new Map();
  } finally {
    if (source.isInitialized) await source.destroy();
  }
}

async function readCounters(source: DataSource): Promise<ReadonlyMap<string, number>> {
  const rows: readonly { readonly name: string; readonly value: number }[] = await source.query(
    `SELECT "name", "value" FROM "counter"`,
  );
  return new Map(rows.map(({ name, value }) => [name, Number(value)]));
}

/** On the disk before it takes the old one's place. */
function flush(file: string): void {
  const opened = openSync(file, "r+");
  fsyncSync(opened);
  closeSync(opened);
}

async function checkBackup(backup: string): Promise<void> {
  if (!existsSync(backup)) {
    throw new OctopusError("request.not-found", `There is no file ${backup} to restore.`, { backup });
  }
  const source = sqliteReaderSource(backup);
  try {
    await source.initialize();
    const tables = await source.query(`SELECT 1 FROM "sqlite_master" WHERE "name" = 'meta'`);
    const said = await pragma(source, "quick_check");
    if (said !== "ok" || tables.length === 0) throw new Error(`the check says: ${said}; ${tables.length} meta tables`);
  } catch (error) {
    const sentence = `The file ${backup} is no undamaged backup of Octopus; nothing was changed.`;
    throw new OctopusError("storage.corrupt", sentence, { backup }, { cause: error });
  } finally {
    if (source.isInitialized) await source.destroy();
  }
}
