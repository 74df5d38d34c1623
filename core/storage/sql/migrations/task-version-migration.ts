import type { MigrationInterface, QueryRunner } from "typeorm";

/** Numbers the changes of a task, so that two of them at the same moment are noticed. */
export class TaskVersionMigration implements MigrationInterface {
  readonly name = "TaskVersions1795996800000";

  async up(runner: QueryRunner): Promise<void> {
    const type = runner.dataSource.options.type === "postgres" ? "bigint" : "integer";
    await runner.query(`ALTER TABLE "task" ADD COLUMN "version" ${type}`);
  }

  async down(): Promise<void> {
    throw new Error("There is no way back to an older schema; restore a backup instead.");
  }
}
