import type { QueryRunner } from "typeorm";
import type { SqlConnection, SqlResult } from "./sql-connection.ts";

/** Statements through TypeORM's query runner. */
export function typeormConnection(runner: QueryRunner): SqlConnection {
  return {
    async run(text: string, parameters: unknown[] = []): Promise<SqlResult> {
      const { records, affected } = await runner.query(text, parameters, true);
      return { rows: records, changes: affected ?? 0 };
    },
  };
}
