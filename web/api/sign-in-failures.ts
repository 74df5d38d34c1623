import { RateLimiterMemory } from "rate-limiter-flexible";

const PER_MINUTE = { account: 5, address: 10, all: 60 };
const MINUTE_S = 60;

/** Which wrong passwords are worth a line in the audit log: enough to see an attack, too few to fill it. */
export class SignInFailures {
  readonly #account = new RateLimiterMemory({ points: PER_MINUTE.account, duration: MINUTE_S });
  readonly #address = new RateLimiterMemory({ points: PER_MINUTE.address, duration: MINUTE_S });
  readonly #all = new RateLimiterMemory({ points: PER_MINUTE.all, duration: MINUTE_S });

  async isWorthALine(account: string, address: string): Promise<boolean> {
    try {
      await this.#account.consume(account.toLowerCase());
      await this.#address.consume(address);
      await this.#all.consume("all");
      return true;
    } catch {
      return false;
    }
  }
}
