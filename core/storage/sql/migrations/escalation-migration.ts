import type { MigrationInterface, QueryRunner } from "typeorm";

/** When somebody else was told of a request that nobody answered. */
export class EscalationMigration implements MigrationInterface {
  readonly name = "Escalations1796256000000";

  async up(runner: QueryRunner): Promise<void> {
    const type = runner.dataSource.options.type === "postgres" ? "bigint" : "integer";
    await runner.query(`ALTER TABLE "approval" ADD COLUMN "escalated_at" ${type}`);
  }

  async down(): Promise<void> {
    throw new Error("There is no way back to an older schema; restore a backup instead.");
  }
}
