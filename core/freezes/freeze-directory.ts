import type { Freeze } from "../model/freeze.ts";
import type { Reader } from "../store/rows.ts";
import { freezeTable } from "../store/tables/freeze-table.ts";
import { freezeOf } from "./freeze-row.ts";

/** More freezes than this at once are not for people; the oldest would be forgotten, so starting one more is refused. */
export const MOST_OPEN_FREEZES = 500;

/**
 * The freezes that nobody has ended, in memory, to be asked whenever something is about to start. Call `load` before
 * anything else, and now and then: another server may have started one.
 */
export class FreezeDirectory {
  readonly #reader: Reader;
  #open: readonly Freeze[] = [];

  constructor(reader: Reader) {
    this.#reader = reader;
  }

  async load(): Promise<void> {
    const before = this.#open;
    const where = { state: "open" };
    const rows = await this.#reader.select(freezeTable, {
      where,
      orderBy: [{ column: "seq" }],
      limit: MOST_OPEN_FREEZES,
    });
    // What was put here meanwhile is newer than what was read.
    if (this.#open === before) this.#open = rows.map(freezeOf);
  }

  /** Also those whose time has not come, or is over. */
  open(): readonly Freeze[] {
    return this.#open;
  }

  /** For the service of this folder: what it has just committed. */
  put(freeze: Freeze): void {
    const others = this.#open.filter((one) => one.id !== freeze.id);
    this.#open = freeze.endedAt === undefined ? [...others, freeze] : others;
  }
}
