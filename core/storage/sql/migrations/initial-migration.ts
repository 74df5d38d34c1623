import type { MigrationInterface, QueryRunner } from "typeorm";
import { INITIAL_POSTGRES } from "./initial-postgres.ts";
import { INITIAL_SQLITE } from "./initial-sqlite.ts";

/** The first schema. TypeORM wants the number at the end of the name: it is the order of the migrations. */
export class InitialMigration implements MigrationInterface {
  readonly name = "Initial1795219200000";

  async up(runner: QueryRunner): Promise<void> {
    const statements = runner.dataSource.options.type === "postgres" ? INITIAL_POSTGRES : INITIAL_SQLITE;
    for (const statement of statements) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error("There is nothing before the first migration; restore a backup instead.");
  }
}
