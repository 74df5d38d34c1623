import type { Randomness } from "../../core/kernel/randomness.ts";
import { type AttemptKey, attemptKeyText, type OfferMessage } from "../../core/protocol/messages.ts";
import { PROTOCOL_LIMITS } from "../../core/protocol/version.ts";
import type { Ablations, EngineTimes } from "./engine-options.ts";
import type { Want } from "./held-attempt.ts";
import { isYoungEnough } from "./plan-go.ts";

/**
 * Wants given to the server in advance, in memory alone: each is believed once, and none after a restart, a new
 * connection, or any word that something which was offered must not start any more.
 */
export class StandingWants {
  readonly #randomness: Randomness;
  readonly #ablations: Ablations;
  readonly #sentAt = new Map<string, number>();
  readonly #closedAt = new Map<string, number>();
  /** Those that the server was told last. */
  #told: readonly string[] = [];

  constructor(randomness: Randomness, ablations: Ablations) {
    this.#randomness = randomness;
    this.#ablations = ablations;
  }

  /** What the server may use from now on. `renew`: all of it new; what it was told before counts while it is young. */
  tell(count: number, now: number, { renew }: { readonly renew: boolean }): readonly string[] {
    if (renew) this.#told = [];
    const most = Math.min(count, PROTOCOL_LIMITS.concurrentPerAgent);
    const told = this.#told.filter((nonce) => this.#sentAt.has(nonce)).slice(0, Math.max(0, most));
    while (told.length < most) {
      const nonce = this.#randomness.hex(8);
      this.#sentAt.set(nonce, now);
      told.push(nonce);
    }
    this.#told = told;
    return told;
  }

  /**
   * The want that an offer's go answers; undefined when it brings none, or its nonce does not stand, was used, or is
   * too old, and where the attempt was held before: then what was said of it later came by first, and it had its start.
   */
  take(offer: OfferMessage, now: number, times: EngineTimes): Want | undefined {
    const nonce = offer.go;
    for (const [key, at] of this.#closedAt) {
      if (now - at < times.leaseMs) break;
      this.#closedAt.delete(key);
    }
    if (nonce === undefined) return undefined;
    if (this.#ablations.skipNonceCheck) return { nonce, sentAt: now };
    const sentAt = this.#sentAt.get(nonce);
    for (const [one, at] of this.#sentAt) if (one === nonce || now - at >= times.leaseMs) this.#sentAt.delete(one);
    if (this.#closedAt.has(attemptKeyText(offer))) return undefined;
    return sentAt !== undefined && isYoungEnough(sentAt, now, times) ? { nonce, sentAt } : undefined;
  }

  /** The attempt is not held any more. As long as a want may count, no offer of it is believed to bring a start. */
  close(key: AttemptKey, now: number): void {
    if (!this.#ablations.keepStandingWants) this.#closedAt.set(attemptKeyText(key), now);
  }

  /** None of them counts any more. */
  void(): void {
    if (!this.#ablations.keepStandingWants) this.#sentAt.clear();
  }
}
