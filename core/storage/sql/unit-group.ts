import type { Clock } from "../../kernel/clock.ts";
import { OctopusError } from "../../kernel/errors.ts";
import type { Writer } from "../../store/rows.ts";
import { UnitWriter } from "../unit-writer.ts";
import type { SqlConnection, SqlTransaction } from "./sql-connection.ts";
import { SqlSession } from "./sql-session.ts";
import type { Statements } from "./statements.ts";
import { storageErrorOr } from "./storage-errors.ts";

/** Far above what a full group needs on a slow disk. */
const PATIENCE_MS = 30_000;

/** A unit that waits, with the promise somebody waits on. */
export interface WaitingUnit {
  readonly unit: (writer: Writer) => Promise<unknown>;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

interface Done {
  readonly waiting: WaitingUnit;
  readonly value: unknown;
  readonly acts: readonly (() => void)[];
}

/** The transaction's connection until its end: a unit that is late must not write into whatever comes after. */
function revocable(transaction: SqlTransaction): { readonly connection: SqlConnection; revoke(): void } {
  let ended = false;
  return {
    connection: {
      run: (text, parameters) =>
        ended
          ? Promise.reject(new Error("The transaction of this unit of work has ended."))
          : transaction.run(text, parameters),
    },
    revoke: () => {
      ended = true;
    },
  };
}

/** Commits a group of units, one after the other, in one transaction; each unit is kept or given back by itself. */
export class UnitGroup {
  readonly #statements: Statements;
  readonly #clock: Clock;
  readonly #onActError: (error: unknown) => void;

  constructor(statements: Statements, clock: Clock, onActError: (error: unknown) => void) {
    this.#statements = statements;
    this.#clock = clock;
    this.#onActError = onActError;
  }

  /** Settles every unit. Never rejects: when the transaction is lost, so is every unit not yet settled. */
  async commit(units: readonly WaitingUnit[], transaction: SqlTransaction): Promise<void> {
    const done: Done[] = [];
    const { connection, revoke } = revocable(transaction);
    try {
      await this.#inTime(this.#runAll(units, connection, done));
      revoke();
      await transaction.commit();
    } catch (error) {
      revoke();
      await transaction.rollback();
      const lost = storageErrorOr(error);
      // Settled units ignore a second settling.
      for (const { reject } of units) reject(lost);
      return;
    }
    for (const { waiting, value, acts } of done) {
      for (const act of acts) this.#act(act);
      waiting.resolve(value);
    }
  }

  async #runAll(units: readonly WaitingUnit[], connection: SqlConnection, done: Done[]): Promise<void> {
    // A unit alone is its own transaction and needs no savepoint in it.
    if (units.length === 1) await this.#alone(units, connection, done);
    else await this.#inSavepoints(units, connection, done);
  }

  /** A unit that waits for something outside, or for another unit, would stop every write for ever. */
  #inTime(running: Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      const cancel = this.#clock.after(PATIENCE_MS, () => {
        const sentence = "A unit of work did not end in time; it must await nothing but its own writer.";
        reject(new OctopusError("storage.unavailable", sentence, { patienceMs: PATIENCE_MS }));
      });
      void running.then(resolve, reject).finally(cancel);
    });
  }

  async #alone(units: readonly WaitingUnit[], connection: SqlConnection, done: Done[]): Promise<void> {
    for (const waiting of units) {
      const failure = await this.#run(waiting, connection, done);
      if (!failure) continue;
      waiting.reject(failure.error);
      throw failure.error;
    }
  }

  /** The savepoint that a failed unit went back to is as good as new; the commit releases the last one. */
  async #inSavepoints(units: readonly WaitingUnit[], connection: SqlConnection, done: Done[]): Promise<void> {
    let before: readonly string[] = ["SAVEPOINT unit"];
    for (const waiting of units) {
      for (const text of before) await connection.run(text);
      const failure = await this.#run(waiting, connection, done);
      before = failure ? [] : this.#statements.dialect.nextSavepoint;
      if (!failure) continue;
      await this.#giveBack(connection, failure.error);
      waiting.reject(failure.error);
    }
  }

  /** A full disk makes SQLite drop the whole transaction; then the unit's own failure is what ended the group. */
  async #giveBack(connection: SqlConnection, failure: unknown): Promise<void> {
    try {
      await connection.run("ROLLBACK TO SAVEPOINT unit");
    } catch {
      throw failure;
    }
  }

  async #run(
    waiting: WaitingUnit,
    connection: SqlConnection,
    done: Done[],
  ): Promise<{ readonly error: unknown } | undefined> {
    const writer = new UnitWriter(new SqlSession(connection, this.#statements));
    try {
      const value = await waiting.unit(writer);
      done.push({ waiting, value, acts: writer.finish() });
      return undefined;
    } catch (error) {
      writer.abandon();
      return { error };
    }
  }

  #act(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.#onActError(error);
    }
  }
}
