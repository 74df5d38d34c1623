import type { MigrationInterface, QueryRunner } from "typeorm";

/** What waits for another person's yes, and the places where changes do. */
export class ApprovalMigration implements MigrationInterface {
  readonly name = "Approvals1796169600000";

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
    `CREATE TABLE "approval" (
       "id" ${text} NOT NULL,
       "seq" ${integer} NOT NULL,
       "state" ${text} NOT NULL,
       "asker_id" ${text} NOT NULL,
       "asker_name" ${text} NOT NULL,
       "via" ${text} NOT NULL,
       "conversation_id" ${text},
       "text" ${text} NOT NULL,
       "action" ${text} NOT NULL,
       "risk" ${text} NOT NULL,
       "machines" ${text} NOT NULL,
       "work" ${text} NOT NULL,
       "plan_hash" ${text} NOT NULL,
       "reasons" ${text} NOT NULL,
       "created_at" ${integer} NOT NULL,
       "expires_at" ${integer} NOT NULL,
       "reminded_at" ${integer},
       "decided_at" ${integer},
       "decided_by" ${text},
       "decided_by_name" ${text},
       "note" ${text} NOT NULL,
       "task_id" ${text},
       "run_id" ${text},
       "result" ${text},
       CONSTRAINT "approval_pkey" PRIMARY KEY ("id")
     )${end}`,
    `CREATE INDEX "approval_seq" ON "approval" ("seq")`,
    `CREATE INDEX "approval_pending" ON "approval" ("expires_at") WHERE "state" = 'pending'`,
    `CREATE INDEX "approval_open" ON "approval" ("result")`,
    `CREATE INDEX "approval_run" ON "approval" ("run_id")`,
    `CREATE INDEX "approval_task" ON "approval" ("task_id", "seq")`,
    `CREATE TABLE "protection" (
       "id" ${text} NOT NULL,
       "seq" ${integer} NOT NULL,
       "targets" ${text} NOT NULL,
       "risk" ${text} NOT NULL,
       "by_id" ${text} NOT NULL,
       "by_name" ${text} NOT NULL,
       "created_at" ${integer} NOT NULL,
       CONSTRAINT "protection_pkey" PRIMARY KEY ("id")
     )${end}`,
    `CREATE INDEX "protection_seq" ON "protection" ("seq")`,
  ];
}
