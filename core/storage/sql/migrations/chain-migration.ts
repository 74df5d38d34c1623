import type { MigrationInterface, QueryRunner } from "typeorm";

/** Column to type on SQLite; PostgreSQL says bigint for integer, and orders text by its bytes. */
const RUN_COLUMNS = {
  batch_count: "integer",
  open_batch: "integer",
  steps: "text",
  step: "integer",
  parent_run_id: "text",
  root_run_id: "text",
  subset: "text",
  follow: "text",
  next_step: "integer",
  waits_for: "text",
  stopped_at: "integer",
} as const;
const EXECUTION_COLUMNS = { batch: "integer", priority: "integer" } as const;

/** Rollouts in batches, chains of steps, runs of a part of an earlier run, runs that wait for the one before. */
export class ChainMigration implements MigrationInterface {
  readonly name = "Chains1795305600000";

  async up(runner: QueryRunner): Promise<void> {
    const postgres = runner.dataSource.options.type === "postgres";
    const typeOf = (type: "integer" | "text") =>
      postgres ? (type === "integer" ? "bigint" : 'text COLLATE "C"') : type;
    for (const [table, columns] of Object.entries({ run: RUN_COLUMNS, execution: EXECUTION_COLUMNS })) {
      for (const [column, type] of Object.entries(columns)) {
        await runner.query(`ALTER TABLE "${table}" ADD COLUMN "${column}" ${typeOf(type)}`);
      }
    }
    await runner.query(`CREATE INDEX "run_root" ON "run" ("root_run_id", "seq")`);
    await runner.query(
      `CREATE INDEX "run_follow" ON "run" ("follow", "seq") WHERE ("follow" = 'step' OR "follow" = 'wait')`,
    );
    // What waits while the server is upgraded must not fall behind everything that comes later.
    await runner.query(`UPDATE "execution" SET "priority" = 1 WHERE "state" = 'queued' OR "state" = 'offered'`);
  }

  async down(): Promise<void> {
    throw new Error("A chain cannot be told to an older version; restore a backup instead.");
  }
}
