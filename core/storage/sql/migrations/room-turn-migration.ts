import type { MigrationInterface, QueryRunner } from "typeorm";

/** Whose turn it is to speak in a room, where several servers send to one chat service. */
export class RoomTurnMigration implements MigrationInterface {
  readonly name = "RoomTurns1796083200000";

  async up(runner: QueryRunner): Promise<void> {
    const isPostgres = runner.dataSource.options.type === "postgres";
    const [text, integer, end] = isPostgres ? ['text COLLATE "C"', "bigint", ""] : ["text", "integer", " STRICT"];
    await runner.query(
      `CREATE TABLE "channel_room_turn" (
         "channel" ${text} NOT NULL,
         "room" ${text} NOT NULL,
         "free_at" ${integer} NOT NULL,
         CONSTRAINT "channel_room_turn_pkey" PRIMARY KEY ("channel", "room")
       )${end}`,
    );
  }

  async down(): Promise<void> {
    throw new Error("There is no way back to an older schema; restore a backup instead.");
  }
}
