import type { Query, Table, Where } from "../../store/rows.ts";
import { conflictError } from "../conflict-error.ts";
import type { Session } from "../session.ts";
import { decodeRows } from "./row-codec.ts";
import type { SqlConnection, SqlResult } from "./sql-connection.ts";
import type { Statement, Statements } from "./statements.ts";
import { isUniqueViolation, storageError } from "./storage-errors.ts";

/** Most rows of one INSERT; smaller rests are powers of two, so that there are few shapes to prepare. */
const MOST_ROWS = 256;

/** The store's operations as statements on one connection. */
export class SqlSession implements Session {
  readonly #connection: SqlConnection;
  readonly #statements: Statements;

  constructor(connection: SqlConnection, statements: Statements) {
    this.#connection = connection;
    this.#statements = statements;
  }

  async select<Row extends object>(table: Table<Row>, query: Query<Row>): Promise<Row[]> {
    const answer = this.#run(table, this.#statements.select(table, query));
    return decodeRows(table, (answer instanceof Promise ? await answer : answer).rows);
  }

  async count<Row extends object>(table: Table<Row>, where: Where<Row>): Promise<number> {
    const { rows } = await this.#run(table, this.#statements.count(table, where));
    return Number((rows[0] as { count: unknown }).count);
  }

  async insert<Row extends object>(table: Table<Row>, rows: readonly Row[]): Promise<void> {
    let from = 0;
    while (from < rows.length) {
      const size = Math.min(MOST_ROWS, 2 ** Math.floor(Math.log2(rows.length - from)));
      await this.#run(table, this.#statements.insert(table, rows.slice(from, from + size)));
      from += size;
    }
  }

  async insertNew<Row extends object>(table: Table<Row>, row: Row): Promise<boolean> {
    const { changes } = await this.#run(table, this.#statements.insert(table, [row], true));
    return changes === 1;
  }

  async update<Row extends object>(table: Table<Row>, where: Where<Row>, change: Partial<Row>): Promise<number> {
    const statement = this.#statements.update(table, where, change);
    if (!statement) return this.count(table, where);
    return (await this.#run(table, statement)).changes;
  }

  async delete<Row extends object>(table: Table<Row>, where: Where<Row>): Promise<number> {
    return (await this.#run(table, this.#statements.delete(table, where))).changes;
  }

  async next(counter: string, by: number): Promise<number> {
    const { text, parameters } = this.#statements.next(counter, by);
    const { rows } = await this.#connection.run(text, parameters);
    return Number((rows[0] as { value: unknown }).value);
  }

  /** SQLite answers at once, and a message is made of many statements: none of them waits for nothing. */
  #run<Row extends object>(table: Table<Row>, { text, parameters }: Statement): Promise<SqlResult> | SqlResult {
    const failed = (error: unknown): never => {
      if (isUniqueViolation(error)) throw conflictError(table.name, error);
      throw storageError(error) ?? error;
    };
    try {
      const answer = this.#connection.run(text, parameters);
      return answer instanceof Promise ? answer.catch(failed) : answer;
    } catch (error) {
      return failed(error);
    }
  }
}
