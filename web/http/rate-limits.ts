import { RateLimiterMemory } from "rate-limiter-flexible";
import { OctopusError } from "../../core/kernel/errors.ts";

export interface RateLimitOptions {
  /** Per token, session or, for strangers, address. Counted over ten seconds, so that short bursts pass. */
  readonly requestsPerSecond: number;
  readonly loginFailures: number;
  readonly loginWindowMs: number;
}

export const DEFAULT_RATE_LIMITS: RateLimitOptions = {
  requestsPerSecond: 100,
  loginFailures: 5,
  loginWindowMs: 15 * 60_000,
};

/** Says "not so fast" in time; the answer carries how long to wait. */
export class RateLimits {
  readonly #requests: RateLimiterMemory;
  readonly #logins: RateLimiterMemory;

  constructor(options: RateLimitOptions) {
    this.#requests = new RateLimiterMemory({ points: options.requestsPerSecond * 10, duration: 10 });
    this.#logins = new RateLimiterMemory({ points: options.loginFailures, duration: options.loginWindowMs / 1000 });
  }

  /** Throws `request.rate-limited` when this caller has used up its share. */
  async takeRequest(caller: string): Promise<void> {
    await this.#requests.consume(caller).catch((refused: unknown) => {
      throw tooMany("Too many requests; wait a moment.", refused);
    });
  }

  /** Throws when this account was tried wrongly too often from this address, whatever the password is now. */
  async assertMayLogin(key: string): Promise<void> {
    const used = await this.#logins.get(key);
    if (used !== null && used.remainingPoints <= 0) {
      throw tooMany("Too many wrong passwords for this account; wait before the next try.", used);
    }
  }

  async loginFailed(key: string): Promise<void> {
    await this.#logins.penalty(key, 1);
  }

  async loginSucceeded(key: string): Promise<void> {
    await this.#logins.delete(key);
  }
}

function tooMany(sentence: string, refused: unknown): OctopusError {
  const { msBeforeNext } = (refused ?? {}) as { msBeforeNext?: unknown };
  const retryAfterMs = typeof msBeforeNext === "number" ? msBeforeNext : 1000;
  return new OctopusError("request.rate-limited", sentence, { retryAfterMs });
}
