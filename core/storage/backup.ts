import { existsSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { DataSource } from "typeorm";
import { OctopusError } from "../kernel/errors.ts";
import { ownerFile } from "./owner-file.ts";
import { sqliteReaderSource } from "./sql/sqlite-engine.ts";
import { storageError } from "./sql/storage-errors.ts";

/** Copies the folder's database to a new file, also while a server works on it. Throws `request.conflict`, `storage.*`. */
export async function backupFolder(dataDir: string, path: string): Promise<void> {
  const file = join(dataDir, "octopus.db");
  if (!existsSync(file)) {
    throw new OctopusError("request.not-found", `There is no database in ${dataDir} to back up.`, { dataDir });
  }
  const source = sqliteReaderSource(file);
  try {
    await source.initialize();
    await backupTo(source, path);
  } finally {
    if (source.isInitialized) await source.destroy();
  }
}

/** `.backup()` copies in small steps between the writer's transactions; the name appears when the copy is complete. */
export async function backupTo(source: DataSource, path: string): Promise<void> {
  if (existsSync(path)) {
    throw new OctopusError("request.conflict", `The file ${path} exists; a backup never replaces one.`, { path });
  }
  const partial = `${path}.partial`;
  const driver = source.driver as unknown as { databaseConnection: { backup(path: string): Promise<unknown> } };
  try {
    ownerFile(partial);
    await driver.databaseConnection.backup(partial);
    renameSync(partial, path);
  } catch (error) {
    rmSync(partial, { force: true });
    throw storageError(error) ?? error;
  }
}
