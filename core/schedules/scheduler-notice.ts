import type { CoreEvents } from "../events/core-events.ts";
import type { Clock } from "../kernel/clock.ts";
import type { EventBus, Unsubscribe } from "../kernel/event-bus.ts";
import type { Logger } from "../kernel/logger.ts";
import type { Service } from "../kernel/service.ts";
import { touchTopic } from "../outbox/touch-topic.ts";
import type { Store } from "../store/rows.ts";
import { conversationTable } from "../store/tables/conversation-table.ts";
import { userTable } from "../store/tables/user-table.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
  readonly events: EventBus<CoreEvents>;
  readonly logger: Logger;
}

/**
 * Tells every administrator, in the conversation used last, that the scheduler has stopped, and brings the same message
 * up to date when it is at work again.
 */
export class SchedulerNotice implements Service {
  readonly #deps: Deps;
  #subscriptions: readonly Unsubscribe[] = [];
  readonly #running = new Set<Promise<void>>();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  async start(): Promise<void> {
    const { events } = this.#deps;
    if (this.#subscriptions.length > 0) return;
    const tell = ({ since }: { readonly since: number }) => this.#track(this.#tell(since));
    this.#subscriptions = [events.on("scheduler.stopped", tell), events.on("scheduler.recovered", tell)];
  }

  async stop(): Promise<void> {
    for (const unsubscribe of this.#subscriptions) unsubscribe();
    this.#subscriptions = [];
    await Promise.all(this.#running);
  }

  async #tell(since: number): Promise<void> {
    const { clock, events, logger, store } = this.#deps;
    try {
      for (const conversationId of await this.#lastConversations()) {
        const topic = { topic: `scheduler:${since}:${conversationId}`, conversationId, now: clock.now() };
        await store.write((writer) => touchTopic(writer, events, topic));
      }
    } catch (error) {
      // The database may be the very thing that is away; the log and /readyz say it too.
      logger.error({ error }, "administrators could not be told about the scheduler");
    }
  }

  async #lastConversations(): Promise<readonly string[]> {
    const { store } = this.#deps;
    const admins = await store.select(userTable, { where: { role: "admin", state: "active" } });
    const found: string[] = [];
    for (const { id } of admins) {
      const [last] = await store.select(conversationTable, {
        where: { user_id: id },
        orderBy: [{ column: "updated_at", descending: true }],
        limit: 1,
      });
      if (last) found.push(last.id);
    }
    return found;
  }

  #track(work: Promise<void>): void {
    this.#running.add(work);
    void work.finally(() => this.#running.delete(work));
  }
}
