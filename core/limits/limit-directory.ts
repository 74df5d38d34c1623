import type { Limit } from "../model/limit.ts";
import type { Reader } from "../store/rows.ts";
import { limitTable } from "../store/tables/limit-table.ts";
import { limitOf } from "./limit-row.ts";

/** More limits than this nobody could keep in mind, and each costs a look at whatever starts. */
export const MOST_LIMITS = 100;

/** The limits in force, in memory. Call `load` before anything else, and now and then: another server may set one. */
export class LimitDirectory {
  readonly #reader: Reader;
  #all: readonly Limit[] = [];

  constructor(reader: Reader) {
    this.#reader = reader;
  }

  async load(): Promise<void> {
    const before = this.#all;
    const rows = await this.#reader.select(limitTable, { orderBy: [{ column: "seq" }], limit: MOST_LIMITS });
    // What was put here meanwhile is newer than what was read.
    if (this.#all === before) this.#all = rows.map(limitOf);
  }

  all(): readonly Limit[] {
    return this.#all;
  }

  /** For the service of this folder: what it has just committed. */
  put(limit: Limit): void {
    this.#all = [...this.#all.filter(({ id }) => id !== limit.id), limit];
  }

  remove(id: string): void {
    this.#all = this.#all.filter((limit) => limit.id !== id);
  }
}
