import type { AuditRecorder } from "../audit/audit-recorder.ts";
import type { Clock } from "../kernel/clock.ts";
import { OctopusError } from "../kernel/errors.ts";
import type { Randomness } from "../kernel/randomness.ts";
import type { User } from "../model/user.ts";
import type { Store, Writer } from "../store/rows.ts";
import { metaTable } from "../store/tables/meta-table.ts";
import { userTable } from "../store/tables/user-table.ts";
import { SYSTEM_ACTOR } from "./actor-of.ts";
import { assertPassword } from "./assert-password.ts";
import type { PasswordHash, PasswordHasher } from "./password-hasher.ts";
import { sameSecret } from "./secret.ts";
import type { SetupCodeFile } from "./setup-code-file.ts";
import { assertUserName } from "./user-name.ts";
import type { UserService } from "./user-service.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly hasher: PasswordHasher;
  readonly users: UserService;
  readonly audit: AuditRecorder;
  readonly codeFile?: SetupCodeFile;
}

interface Code {
  readonly text: string;
  readonly expiresAt: number;
  triesLeft: number;
}

export const SETUP_CODE_LIFE_MS = 15 * 60_000;
const TRIES = 5;

/**
 * The first administrator. While nobody exists, each start makes a code that is good for 15 minutes and five tries;
 * whoever can read the server's terminal may use it once.
 */
export class SetupService {
  readonly #deps: Deps;
  #code: Code | undefined;
  #done = false;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  async needed(): Promise<boolean> {
    if (this.#done) return false;
    this.#done = (await this.#deps.store.count(userTable, {})) > 0;
    return !this.#done;
  }

  /** Makes and returns a fresh code; undefined when set-up is done. */
  async begin(): Promise<string | undefined> {
    const { clock, codeFile, randomness } = this.#deps;
    this.#code = undefined;
    if (!(await this.needed())) {
      await codeFile?.remove();
      return undefined;
    }
    const text = (randomness.hex(8).match(/.{4}/g) ?? []).join("-");
    this.#code = { text, expiresAt: clock.now() + SETUP_CODE_LIFE_MS, triesLeft: TRIES };
    await codeFile?.write(text);
    return text;
  }

  /** Throws `setup.done`, `setup.wrong-code`, `request.invalid`, `user.weak-password`. A weak password costs no try. */
  async complete(code: string, name: string, password: string): Promise<User> {
    if (!(await this.needed())) throw setupDone();
    this.#assertCode(code);
    const user = await this.#create(name, password, "setup-code");
    this.#code = undefined;
    await this.#deps.codeFile?.remove();
    return user;
  }

  /** For OCTOPUS_ADMIN_USER and OCTOPUS_ADMIN_PASSWORD. Undefined, and nothing changed, when anybody exists. */
  async createFirstAdmin(name: string, password: string): Promise<User | undefined> {
    return (await this.needed()) ? await this.#create(name, password, "configuration") : undefined;
  }

  async #create(name: string, password: string, rule: string): Promise<User> {
    assertUserName(name);
    assertPassword(password, name);
    const { hasher, store } = this.#deps;
    const passwordHash = await hasher.hash(password);
    const user = await store.write((writer) => this.#insert(writer, name, passwordHash, rule));
    this.#done = true;
    return user;
  }

  async #insert(writer: Writer, name: string, passwordHash: PasswordHash, rule: string): Promise<User> {
    const { audit, users } = this.#deps;
    // The row's key lets one of two servers win that count at the same moment.
    const first = await writer.insertNew(metaTable, { name: "first-admin", value: name });
    if (!first || (await writer.count(userTable, {})) > 0) throw setupDone();
    const user = await users.create(writer, SYSTEM_ACTOR, { name, role: "admin", passwordHash });
    await audit.record(writer, SYSTEM_ACTOR, { action: "setup.complete", object: user.id, decision: "allowed", rule });
    return user;
  }

  #assertCode(text: string): void {
    const code = this.#code;
    if (!code || code.expiresAt <= this.#deps.clock.now() || code.triesLeft <= 0) {
      const sentence = "The set-up code has expired; restart the server to get a new one.";
      throw new OctopusError("setup.wrong-code", sentence);
    }
    if (sameSecret(text.trim().toLowerCase(), code.text)) return;
    code.triesLeft -= 1;
    const left = code.triesLeft === 0 ? "restart the server to get a new one" : `${code.triesLeft} tries left`;
    throw new OctopusError("setup.wrong-code", `The set-up code is wrong; ${left}.`, { triesLeft: code.triesLeft });
  }
}

function setupDone(): OctopusError {
  return new OctopusError("setup.done", "Set-up is already done; sign in instead.");
}
