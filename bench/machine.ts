import { createRequire } from "node:module";
import { availableParallelism, cpus, loadavg, release, totalmem } from "node:os";

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGib: number;
  readonly system: string;
  readonly node: string;
  readonly sqlite: string;
}

/** What the figures were made on. */
export function describeMachine(): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    memoryGib: totalmem() / 2 ** 30,
    system: `${process.platform} ${release()}`,
    node: process.versions.node,
    sqlite: sqliteVersion(),
  };
}

/** Processes that wanted to run during the last minute; above the number of cores, everything waits. */
export function loadNow(): number {
  return loadavg()[0] ?? Number.NaN;
}

interface Database {
  prepare(text: string): { get(): unknown };
  close(): void;
}

function sqliteVersion(): string {
  const Opened = createRequire(import.meta.url)("better-sqlite3") as new (file: string) => Database;
  const database = new Opened(":memory:");
  const { version } = database.prepare("SELECT sqlite_version() AS version").get() as { version: string };
  database.close();
  return version;
}
