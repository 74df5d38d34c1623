import type { Query, Table, Where, Writer } from "../store/rows.ts";
import type { Session } from "./session.ts";

/**
 * Guards one unit over any engine: after a failed statement nothing of the unit can be kept (PostgreSQL could not go
 * on, so no engine does), and a writer that outlives its unit is refused instead of writing into somebody else's.
 */
export class UnitWriter implements Writer {
  readonly #session: Session;
  readonly #acts: (() => void)[] = [];
  #failure: { readonly error: unknown } | undefined;
  #pending = 0;
  #open = true;

  constructor(session: Session) {
    this.#session = session;
  }

  select<Row extends object>(table: Table<Row>, query: Query<Row>): Promise<Row[]> {
    return this.#guard(() => this.#session.select(table, query));
  }

  count<Row extends object>(table: Table<Row>, where: Where<Row>): Promise<number> {
    return this.#guard(() => this.#session.count(table, where));
  }

  insert<Row extends object>(table: Table<Row>, rows: readonly Row[]): Promise<void> {
    return this.#guard(() => this.#session.insert(table, rows));
  }

  insertNew<Row extends object>(table: Table<Row>, row: Row): Promise<boolean> {
    return this.#guard(() => this.#session.insertNew(table, row));
  }

  update<Row extends object>(table: Table<Row>, where: Where<Row>, change: Partial<Row>): Promise<number> {
    return this.#guard(() => this.#session.update(table, where, change));
  }

  delete<Row extends object>(table: Table<Row>, where: Where<Row>): Promise<number> {
    return this.#guard(() => this.#session.delete(table, where));
  }

  next(counter: string, by = 1): Promise<number> {
    return this.#guard(() => this.#session.next(counter, by));
  }

  afterCommit(act: () => void): void {
    if (!this.#open) throw ended();
    this.#acts.push(act);
  }

  /** Ends the unit. Throws what failed in it, even if the unit caught that; otherwise the acts for after the commit. */
  finish(): readonly (() => void)[] {
    this.#open = false;
    if (this.#failure) throw this.#failure.error;
    if (this.#pending > 0) throw new Error("A unit of work ended without awaiting all of its statements.");
    return this.#acts;
  }

  /** Refuses every further use; for a unit that threw. */
  abandon(): void {
    this.#open = false;
  }

  async #guard<T>(statement: () => Promise<T>): Promise<T> {
    if (!this.#open) throw ended();
    if (this.#failure) throw this.#failure.error;
    this.#pending += 1;
    try {
      return await statement();
    } catch (error) {
      this.#failure ??= { error };
      throw error;
    } finally {
      this.#pending -= 1;
    }
  }
}

function ended(): Error {
  return new Error("This unit of work has ended; its writer cannot be used any more.");
}
