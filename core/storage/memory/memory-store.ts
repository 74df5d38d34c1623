import { OctopusError } from "../../kernel/errors.ts";
import type { Query, Store, Table, Where, Writer } from "../../store/rows.ts";
import { UnitWriter } from "../unit-writer.ts";
import { MemorySession, type MemoryTables } from "./memory-session.ts";

/**
 * The store without a database: the same promises but durability, no timers, no I/O, so that a seeded simulation
 * replays exactly. `onError` learns of an `afterCommit` act that threw.
 */
export function createMemoryStore(onError: (error: unknown) => void = () => undefined): Store {
  return new MemoryStore(onError);
}

class MemoryStore implements Store {
  readonly #onError: (error: unknown) => void;
  readonly #tables: MemoryTables = new Map();
  #last: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  async select<Row extends object>(table: Table<Row>, query: Query<Row>): Promise<Row[]> {
    return this.#reader().select(table, query);
  }

  async count<Row extends object>(table: Table<Row>, where: Where<Row>): Promise<number> {
    return this.#reader().count(table, where);
  }

  write<T>(unit: (writer: Writer) => Promise<T>): Promise<T> {
    if (this.#closed) return Promise.reject(closedError());
    const result = this.#last.then(() => this.#run(unit));
    this.#last = result.catch(() => undefined);
    return result;
  }

  async check(): Promise<void> {
    this.#reader();
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#last;
  }

  async #run<T>(unit: (writer: Writer) => Promise<T>): Promise<T> {
    const session = new MemorySession(this.#tables);
    const writer = new UnitWriter(session);
    try {
      const value = await unit(writer);
      const acts = writer.finish();
      session.commit();
      for (const act of acts) this.#act(act);
      return value;
    } finally {
      writer.abandon();
    }
  }

  #act(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.#onError(error);
    }
  }

  #reader(): MemorySession {
    if (this.#closed) throw closedError();
    return new MemorySession(this.#tables);
  }
}

function closedError(): OctopusError {
  return new OctopusError("storage.unavailable", "The store is closed.");
}
