import type { Clock } from "../../kernel/clock.ts";
import { OctopusError } from "../../kernel/errors.ts";
import type { Logger } from "../../kernel/logger.ts";
import type { Query, Store, Table, Where, Writer } from "../../store/rows.ts";
import { metaTable } from "../../store/tables/meta-table.ts";
import type { SqlEngine, SqlTransaction } from "./sql-connection.ts";
import { SqlSession } from "./sql-session.ts";
import { Statements } from "./statements.ts";
import { isBusy, storageErrorOr } from "./storage-errors.ts";
import { UnitGroup, type WaitingUnit } from "./unit-group.ts";

/** Bounds how long one group keeps the event loop and what a lost transaction takes with it. */
const MOST_UNITS = 256;
const BUSY_PATIENCE_MS = 5000;
const FIRST_BUSY_WAIT_MS = 2;
const LONGEST_BUSY_WAIT_MS = 100;

/**
 * Group commit: all units that wait when the writer is free go into one transaction, in order, never interleaved, and
 * are answered when it is durable. A unit that comes alone starts on the next turn of the event loop.
 */
export class SqlStore implements Store {
  readonly #engine: SqlEngine;
  readonly #clock: Clock;
  readonly #group: UnitGroup;
  readonly #reader: SqlSession;
  readonly #waiting: WaitingUnit[] = [];
  #draining: Promise<void> | undefined;
  #closed = false;

  constructor(engine: SqlEngine, deps: { readonly clock: Clock; readonly logger: Logger }) {
    const statements = new Statements(engine.dialect);
    this.#engine = engine;
    this.#clock = deps.clock;
    this.#group = new UnitGroup(statements, deps.clock, (err) =>
      deps.logger.error({ err }, "an act after a commit failed"),
    );
    this.#reader = new SqlSession(engine.reader, statements);
  }

  async select<Row extends object>(table: Table<Row>, query: Query<Row>): Promise<Row[]> {
    return this.#openReader().select(table, query);
  }

  async count<Row extends object>(table: Table<Row>, where: Where<Row>): Promise<number> {
    return this.#openReader().count(table, where);
  }

  write<T>(unit: (writer: Writer) => Promise<T>): Promise<T> {
    if (this.#closed) return Promise.reject(closedError());
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ unit, resolve: resolve as (value: unknown) => void, reject });
      this.#draining ??= this.#drain();
    });
  }

  async check(): Promise<void> {
    try {
      await this.write(async (writer) => {
        if ((await writer.update(metaTable, { name: "check" }, { value: "ok" })) === 0) {
          await writer.insert(metaTable, [{ name: "check", value: "ok" }]);
        }
      });
      await this.select(metaTable, { where: { name: "check" } });
    } catch (error) {
      throw storageErrorOr(error);
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#draining;
    await this.#engine.close();
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      await nextTurn();
      const units = this.#waiting.splice(0, MOST_UNITS);
      const transaction = await this.#begin(units);
      if (transaction) await this.#group.commit(units, transaction);
    }
    this.#draining = undefined;
  }

  async #begin(units: readonly WaitingUnit[]): Promise<SqlTransaction | undefined> {
    const giveUpAt = this.#clock.monotonic() + BUSY_PATIENCE_MS;
    for (let waitMs = FIRST_BUSY_WAIT_MS; ; waitMs = Math.min(waitMs * 2, LONGEST_BUSY_WAIT_MS)) {
      try {
        return await this.#engine.begin();
      } catch (error) {
        if (!isBusy(error) || this.#clock.monotonic() >= giveUpAt) {
          const refused = storageErrorOr(error);
          for (const { reject } of units) reject(refused);
          return undefined;
        }
        await new Promise<void>((resolve) => this.#clock.after(waitMs, resolve));
      }
    }
  }

  #openReader(): SqlSession {
    if (this.#closed) throw closedError();
    return this.#reader;
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function closedError(): OctopusError {
  return new OctopusError("storage.unavailable", "The store is closed.");
}
