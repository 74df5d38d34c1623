import type { MigrationInterface, QueryRunner } from "typeorm";
import { CHANNEL_POSTGRES } from "./channel-postgres.ts";
import { CHANNEL_SQLITE } from "./channel-sqlite.ts";

/** Adds what chat services need: deliveries, posts and links of people. Touches nothing that exists. */
export class ChannelMigration implements MigrationInterface {
  readonly name = "Channels1795478400000";

  async up(runner: QueryRunner): Promise<void> {
    const statements = runner.dataSource.options.type === "postgres" ? CHANNEL_POSTGRES : CHANNEL_SQLITE;
    for (const statement of statements) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error("Going back would lose messages; restore a backup instead.");
  }
}
