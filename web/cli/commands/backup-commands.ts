import { resolve } from "node:path";
import type { Command } from "commander";
import { systemClock } from "../../../core/kernel/clock.ts";
import type { CliContext } from "../cli-context.ts";
import { CliFailure } from "../cli-failure.ts";

/** `octopus backup` and `octopus restore`: the SQLite database as one file. */
export function addBackupCommands(program: Command, context: CliContext): void {
  program
    .command("backup <file>")
    .description("copy the database to a new file; the server may run meanwhile")
    .action(async (file: string) => {
      const target = resolve(file);
      const { backupFolder } = await import("../../../core/storage/backup.ts");
      await backupFolder(sqliteFolder(context), target);
      context.print(`The database is copied to ${target}. To put it back: octopus restore ${target}`);
    });

  program
    .command("restore <file>")
    .description("put a backup in the place of the database; the server must be stopped")
    .action(async (file: string) => {
      const { restoreBackup } = await import("../../../core/storage/restore-backup.ts");
      const kept = await restoreBackup(resolve(file), sqliteFolder(context), systemClock);
      context.print(`Restored ${resolve(file)}.${kept ? ` What was there is kept as ${kept}.` : ""}`);
    });
}

function sqliteFolder(context: CliContext): string {
  const { databaseUrl, dataDir } = context.loaded().config;
  if (databaseUrl === undefined) return dataDir;
  throw new CliFailure("This server keeps its data in PostgreSQL; use pg_dump and pg_restore.", 2);
}
