/** Gathers the agents that one commit has work for, so that they are offered it together. */
export class GatheredWakes {
  readonly #wakeAll: (agentIds: readonly string[]) => void;
  #waiting = new Set<string>();

  constructor(wakeAll: (agentIds: readonly string[]) => void) {
    this.#wakeAll = wakeAll;
  }

  /** What is added in the same turn goes out together, at its end. */
  add(agentId: string): void {
    if (this.#waiting.size === 0) queueMicrotask(() => this.#flush());
    this.#waiting.add(agentId);
  }

  #flush(): void {
    const agentIds = [...this.#waiting];
    this.#waiting = new Set();
    this.#wakeAll(agentIds);
  }
}
