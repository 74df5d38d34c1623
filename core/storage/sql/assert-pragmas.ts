import type { DataSource } from "typeorm";
import { OctopusError } from "../../kernel/errors.ts";

/** What durability stands on; a build of SQLite that ignores one of them must not be used. */
export async function assertPragmas(source: DataSource): Promise<void> {
  const expected = { journal_mode: "wal", synchronous: 2, foreign_keys: 1 };
  for (const [name, value] of Object.entries(expected)) {
    const got = await pragma(source, name);
    if (got === value) continue;
    const sentence = `SQLite does not keep the setting ${name}=${value} for the database (it says ${got}); what is committed would not be safe.`;
    throw new OctopusError("storage.unavailable", sentence, { pragma: name, expected: value, got });
  }
}

/** The one value that a pragma answers. */
export async function pragma(source: DataSource, name: string): Promise<unknown> {
  const rows = (await source.query(`PRAGMA ${name}`)) as readonly Readonly<Record<string, unknown>>[];
  return Object.values(rows[0] ?? {})[0];
}
