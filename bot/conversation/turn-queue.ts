/** Runs what is asked for one key strictly one after the other; different keys do not wait for each other. */
export class TurnQueue {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Resolves or rejects as `act` does. A failure does not hinder whoever waits behind it. */
  async run<T>(key: string, act: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key) ?? Promise.resolve();
    const mine = before.then(act, act);
    const settled = mine.catch(() => undefined);
    this.#last.set(key, settled);
    try {
      return await mine;
    } finally {
      if (this.#last.get(key) === settled) this.#last.delete(key);
    }
  }
}
