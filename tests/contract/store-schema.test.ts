import { join } from "node:path";
import type { DataSource } from "typeorm";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { silentLogger } from "../../core/kernel/logger.ts";
import { postgresDialect, sqliteDialect } from "../../core/storage/sql/dialect.ts";
import { migrate } from "../../core/storage/sql/migrate.ts";
import { postgresSource } from "../../core/storage/sql/postgres-engine.ts";
import { sqliteWriterSource } from "../../core/storage/sql/sqlite-engine.ts";
import { Statements } from "../../core/storage/sql/statements.ts";
import { ALL_TABLES } from "../../core/store/all-tables.ts";
import type { Query, Table } from "../../core/store/rows.ts";
import { inboxTable, messageTable, outboxTable, pendingTable } from "../../core/store/tables/conversation-table.ts";
import { attemptTable, executionTable, logChunkTable, runTable } from "../../core/store/tables/run-table.ts";
import { taskTable } from "../../core/store/tables/task-table.ts";
import { startPostgres, type TestPostgres } from "../support/postgres.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

async function sqlite(): Promise<DataSource> {
  const source = await sqliteWriterSource(join(temporaryFolder(), "octopus.db")).initialize();
  onTestFinished(() => source.destroy());
  await migrate(source);
  return source;
}

/** Queries that must stay fast however full the database is, with the index that makes them so. */
interface Hot {
  readonly index: string;
  readonly table: Table<never>;
  readonly query: Query<never>;
}
const hot = <Row extends object>(index: string, table: Table<Row>, query: Query<Row>) =>
  ({ index, table, query }) as unknown as Hot;
const states = (...values: readonly string[]) => ({ in: values });
const HOT: readonly Hot[] = [
  hot("task_due", taskTable, {
    where: { state: "active", next_due_at: { lte: 9 } },
    orderBy: [{ column: "next_due_at" }],
  }),
  hot("execution_lease", executionTable, { where: { state: states("running", "cancelling"), lease_until: { lt: 9 } } }),
  hot("execution_waiting", executionTable, { where: { state: states("queued", "offered"), expires_at: { lt: 9 } } }),
  hot("execution_open_agent", executionTable, {
    where: { agent_id: "a", state: states("queued", "offered", "running") },
  }),
  hot("execution_open_agent", executionTable, { where: { agent_id: "a", state: "running" } }),
  hot("execution_run", executionTable, { where: { run_id: "R-1" }, orderBy: [{ column: "seq" }] }),
  hot("run_open", runTable, { where: { task_id: "T-1", state: states("running", "unknown") }, limit: 20 }),
  hot("run_open", runTable, { where: { task_id: "T-1", state: "running" } }),
  hot("run_ledger", runTable, {
    where: { trigger: "schedule", due_at: { from: 1, below: 9 } },
    orderBy: [{ column: "due_at", descending: true }],
    limit: 20,
  }),
  hot("run_ledger_task", runTable, {
    where: { task_id: "T-1", trigger: "schedule" },
    orderBy: [{ column: "due_at", descending: true }],
    limit: 1,
  }),
  hot("run_seq", runTable, { orderBy: [{ column: "seq", descending: true }], limit: 20 }),
  hot("run_task_id_fire_key_key", runTable, { where: { task_id: "T-1", fire_key: "due:1" } }),
  hot("outbox_due", outboxTable, { where: { state: "due", next_at: { lte: 9 } }, orderBy: [{ column: "next_at" }] }),
  hot("pending_open", pendingTable, { where: { conversation_id: "c", state: "open" } }),
  hot("message_topic", messageTable, { where: { topic: "run:R-1" } }),
  hot("inbox_age", inboxTable, { where: { received_at: { lt: 9 } }, orderBy: [{ column: "received_at" }], limit: 100 }),
];

describe("the schema on SQLite", () => {
  it("is after all migrations exactly what the tables say", async () => {
    const source = await sqlite();
    const { upQueries } = await source.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });

  it("accepts only values of the column's type", async () => {
    const source = await sqlite();
    const tables = (await source.query("PRAGMA table_list")) as { name: string; strict: number }[];
    const ours = new Set(ALL_TABLES.map(({ name }) => name));
    expect(tables.filter(({ name, strict }) => ours.has(name) && strict !== 1)).toEqual([]);
  });

  it.each(HOT)("answers a hot query of $table.name by $index", async ({ index, table, query }) => {
    const source = await sqlite();
    const { text, parameters } = new Statements(sqliteDialect).select(table, query);
    const plan = (await source.query(`EXPLAIN QUERY PLAN ${text}`, parameters)) as { detail: string }[];
    const steps = plan.map(({ detail }) => detail).join("\n");
    const automatic = index === "run_task_id_fire_key_key" ? "sqlite_autoindex_run" : index;
    expect(steps).toContain(automatic);
    expect(steps).not.toMatch(new RegExp(`SCAN ${table.name}(?! USING INDEX)`));
  });

  // A bare parameter there would make SQLite compile the statement again at every call; see sqliteDialect.
  it.each(HOT)("compares $table.name with no bare parameter", ({ table, query }) => {
    const { text } = new Statements(sqliteDialect).select(table, query);
    expect(text).not.toMatch(/([=<>]|LIMIT) \?/);
  });

  it.each([attemptTable, logChunkTable])("finds the rows of one execution by the key of $name", async (table) => {
    const source = await sqlite();
    const { text, parameters } = new Statements(sqliteDialect).select(table as Table<{ execution_id: string }>, {
      where: { execution_id: "E-1" },
    });
    const [step] = (await source.query(`EXPLAIN QUERY PLAN ${text}`, parameters)) as { detail: string }[];
    expect(step?.detail).toContain("sqlite_autoindex");
  });
});

describe("the schema on PostgreSQL", () => {
  let server: TestPostgres;
  let source: DataSource;
  beforeAll(async () => {
    server = await startPostgres();
    source = await postgresSource(await server.createDatabase("schema"), silentLogger).initialize();
    await migrate(source);
  });
  afterAll(async () => {
    await source.destroy();
    await server.stop();
  });

  it("is after all migrations exactly what the tables say", async () => {
    const { upQueries } = await source.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });

  it.each(HOT)(
    "can answer a hot query of $table.name without reading the whole table ($index)",
    async ({ table, query }) => {
      const { text, parameters } = new Statements(postgresDialect).select(table, query);
      const plan = await source.transaction(async (manager) => {
        await manager.query("SET LOCAL enable_seqscan = off");
        return (await manager.query(`EXPLAIN ${text}`, parameters)) as Record<string, string>[];
      });
      const steps = plan.map((line) => line["QUERY PLAN"]).join("\n");
      expect(steps).toMatch(/Index (Only )?Scan|Bitmap Index Scan/);
      expect(steps).not.toContain("Seq Scan");
    },
  );
});
