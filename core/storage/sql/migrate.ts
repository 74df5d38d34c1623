import type { DataSource } from "typeorm";
import { OctopusError } from "../../kernel/errors.ts";
import { migrationNames } from "./migrations/all-migrations.ts";

/** Any number will do, as long as every server uses the same one and the writers another. */
const MIGRATION_LOCK = 7_110_001;

/**
 * Brings the schema up to date, all or nothing; on PostgreSQL one server at a time. Throws `storage.newer` before it
 * touches anything when the database knows migrations that this version does not.
 */
export async function migrate(dataSource: DataSource): Promise<void> {
  if (dataSource.options.type !== "postgres") {
    await migrateAlone(dataSource);
    return;
  }
  const runner = dataSource.createQueryRunner();
  try {
    await runner.query("SELECT pg_advisory_lock($1)", [MIGRATION_LOCK]);
    await migrateAlone(dataSource);
  } finally {
    await runner.query("SELECT pg_advisory_unlock($1)", [MIGRATION_LOCK]).catch(() => undefined);
    await runner.release();
  }
}

async function migrateAlone(dataSource: DataSource): Promise<void> {
  await refuseNewer(dataSource);
  await dataSource.runMigrations({ transaction: "all" });
}

/** The version gate; reads only. */
export async function refuseNewer(dataSource: DataSource): Promise<void> {
  const runner = dataSource.createQueryRunner();
  try {
    if (!(await runner.hasTable("migrations"))) return;
    const rows = (await runner.query('SELECT "name" FROM "migrations"')) as readonly { readonly name: string }[];
    const known = new Set(migrationNames());
    const unknown = rows.map(({ name }) => name).filter((name) => !known.has(name));
    if (unknown.length === 0) return;
    throw new OctopusError(
      "storage.newer",
      `The database was written by a newer version of Octopus (it has ${unknown.join(", ")}). Start that version, or restore a backup made by this one.`,
      { unknown },
    );
  } finally {
    await runner.release();
  }
}
