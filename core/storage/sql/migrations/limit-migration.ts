import type { MigrationInterface, QueryRunner } from "typeorm";

/** How much may be under way at once, and what waits because of it. */
export class LimitMigration implements MigrationInterface {
  readonly name = "Limits1795737600000";

  async up(runner: QueryRunner): Promise<void> {
    const isPostgres = runner.dataSource.options.type === "postgres";
    const statements = isPostgres ? changes('text COLLATE "C"', "bigint", "") : changes("text", "integer", " STRICT");
    for (const statement of statements) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error("There is no way back to an older schema; restore a backup instead.");
  }
}

function changes(text: string, integer: string, end: string): readonly string[] {
  return [
    `CREATE TABLE "work_limit" (
       "id" ${text} NOT NULL,
       "seq" ${integer} NOT NULL,
       "most" ${integer} NOT NULL,
       "what" ${text} NOT NULL,
       "action" ${text},
       "task_id" ${text},
       "targets" ${text},
       "person" ${text},
       "by_id" ${text} NOT NULL,
       "by_name" ${text} NOT NULL,
       "created_at" ${integer} NOT NULL,
       CONSTRAINT "work_limit_pkey" PRIMARY KEY ("id")
     )${end}`,
    `CREATE INDEX "work_limit_seq" ON "work_limit" ("seq")`,
    `ALTER TABLE "execution" ADD COLUMN "limited_by" ${text}`,
    `ALTER TABLE "execution" ADD COLUMN "wait_reason" ${text}`,
    `CREATE INDEX "execution_limited" ON "execution" ("limited_by", "seq") WHERE "state" = 'queued'`,
  ];
}
