import { backoffMs } from "../../../../core/kernel/backoff.ts";
import type { CancelTimer, Clock } from "../../../../core/kernel/clock.ts";
import type { Logger } from "../../../../core/kernel/logger.ts";
import { Loop, type Service } from "../../../../core/kernel/service.ts";
import { CLAIM_MS, holdClaim } from "../hold-claim.ts";
import { SLACK, type SlackInbox, type WaitingDelivery } from "../slack-ports.ts";

interface Deps {
  readonly inbox: SlackInbox;
  readonly clock: Clock;
  readonly log: Logger;
  /** Does what was delivered. Rejects when it must be tried again. */
  readonly handle: (delivery: WaitingDelivery) => Promise<void>;
  /** Whether deliveries can be handled at all by now: we know who we are in Slack. */
  readonly ready: () => boolean;
}

/** The net under the wakes; also what tries again. */
const SWEEP_EVERY_MS = 2_000;
/** In a flood what comes in must still be written down at once: work leaves room for that. */
const LANES_AT_ONCE = 8;
/** Another server is at what stands before: it takes moments. */
const LOOK_AGAIN_MS = 250;
const RETRY = { baseMs: 1_000, capMs: 60_000 };
/** What could not be handled for so long is given up, with an error in the log. */
const GIVE_UP_MS = 24 * 3_600_000;

/**
 * Handles what was accepted, also what was accepted before a crash or by another server. Lanes go side by side, each in
 * its own order: a delivery that must wait holds up those behind it in its lane and no other.
 */
export class DeliveryLoop implements Service {
  readonly #deps: Deps;
  readonly #loop: Loop;
  #again: CancelTimer | undefined;

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#loop = new Loop(() => this.runOnce(), {
      everyMs: SWEEP_EVERY_MS,
      clock: deps.clock,
      onError: (error) => deps.log.warn({ error }, "slack deliveries could not be read"),
    });
  }

  async start(): Promise<void> {
    await this.#loop.start();
    this.#loop.wake();
  }

  async stop(): Promise<void> {
    this.#again?.();
    await this.#loop.stop();
  }

  wake(): void {
    this.#loop.wake();
  }

  /** Handles everything that is due; resolves when it is handled or a later try is noted. */
  async runOnce(): Promise<void> {
    const { inbox, ready } = this.#deps;
    if (!ready()) return;
    const lanes = new Map<string, WaitingDelivery[]>();
    for (const delivery of await inbox.waiting(SLACK)) {
      lanes.set(delivery.lane, [...(lanes.get(delivery.lane) ?? []), delivery]);
    }
    const waiting = [...lanes.values()];
    const take = async () => {
      for (let lane = waiting.shift(); lane; lane = waiting.shift()) await this.#runLane(lane);
    };
    await Promise.all(Array.from({ length: LANES_AT_ONCE }, take));
  }

  async #runLane(lane: readonly WaitingDelivery[]): Promise<void> {
    const { clock, inbox } = this.#deps;
    for (const delivery of lane) {
      const claimed = clock.now() + CLAIM_MS;
      const mine = delivery.next_at <= clock.now() && (await inbox.claim(delivery, claimed));
      if (!mine) return this.#lookAgain();
      if (!(await this.#held(delivery, claimed))) return;
    }
  }

  #lookAgain(): void {
    this.#again?.();
    this.#again = this.#deps.clock.after(LOOK_AGAIN_MS, () => this.#loop.wake());
  }

  async #held(delivery: WaitingDelivery, claimed: number): Promise<boolean> {
    const { clock, inbox } = this.#deps;
    let next_at = claimed;
    const renew = async (until: number) => {
      if (await inbox.claim({ id: delivery.id, next_at }, until)) next_at = until;
    };
    return await holdClaim({ clock, renew }, () => this.#handled(delivery));
  }

  async #handled(delivery: WaitingDelivery): Promise<boolean> {
    const { clock, handle, inbox, log } = this.#deps;
    const { id, tries, received_at: receivedAt } = delivery;
    try {
      await handle(delivery);
      await inbox.done(id);
      return true;
    } catch (error) {
      if (clock.now() - receivedAt > GIVE_UP_MS) {
        log.error({ error, id }, "slack delivery given up after a day");
        await inbox.done(id);
        return true;
      }
      log.warn({ error, id, tries }, "slack delivery will be tried again");
      await inbox.postpone(delivery, clock.now() + backoffMs(tries + 1, RETRY));
      return false;
    }
  }
}
