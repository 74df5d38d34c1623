import type { Randomness } from "../../core/kernel/randomness.ts";

/** Secrets with which connected agents fetch plugin files. They live in memory and die with the connection. */
export class DownloadTokens {
  readonly #agentBySecret = new Map<string, string>();
  readonly #randomness: Randomness;

  constructor(randomness: Randomness) {
    this.#randomness = randomness;
  }

  issue(agentId: string): string {
    const secret = `octo_dl_${this.#randomness.hex(24)}`;
    this.#agentBySecret.set(secret, agentId);
    return secret;
  }

  agentOf(secret: string): string | undefined {
    return this.#agentBySecret.get(secret);
  }

  revoke(secret: string): void {
    this.#agentBySecret.delete(secret);
  }
}
