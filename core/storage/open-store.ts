import { systemRandomness } from "../kernel/randomness.ts";
import { openPostgres } from "./open-postgres.ts";
import { openSqlite } from "./open-sqlite.ts";
import type { OpenedStore, StoreDeps } from "./opened-store.ts";

/** A folder of our own with SQLite in it, or a PostgreSQL database. */
export type StoreConfig = { readonly dataDir: string } | { readonly databaseUrl: string };

/**
 * Opens the database ready for work: folder, lock, pragmas, version gate, check after an unclean stop, migrations. Each
 * refusal is an OctopusError `storage.*` whose sentence says what to do. Leaves nothing open when it throws.
 */
export function openStore(
  config: StoreConfig,
  deps: Omit<StoreDeps, "randomness"> & Partial<StoreDeps>,
): Promise<OpenedStore> {
  const complete = { randomness: systemRandomness, ...deps };
  if ("databaseUrl" in config) return openPostgres(config.databaseUrl, complete);
  return openSqlite(config.dataDir, complete);
}
