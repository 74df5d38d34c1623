import { OctopusError } from "../kernel/errors.ts";
import type { User } from "../model/user.ts";
import type { Reader } from "../store/rows.ts";
import { type UserRow, userTable } from "../store/tables/user-table.ts";
import type { PasswordHasher } from "./password-hasher.ts";
import { nameKey } from "./user-name.ts";
import { userOf } from "./user-row.ts";

interface Deps {
  readonly reader: Reader;
  readonly hasher: PasswordHasher;
}

/** Checks passwords. How often one may try is limited at the door, by account and address. */
export class SignIn {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Throws `user.wrong-credentials`: one sentence and one duration for unknown, disabled and wrong alike. */
  async verify(name: string, password: string): Promise<User> {
    const [row] = await this.#deps.reader.select(userTable, { where: { name_key: nameKey(name) } });
    return await this.#verified(row, password);
  }

  /** The same for somebody who is signed in already and does something grave. */
  async verifyAgain(userId: string, password: string): Promise<User> {
    const [row] = await this.#deps.reader.select(userTable, { where: { id: userId } });
    return await this.#verified(row, password);
  }

  async #verified(row: UserRow | undefined, password: string): Promise<User> {
    const matches = await this.#deps.hasher.verify(password, row?.password_hash ?? undefined);
    if (row && matches && row.state === "active") return userOf(row);
    throw new OctopusError("user.wrong-credentials", "Name or password is wrong.");
  }
}
