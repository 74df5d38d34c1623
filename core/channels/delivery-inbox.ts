import type { Clock } from "../kernel/clock.ts";
import type { JsonObject } from "../kernel/json.ts";
import { type Randomness, randomId } from "../kernel/randomness.ts";
import type { Store, Writer } from "../store/rows.ts";
import { type DeliveryRow, deliveryKeyTable, deliveryTable } from "../store/tables/channel-table.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
  readonly randomness: Randomness;
}

/** What a chat service delivers, with every name under which the same thing may be delivered again. */
export interface Delivery {
  readonly channel: string;
  readonly lane: string;
  readonly keys: readonly string[];
  readonly body: JsonObject;
}

const AT_ONCE = 500;

/**
 * Makes what came in safe before the sender is told so, and takes each thing once however often it comes. What is
 * waiting survives a crash and is handled after the next start.
 */
export class DeliveryInbox {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Resolves after the commit. "again": a delivery that shares any of the keys came before. Rejects with `storage.*`. */
  async accept(delivery: Delivery): Promise<"new" | "again"> {
    return await this.#deps.store.write((writer) => this.#accept(writer, delivery));
  }

  async #accept(writer: Writer, { channel, lane, keys, body }: Delivery): Promise<"new" | "again"> {
    const { clock, randomness } = this.#deps;
    const now = clock.now();
    const where = { channel, dedupe_key: { in: keys } };
    const [known] = await writer.select(deliveryKeyTable, { where, limit: 1 });
    const id = known?.delivery_id ?? randomId("dlv", randomness);
    let isNew = known === undefined;
    // In one order, so that two servers never wait for each other.
    for (const dedupe_key of [...keys].sort()) {
      const row = { channel, dedupe_key, delivery_id: id, received_at: now };
      if (!(await writer.insertNew(deliveryKeyTable, row))) isNew = false;
    }
    if (!isNew) return "again";
    const seq = await writer.next("channel-delivery");
    const times = { next_at: now, received_at: now };
    await writer.insert(deliveryTable, [{ id, seq, channel, lane, body, state: "waiting", tries: 0, ...times }]);
    return "new";
  }

  /** Everything that waits, in the order in which it came, due or not. */
  async waiting(channel: string): Promise<readonly DeliveryRow[]> {
    return await this.#deps.store.select(deliveryTable, {
      where: { channel, state: "waiting" },
      orderBy: [{ column: "seq" }],
      limit: AT_ONCE,
    });
  }

  /** Takes it until then, so that no other server handles it too; false: another was faster, or it is done. */
  async claim({ id, next_at }: Pick<DeliveryRow, "id" | "next_at">, until: number): Promise<boolean> {
    const where = { id, state: "waiting", next_at };
    return (await this.#deps.store.write((writer) => writer.update(deliveryTable, where, { next_at: until }))) === 1;
  }

  /** After a crash, by the only server there is: what it had claimed is nobody's any more. */
  async release(channel: string): Promise<void> {
    const now = this.#deps.clock.now();
    const claimed = { channel, state: "waiting", next_at: { gt: now } };
    await this.#deps.store.write((writer) => writer.update(deliveryTable, claimed, { next_at: now }));
  }

  /** Its content is not kept any longer. */
  async done(id: string): Promise<void> {
    await this.#deps.store.write((writer) => writer.update(deliveryTable, { id }, { state: "done", body: {} }));
  }

  async postpone(row: Pick<DeliveryRow, "id" | "tries">, nextAt: number): Promise<void> {
    const change = { tries: row.tries + 1, next_at: nextAt };
    await this.#deps.store.write((writer) => writer.update(deliveryTable, { id: row.id, state: "waiting" }, change));
  }
}
