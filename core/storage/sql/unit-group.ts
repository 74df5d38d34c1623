import type { Writer } from "../../store/rows.ts";
import { UnitWriter } from "../unit-writer.ts";
import type { SqlTransaction } from "./sql-connection.ts";
import { SqlSession } from "./sql-session.ts";
import type { Statements } from "./statements.ts";
import { storageErrorOr } from "./storage-errors.ts";

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

/** Commits a group of units, one after the other, in one transaction; each unit is kept or given back by itself. */
export class UnitGroup {
  readonly #statements: Statements;
  readonly #onActError: (error: unknown) => void;

  constructor(statements: Statements, onActError: (error: unknown) => void) {
    this.#statements = statements;
    this.#onActError = onActError;
  }

  /** Settles every unit. Never rejects: when the transaction is lost, so is every unit not yet settled. */
  async commit(units: readonly WaitingUnit[], transaction: SqlTransaction): Promise<void> {
    const done: Done[] = [];
    try {
      // A unit alone is its own transaction and needs no savepoint in it.
      if (units.length === 1) await this.#alone(units, transaction, done);
      else for (const waiting of units) await this.#inSavepoint(waiting, transaction, done);
      await transaction.commit();
    } catch (error) {
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

  async #alone(units: readonly WaitingUnit[], transaction: SqlTransaction, done: Done[]): Promise<void> {
    for (const waiting of units) {
      const failure = await this.#run(waiting, transaction, done);
      if (!failure) continue;
      waiting.reject(failure.error);
      throw failure.error;
    }
  }

  async #inSavepoint(waiting: WaitingUnit, transaction: SqlTransaction, done: Done[]): Promise<void> {
    await transaction.run("SAVEPOINT unit");
    const failure = await this.#run(waiting, transaction, done);
    if (failure) await this.#giveBack(transaction, failure.error);
    await transaction.run("RELEASE SAVEPOINT unit");
    if (failure) waiting.reject(failure.error);
  }

  /** A full disk makes SQLite drop the whole transaction; then the unit's own failure is what ended the group. */
  async #giveBack(transaction: SqlTransaction, failure: unknown): Promise<void> {
    try {
      await transaction.run("ROLLBACK TO SAVEPOINT unit");
    } catch {
      throw failure;
    }
  }

  async #run(
    waiting: WaitingUnit,
    transaction: SqlTransaction,
    done: Done[],
  ): Promise<{ readonly error: unknown } | undefined> {
    const writer = new UnitWriter(new SqlSession(transaction, this.#statements));
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
