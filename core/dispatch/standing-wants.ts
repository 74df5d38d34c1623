/** What one agent said last, and which of that has gone out since. */
interface Standing {
  nonces: string[];
  readonly used: Set<string>;
  /** Monotonic. */
  heardAt: number;
}

/**
 * Wants that agents gave in advance. A hint in memory: an agent believes a nonce once, while it is young, and only
 * until it hears anything that could make it wrong; what it does not believe costs a round trip and nothing else.
 */
export class StandingWants {
  readonly #youngMs: number;
  readonly #byAgent = new Map<string, Standing>();

  /** `youngMs`: older ones are not used, because the agent would ask again anyway. */
  constructor(youngMs: number) {
    this.#youngMs = youngMs;
  }

  /** Replaces what the agent said before; one that is on its way to it is not used twice. */
  put(agentId: string, nonces: readonly string[], now: number): void {
    const used = new Set(nonces.filter((nonce) => this.#byAgent.get(agentId)?.used.has(nonce)));
    this.#byAgent.set(agentId, { nonces: nonces.filter((nonce) => !used.has(nonce)), used, heardAt: now });
  }

  /** One that the agent has not seen yet; undefined: ask for its want. */
  take(agentId: string, now: number): string | undefined {
    const standing = this.#byAgent.get(agentId);
    if (!standing || now - standing.heardAt > this.#youngMs) return undefined;
    const nonce = standing.nonces.shift();
    if (nonce !== undefined) standing.used.add(nonce);
    return nonce;
  }

  /** Its connection ended, and with it all that it said. */
  drop(agentId: string): void {
    this.#byAgent.delete(agentId);
  }
}
