import { Loop, type Service } from "../../core/kernel/service.ts";
import { DigestTeller, dueDigests } from "./digest-teller.ts";
import { dueNotices } from "./held-notices.ts";
import { HeldTeller } from "./held-teller.ts";
import { MessageLog } from "./message-log.ts";
import type { ConversationServices } from "./services.ts";

const EVERY_MS = 10_000;

type Services = Pick<
  ConversationServices,
  | "store"
  | "clock"
  | "log"
  | "events"
  | "randomness"
  | "runQueries"
  | "plugins"
  | "rooms"
  | "carry"
  | "places"
  | "timeZone"
>;

/** Digests at their time, and what waited for the end of quiet hours: each told once, whatever server comes first. */
export class RoomRounds implements Service {
  readonly #services: Services;
  readonly #held: HeldTeller;
  readonly #digests: DigestTeller;
  readonly #loop: Loop;

  constructor(services: Services) {
    const { clock, log, store, randomness, events, carry } = services;
    this.#services = services;
    const messages = new MessageLog({ reader: store, randomness, events, ...(carry && { carry }) });
    this.#held = new HeldTeller(services, messages);
    this.#digests = new DigestTeller(services, messages);
    this.#loop = new Loop(() => this.runOnce(), {
      everyMs: EVERY_MS,
      clock,
      onError: (error) => log.warn({ error }, "digests and held notices could not be told"),
    });
  }

  async start(): Promise<void> {
    await this.#loop.start();
    this.#loop.wake();
  }

  async stop(): Promise<void> {
    await this.#loop.stop();
  }

  /** Tells what is due. */
  async runOnce(): Promise<void> {
    const { clock, store } = this.#services;
    const now = clock.now();
    for (const rows of await dueNotices(store, now)) await this.#guarded(() => this.#held.tell(rows, now));
    for (const row of await dueDigests(store, now)) await this.#guarded(() => this.#digests.tell(row, now));
  }

  /** What cannot be told to one must not keep from the others what they wait for. */
  async #guarded(tell: () => Promise<void>): Promise<void> {
    try {
      await tell();
    } catch (error) {
      this.#services.log.warn({ error }, "a digest or held notices could not be told");
    }
  }
}
