import type { MigrationInterface, QueryRunner } from "typeorm";

const SCHEDULED = `"trigger" = 'schedule'`;

/** What scheduled runs of an older version were, as far as their rows tell. */
const CAUSES = `UPDATE "run" SET "cause" = CASE
  WHEN "state" = 'missed' AND "reason" LIKE '%late runs are skipped%' THEN 'misfire-skip'
  WHEN "state" = 'missed' THEN 'down'
  WHEN "reason" LIKE '%run before%' THEN 'overlap'
  WHEN "reason" LIKE 'No machine matches%' THEN 'no-machine'
  WHEN "reason" LIKE 'Its owner%' THEN 'rights'
  WHEN "reason" IS NOT NULL THEN 'invalid'
  WHEN "created_at" - "due_at" > 5000 THEN 'late'
  ELSE 'on-time' END
WHERE ${SCHEDULED}`;

/** The ledger of expected runs, freezes, calendars, and who paused a schedule. */
export class LedgerMigration implements MigrationInterface {
  readonly name = "Ledger1795392000000";

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements(runner.dataSource.options.type === "postgres")) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error("A freeze cannot be told to an older version; restore a backup instead.");
  }
}

function statements(postgres: boolean): readonly string[] {
  const text = postgres ? 'text COLLATE "C"' : "text";
  const integer = postgres ? "bigint" : "integer";
  const table = (name: string, columns: string, key: string) =>
    `CREATE TABLE "${name}" (${columns}, CONSTRAINT "${name}_pkey" PRIMARY KEY ("${key}"))${postgres ? "" : " STRICT"}`;
  return [
    `ALTER TABLE "run" ADD COLUMN "cause" ${text}`,
    `ALTER TABLE "run" ADD COLUMN "due_since" ${integer}`,
    `ALTER TABLE "run" ADD COLUMN "due_count" ${integer}`,
    CAUSES,
    `CREATE INDEX "run_open" ON "run" ("task_id") WHERE ("state" = 'running' OR "state" = 'unknown')`,
    `CREATE INDEX "run_ledger" ON "run" ("due_at") WHERE ${SCHEDULED}`,
    `CREATE INDEX "run_ledger_task" ON "run" ("task_id", "due_at") WHERE ${SCHEDULED}`,
    `ALTER TABLE "task" ADD COLUMN "paused_since" ${integer}`,
    `ALTER TABLE "task" ADD COLUMN "paused_cause" ${text}`,
    table(
      "freeze",
      `"id" ${text} NOT NULL, "seq" ${integer} NOT NULL, "state" ${text} NOT NULL, "targets" ${text} NOT NULL,
       "risk" ${text} NOT NULL, "starts_at" ${integer} NOT NULL, "ends_at" ${integer}, "reason" ${text} NOT NULL,
       "by_id" ${text} NOT NULL, "by_name" ${text} NOT NULL, "created_at" ${integer} NOT NULL,
       "ended_at" ${integer}, "ended_by_name" ${text}`,
      "id",
    ),
    `CREATE INDEX "freeze_seq" ON "freeze" ("seq")`,
    `CREATE INDEX "freeze_open" ON "freeze" ("state", "seq") WHERE "state" = 'open'`,
    table(
      "calendar",
      `"name" ${text} NOT NULL, "days" ${text} NOT NULL, "updated_at" ${integer} NOT NULL, "updated_by" ${text} NOT NULL`,
      "name",
    ),
  ];
}
