import type { MigrationInterface, QueryRunner } from "typeorm";

/** Machines that may take the place of one that does not start its part of a run. */
export class SparesMigration implements MigrationInterface {
  readonly name = "Spares1795651200000";

  async up(runner: QueryRunner): Promise<void> {
    const type = runner.dataSource.options.type === "postgres" ? 'text COLLATE "C"' : "text";
    await runner.query(`ALTER TABLE "run" ADD COLUMN "spares" ${type}`);
  }

  async down(): Promise<void> {
    throw new Error("Spare machines cannot be told to an older version; restore a backup instead.");
  }
}
