import { OctopusError } from "../kernel/errors.ts";
import { DEFAULT_PAGE_SIZE, LARGEST_PAGE_SIZE, type Page, type PageRequest } from "../model/page.ts";
import type { User } from "../model/user.ts";
import type { Reader } from "../store/rows.ts";
import { userTable } from "../store/tables/user-table.ts";
import { nameKey } from "./user-name.ts";
import { userOf } from "./user-row.ts";

/** The read side of people. */
export class UserQueries {
  readonly #reader: Reader;

  constructor(reader: Reader) {
    this.#reader = reader;
  }

  /** Throws `user.not-found`. */
  async get(id: string): Promise<User> {
    const [row] = await this.#reader.select(userTable, { where: { id } });
    if (row) return userOf(row);
    throw new OctopusError("user.not-found", `There is no user ${id}.`, { id });
  }

  /** Without regard to case. */
  async byName(name: string): Promise<User | undefined> {
    const [row] = await this.#reader.select(userTable, { where: { name_key: nameKey(name) } });
    return row && userOf(row);
  }

  /** By name; the cursor is the last name shown. */
  async list(page: PageRequest): Promise<Page<User>> {
    const limit = Math.max(1, Math.min(page.limit || DEFAULT_PAGE_SIZE, LARGEST_PAGE_SIZE));
    const rows = await this.#reader.select(userTable, {
      where: page.cursor === undefined ? {} : { name_key: { gt: page.cursor } },
      orderBy: [{ column: "name_key" }],
      limit: limit + 1,
    });
    const items = rows.slice(0, limit).map(userOf);
    const next = rows.length > limit ? rows[limit - 1]?.name_key : undefined;
    return next === undefined ? { items } : { items, next };
  }

  /** Everybody, by name. For catalogs; lists for people are paged. */
  async all(): Promise<readonly User[]> {
    const rows = await this.#reader.select(userTable, { orderBy: [{ column: "name_key" }] });
    return rows.map(userOf);
  }

  async isEmpty(): Promise<boolean> {
    return (await this.#reader.count(userTable, {})) === 0;
  }
}
