import type { MigrationInterface, QueryRunner } from "typeorm";

/** Phrases that people teach, and messages that were not understood. */
export class AliasMigration implements MigrationInterface {
  readonly name = "Aliases1795564800000";

  async up(runner: QueryRunner): Promise<void> {
    const isPostgres = runner.dataSource.options.type === "postgres";
    for (const statement of isPostgres
      ? tables('text COLLATE "C"', "bigint", "")
      : tables("text", "integer", " STRICT")) {
      await runner.query(statement);
    }
  }

  async down(): Promise<void> {
    throw new Error("There is no way back to an older schema; restore a backup instead.");
  }
}

function tables(text: string, integer: string, end: string): readonly string[] {
  return [
    `CREATE TABLE "alias" (
       "name" ${text} NOT NULL,
       "text" ${text} NOT NULL,
       "frame" ${text} NOT NULL,
       "owner_id" ${text} NOT NULL,
       "owner_name" ${text} NOT NULL,
       "created_at" ${integer} NOT NULL,
       CONSTRAINT "alias_pkey" PRIMARY KEY ("name")
     )${end}`,
    `CREATE TABLE "unmatched" (
       "seq" ${integer} NOT NULL,
       "text" ${text} NOT NULL,
       "user_id" ${text},
       "conversation_id" ${text} NOT NULL,
       "at" ${integer} NOT NULL,
       CONSTRAINT "unmatched_pkey" PRIMARY KEY ("seq")
     )${end}`,
    `CREATE INDEX "unmatched_age" ON "unmatched" ("at")`,
  ];
}
