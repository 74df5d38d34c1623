import { type AgentIdentity, writeIdentity } from "./identity.ts";

/**
 * Counts connections, on the disk before the server hears of one. Two that use the same count are two machines with one
 * identity; a count that was never used is no harm.
 */
export class ConnectionCounter {
  readonly #folder: string;
  #identity: AgentIdentity;
  #writing: Promise<unknown> = Promise.resolve();

  constructor(folder: string, identity: AgentIdentity) {
    this.#folder = folder;
    this.#identity = identity;
  }

  /** The identity with a count that nobody has used. Rejects when it cannot be stored; then there must be no hello. */
  async next(): Promise<AgentIdentity> {
    const counted = { ...this.#identity, boot: this.#identity.boot + 1 };
    this.#identity = counted;
    const written = this.#writing.then(() => writeIdentity(this.#folder, counted));
    this.#writing = written.catch(() => undefined);
    await written;
    return counted;
  }
}
