import { join } from "node:path";
import type { DataSource } from "typeorm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { silentLogger } from "../../core/kernel/logger.ts";
import { migrate } from "../../core/storage/sql/migrate.ts";
import { ALL_MIGRATIONS } from "../../core/storage/sql/migrations/all-migrations.ts";
import { InitialMigration } from "../../core/storage/sql/migrations/initial-migration.ts";
import { postgresSource } from "../../core/storage/sql/postgres-engine.ts";
import { decodeRows } from "../../core/storage/sql/row-codec.ts";
import { sqliteWriterSource } from "../../core/storage/sql/sqlite-engine.ts";
import { ALL_TABLES } from "../../core/store/all-tables.ts";
import type { Column, ColumnType } from "../../core/store/rows.ts";
import { executionTable, runTable } from "../../core/store/tables/run-table.ts";
import { startPostgres, type TestPostgres } from "../support/postgres.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** A run of the first released schema, with one machine that is done and one that still waits. */
const OLD_ROWS = [
  `INSERT INTO "run" VALUES ('R-1', 1, 'T-1', 'req:R-1', 'running', NULL, 5, 'request', 'usr_1', 'ada', NULL,
    'disk.usage', '{"path":"/"}', '{"retries":1}', 'read', 2, 5, NULL)`,
  `INSERT INTO "execution" ("id", "seq", "run_id", "task_id", "agent_id", "agent_name", "state", "attempt",
      "max_attempts", "idempotent", "timeout_ms", "not_before", "expires_at")
    VALUES ('E-1', 1, 'R-1', 'T-1', 'a', 'web-1', 'succeeded', 1, 1, :true, 9, 5, 600005),
           ('E-2', 2, 'R-1', 'T-1', 'b', 'web-2', 'queued', 1, 1, :true, 9, 5, 600005)`,
  `INSERT INTO "run" VALUES
    ('R-2', 2, 'T-2', 'due:5', 'missed', 'I was not running then; only the latest missed time is made up for.', 5, 'schedule',
      'usr_1', 'ada', NULL, 'disk.usage', '{}', '{}', 'read', 0, 9, 9),
    ('R-3', 3, 'T-2', 'due:9', 'skipped', 'The run before was still under way.', 9, 'schedule',
      'usr_1', 'ada', NULL, 'disk.usage', '{}', '{}', 'read', 0, 9, 9),
    ('R-4', 4, 'T-2', 'due:12', 'succeeded', NULL, 12, 'schedule',
      'usr_1', 'ada', NULL, 'disk.usage', '{}', '{}', 'read', 1, 6000, 9000)`,
];

const IMPORTANT = ["task", "run", "execution", "attempt", "conversation", "message", "app_user", "audit"];

describe("F18, P16: a database of the first release", () => {
  let server: TestPostgres;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(async () => server.stop());

  it.each(["sqlite", "postgres"] as const)(
    "keeps every row on %s, and what waited goes before what comes later",
    async (kind) => {
      const open = kind === "sqlite" ? onSqlite() : onPostgres(await server.createDatabase("upgrade"));
      const old = await open()
        .setOptions({ migrations: [InitialMigration] })
        .initialize();
      await old.runMigrations();
      for (const text of OLD_ROWS) await old.query(text.replaceAll(":true", kind === "sqlite" ? "1" : "true"));
      await old.destroy();
      const source = await open().initialize();
      await migrate(source);
      const runs = decodeRows(runTable, await source.query('SELECT * FROM "run" ORDER BY "seq"'));
      const executions = decodeRows(executionTable, await source.query('SELECT * FROM "execution" ORDER BY "seq"'));
      const limits = await source.query('SELECT * FROM "work_limit"');
      const posts = await source.query('SELECT * FROM "channel_post", "channel_room_turn"');
      const said = await source.query('SELECT * FROM "room_setting", "held_notice"');
      const asked = await source.query('SELECT * FROM "approval", "protection"');
      await source.destroy();
      expect([...posts, ...limits, ...said, ...asked]).toEqual([]);
      expect(runs).toMatchObject([
        {
          id: "R-1",
          params: { path: "/" },
          policy: { retries: 1 },
          batch_count: null,
          steps: null,
          follow: null,
          cause: null,
          spares: null,
        },
        { id: "R-2", cause: "down", due_count: null },
        { id: "R-3", cause: "overlap" },
        { id: "R-4", cause: "late" },
      ]);
      expect(executions).toMatchObject([
        { id: "E-1", state: "succeeded", batch: null, priority: null, limited_by: null, wait_reason: null },
        { id: "E-2", state: "queued", batch: null, priority: 1 },
      ]);
    },
  );
});

describe("F18, P16: a database of every release", () => {
  let server: TestPostgres;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(async () => server.stop());

  const releases = ALL_MIGRATIONS.slice(0, -1).map((Migration, index) => [new Migration().name ?? "", index] as const);
  describe.each(["sqlite", "postgres"] as const)("on %s", (kind) => {
    it.each(releases)("%s keeps a row of each of its tables, which reads as it was written", async (_name, index) => {
      const open = kind === "sqlite" ? onSqlite() : onPostgres(await server.createDatabase(`from_${index}`));
      const old = await open()
        .setOptions({ migrations: ALL_MIGRATIONS.slice(0, index + 1) })
        .initialize();
      await old.runMigrations();
      const before = await fillTables(old);
      await old.destroy();
      const source = await open().initialize();
      await migrate(source);
      const after = new Map<string, readonly object[]>();
      for (const table of ALL_TABLES) {
        after.set(table.name, decodeRows(table, await source.query(`SELECT * FROM "${table.name}"`)));
      }
      await source.destroy();
      expect([...before.keys()]).toEqual(expect.arrayContaining(IMPORTANT));
      for (const [name, row] of before) expect([name, after.get(name)]).toMatchObject([name, [row]]);
    });
  });
});

/** One row in every table that is there, with something in each column; what was written, by table. */
async function fillTables(source: DataSource): Promise<ReadonlyMap<string, object>> {
  const written = new Map<string, object>();
  const runner = source.createQueryRunner();
  for (const table of ALL_TABLES) {
    if (!(await runner.hasTable(table.name))) continue;
    const there = new Set((await runner.getTable(table.name))?.columns.map((column) => column.name));
    const columns = Object.entries<Column>(table.columns).filter(([name]) => there.has(name));
    const values = columns.map(([name, { type }]) => EXAMPLES[type] ?? name);
    const names = columns.map(([name]) => `"${name}"`).join(", ");
    const stored = columns.map(([, { type }], at) => (type === "json" ? JSON.stringify(values[at]) : values[at]));
    const places = stored.map((value) => (typeof value === "string" ? `'${value}'` : String(value)));
    const literals = source.options.type === "postgres" ? places : places.map((one) => (one === "true" ? "1" : one));
    await runner.query(`INSERT INTO "${table.name}" (${names}) VALUES (${literals.join(", ")})`);
    written.set(table.name, Object.fromEntries(columns.map(([name], at) => [name, values[at]])));
  }
  await runner.release();
  return written;
}

/** Of a text the name of its column. */
const EXAMPLES: Partial<Record<ColumnType, unknown>> = { integer: 7, boolean: true, json: { kept: ["as", 1] } };

function onSqlite(): () => DataSource {
  const file = join(temporaryFolder(), "octopus.db");
  return () => sqliteWriterSource(file);
}

const onPostgres = (url: string) => () => postgresSource(url, silentLogger);
