import type { MigrationInterface, QueryRunner } from "typeorm";

/** What rooms and people have said once and for all, and notices that wait for the end of quiet hours. */
export class RoomMigration implements MigrationInterface {
  readonly name = "Rooms1795824000000";

  async up(runner: QueryRunner): Promise<void> {
    const isPostgres = runner.dataSource.options.type === "postgres";
    const [text, integer, end] = isPostgres ? ['text COLLATE "C"', "bigint", ""] : ["text", "integer", " STRICT"];
    for (const statement of tables(text ?? "", integer ?? "", end ?? "")) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error("There is no way back to an older schema; restore a backup instead.");
  }
}

function tables(text: string, integer: string, end: string): readonly string[] {
  return [
    `CREATE TABLE "room_setting" (
       "scope" ${text} NOT NULL,
       "kind" ${text} NOT NULL,
       "value" ${text} NOT NULL,
       "next_at" ${integer},
       "name" ${text} NOT NULL,
       "by_id" ${text} NOT NULL,
       "by_name" ${text} NOT NULL,
       "set_at" ${integer} NOT NULL,
       CONSTRAINT "room_setting_pkey" PRIMARY KEY ("scope", "kind")
     )${end}`,
    `CREATE INDEX "room_setting_next" ON "room_setting" ("next_at")`,
    `CREATE TABLE "held_notice" (
       "topic" ${text} NOT NULL,
       "run_id" ${text} NOT NULL,
       "channel" ${text} NOT NULL,
       "base" ${text} NOT NULL,
       "user_id" ${text} NOT NULL,
       "held_at" ${integer} NOT NULL,
       "release_at" ${integer} NOT NULL,
       CONSTRAINT "held_notice_pkey" PRIMARY KEY ("topic")
     )${end}`,
    `CREATE INDEX "held_notice_release" ON "held_notice" ("release_at")`,
  ];
}
