import { OctopusError } from "../kernel/errors.ts";
import type { Freeze } from "../model/freeze.ts";
import type { Page, PageRequest } from "../model/page.ts";
import { pageBySeq } from "../store/page-by-seq.ts";
import type { Reader } from "../store/rows.ts";
import { freezeTable } from "../store/tables/freeze-table.ts";
import { freezeOf } from "./freeze-row.ts";

/** The read side of freezes; newest first, also those that are over. */
export class FreezeQueries {
  readonly #reader: Reader;

  constructor(reader: Reader) {
    this.#reader = reader;
  }

  async get(id: string): Promise<Freeze> {
    const [row] = await this.#reader.select(freezeTable, { where: { id } });
    if (row) return freezeOf(row);
    throw new OctopusError("freeze.not-found", `There is no freeze ${id}.`, { id });
  }

  async list(page: PageRequest): Promise<Page<Freeze>> {
    return await pageBySeq(this.#reader, freezeTable, { where: {}, page, map: freezeOf });
  }
}
