import { hash, verify } from "@node-rs/argon2";
import type { Brand } from "../kernel/brand.ts";
import { OctopusError } from "../kernel/errors.ts";

/** PHC string. Its own type, so that a password cannot be stored by mistake. */
export type PasswordHash = Brand<string, "PasswordHash">;

/** What needs to know a password, behind a port, because a real hash is slow by intent. */
export interface PasswordHasher {
  /** Throws `request.rate-limited` when too many wait. Never call it in a unit of work. */
  hash(password: string): Promise<PasswordHash>;
  /** As slow for a missing hash as for a wrong password. Throws `request.rate-limited` when too many wait. */
  verify(password: string, stored: string | undefined): Promise<boolean>;
}

/** argon2id; about 25 ms and 46 MiB each. */
const ARGON = { memoryCost: 46 * 1024, timeCost: 1, parallelism: 1 } as const;
const MOST_AT_ONCE = 2;
const MOST_WAITING = 20;

export class ArgonHasher implements PasswordHasher {
  #running = 0;
  readonly #waiting: (() => void)[] = [];
  #decoy: Promise<string> | undefined;

  async hash(password: string): Promise<PasswordHash> {
    return (await this.#inTurn(() => hash(password, ARGON))) as PasswordHash;
  }

  async verify(password: string, stored: string | undefined): Promise<boolean> {
    this.#decoy ??= hash("nobody has this password", ARGON);
    const decoy = await this.#decoy;
    const matches = await this.#inTurn(() => verify(stored ?? decoy, password).catch(() => false));
    return matches && stored !== undefined;
  }

  async #inTurn<T>(act: () => Promise<T>): Promise<T> {
    if (this.#running >= MOST_AT_ONCE) await this.#turn();
    else this.#running += 1;
    try {
      return await act();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }

  /** Resolves with the place of one that has finished. */
  async #turn(): Promise<void> {
    if (this.#waiting.length >= MOST_WAITING) {
      const sentence = "Too many people are signing in at this moment; try again in a few seconds.";
      throw new OctopusError("request.rate-limited", sentence, { retryAfterMs: 2000 });
    }
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}
