import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DataSource } from "typeorm";
import { OctopusError } from "../kernel/errors.ts";
import { isBusy } from "./sql/storage-errors.ts";

export interface FolderLock {
  release(): Promise<void>;
}

/**
 * One server per data folder. The lock is an operating-system lock that SQLite holds on an empty file: it ends with the
 * process however that dies, so a stale one cannot exist. The pid beside it is for people.
 */
export async function lockFolder(dataDir: string, pid: number): Promise<FolderLock> {
  const source = new DataSource({ type: "better-sqlite3", database: join(dataDir, "octopus.lock"), timeout: 0 });
  const pidFile = join(dataDir, "octopus.pid");
  await source.initialize();
  try {
    await source.query("BEGIN EXCLUSIVE");
  } catch (error) {
    await source.destroy();
    if (isBusy(error)) throw lockedError(dataDir, holderOf(pidFile), error);
    throw error;
  }
  writeFileSync(pidFile, `${pid}\n`, { mode: 0o600 });
  return {
    async release() {
      rmSync(pidFile, { force: true });
      await source.destroy();
    },
  };
}

/** The living process that uses the folder, as far as its note tells; the lock itself is not touched. */
export function folderHolder(dataDir: string): number | undefined {
  const pid = holderOf(join(dataDir, "octopus.pid"));
  if (pid === undefined) return undefined;
  try {
    process.kill(pid, 0);
    return pid;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM" ? pid : undefined;
  }
}

/** Undefined when the holder has not written its pid yet. */
function holderOf(pidFile: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(pidFile, "utf8"), 10);
    return Number.isNaN(pid) ? undefined : pid;
  } catch {
    return undefined;
  }
}

function lockedError(dataDir: string, pid: number | undefined, cause: unknown): OctopusError {
  const who = pid === undefined ? "Another server" : `Another server (process ${pid})`;
  return new OctopusError(
    "storage.locked",
    `${who} uses the data folder ${dataDir}. Stop it first, or give this one another folder with OCTOPUS_DATA_DIR.`,
    { dataDir, pid },
    { cause },
  );
}
