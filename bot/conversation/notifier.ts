import { backoffMs } from "../../core/kernel/backoff.ts";
import type { CancelTimer } from "../../core/kernel/clock.ts";
import { canonicalJson } from "../../core/kernel/json.ts";
import { Loop, type Service } from "../../core/kernel/service.ts";
import type { Card } from "../../core/model/card.ts";
import type { Reader } from "../../core/store/rows.ts";
import {
  type MessageRow,
  messageTable,
  type OutboxRow,
  outboxTable,
} from "../../core/store/tables/conversation-table.ts";
import { ApprovalNotices } from "./approval-notices.ts";
import type { PublishCard } from "./live-cards.ts";
import { MessageLog } from "./message-log.ts";
import { messageOf } from "./message-row.ts";
import { plainCard } from "./plain-text.ts";
import { RunNotices } from "./run-notices.ts";
import type { ConversationServices } from "./services.ts";
import { TopicCards } from "./topic-cards.ts";
import { TurnQueue } from "./turn-queue.ts";

/** The net under the events: whatever they missed is delivered after this long. */
const SWEEP_EVERY_MS = 2_000;
const SWEPT_AT_ONCE = 200;
/** States on the way are shown after this long, so that a run that is over sooner is one edit and not four. */
const GATHER_MS = 50;
const RETRY = { baseMs: 1_000, capMs: 60_000 };

type Services = Pick<
  ConversationServices,
  | "store"
  | "clock"
  | "log"
  | "events"
  | "randomness"
  | "runQueries"
  | "taskQueries"
  | "machines"
  | "plugins"
  | "saySchedule"
  | "schedulerWatch"
  | "carry"
  | "places"
  | "rooms"
  | "users"
  | "approvalQueries"
  | "approvalRoom"
  | "escalations"
  | "timeZone"
>;

/**
 * Brings the cards of a conversation up to date with what they show. Renders the present state, so that changes in quick
 * succession become one edit and the last state always goes out; an older rendering never replaces a newer one.
 */
export class Notifier implements Service {
  readonly #services: Services;
  readonly #publish: PublishCard;
  readonly #cards: TopicCards;
  readonly #messages: MessageLog;
  readonly #notices: RunNotices;
  readonly #approvals: ApprovalNotices;
  readonly #sweep: Loop;
  readonly #turns = new TurnQueue();
  readonly #waiting = new Set<string>();
  readonly #gathering = new Map<string, CancelTimer>();
  readonly #running = new Set<Promise<unknown>>();
  #unsubscribe: (() => void) | undefined;

  /** `publish` shows a card to whoever watches, ahead of its commit: what it says is committed already. */
  constructor(services: Services, publish: PublishCard) {
    const { store, randomness, events, clock, log, carry } = services;
    this.#services = services;
    this.#publish = publish;
    this.#cards = new TopicCards(services);
    this.#messages = new MessageLog({ reader: store, randomness, events, ...(carry && { carry }) });
    const telling = { ...services, messages: this.#messages };
    this.#notices = new RunNotices(telling);
    this.#approvals = new ApprovalNotices({ ...telling, reader: store, places: services.places });
    this.#sweep = new Loop(() => this.runOnce(), {
      everyMs: SWEEP_EVERY_MS,
      clock,
      onError: (error) => log.warn({ error }, "sweep of the outbox failed"),
    });
  }

  async start(): Promise<void> {
    if (this.#unsubscribe) return;
    this.#unsubscribe = this.#services.events.on("outbox.due", ({ topic, passing }) => {
      if (passing) this.#wakeLater(topic);
      else this.#wake(topic);
    });
    await this.#sweep.start();
    this.#sweep.wake();
  }

  async stop(): Promise<void> {
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
    for (const cancel of this.#gathering.values()) cancel();
    this.#gathering.clear();
    await this.#sweep.stop();
    await Promise.all(this.#running);
  }

  /** Delivers everything that is due now; returns how many topics that were. */
  async runOnce(): Promise<number> {
    const { store, clock } = this.#services;
    const due = await store.select(outboxTable, {
      where: { state: "due", next_at: { lte: clock.now() } },
      orderBy: [{ column: "next_at" }],
      limit: SWEPT_AT_ONCE,
    });
    await Promise.all(due.map((row) => this.deliver(row.topic)));
    return due.length;
  }

  /** Brings the card of one topic up to date. Resolves when it is, or when a later try is noted. */
  async deliver(topic: string): Promise<void> {
    await this.#turns.run(topic, async () => {
      this.#waiting.delete(topic);
      const [row] = await this.#services.store.select(outboxTable, { where: { topic } });
      if (row?.state !== "due") return;
      try {
        await this.#show(row);
      } catch (error) {
        this.#services.log.warn({ error, topic, tries: row.tries }, "card could not be delivered");
        await this.#postpone(row);
      }
    });
  }

  #wakeLater(topic: string): void {
    if (this.#gathering.has(topic) || this.#waiting.has(topic)) return;
    const wake = () => this.#wake(topic);
    this.#gathering.set(topic, this.#services.clock.after(GATHER_MS, wake));
  }

  /** Wakes that arrive while one waits are covered by it: it reads the state only when its turn comes. */
  #wake(topic: string): void {
    this.#gathering.get(topic)?.();
    this.#gathering.delete(topic);
    if (this.#waiting.has(topic)) return;
    this.#waiting.add(topic);
    const work = this.deliver(topic).catch((error: unknown) => {
      this.#services.log.warn({ error, topic }, "card could not be delivered");
    });
    this.#running.add(work);
    void work.finally(() => this.#running.delete(work));
  }

  async #show(outbox: OutboxRow): Promise<void> {
    const { topic, revision, conversation_id: conversationId } = outbox;
    const { store, clock } = this.#services;
    const rendered = await this.#cards.render(topic, conversationId);
    if (rendered) await this.#showAtOnce(topic, rendered.card);
    const notices = rendered?.of ? await this.#notices.of(rendered.of, conversationId) : [];
    const asked = rendered?.asks ? await this.#approvals.of(rendered.asks) : [];
    await store.write(async (writer) => {
      const newer = await writer.update(outboxTable, { topic, delivered: { lt: revision } }, { delivered: revision });
      await writer.update(outboxTable, { topic, revision }, { state: "done", tries: 0 });
      if (newer === 0 || !rendered) return;
      if (rendered.asks) await this.#approvals.follow(writer, rendered.asks);
      const message = await shownBy(writer, topic);
      const now = clock.now();
      const fresh = message && fresherCard(message, rendered.card);
      if (fresh) await this.#messages.edit(writer, message.id, { card: fresh }, now);
      else if (!message && rendered.post && conversationId !== "") {
        await this.#messages.post(writer, conversationId, { card: rendered.card, topic }, now);
      }
      for (const notice of notices) await this.#notices.tell(writer, notice, now);
      for (const notice of asked) await this.#approvals.tell(writer, notice, now);
    });
  }

  /** A person need not wait for the card to be stored: should that fail, it is rendered and shown again later. */
  async #showAtOnce(topic: string, card: Card): Promise<void> {
    const message = await shownBy(this.#services.store, topic);
    const fresh = message && fresherCard(message, card);
    if (fresh) this.#publish({ ...messageOf(message), card: fresh });
  }

  async #postpone({ topic, revision, tries }: OutboxRow): Promise<void> {
    const { store, clock } = this.#services;
    const next_at = clock.now() + backoffMs(tries + 1, RETRY);
    await store.write((writer) => writer.update(outboxTable, { topic, revision }, { tries: tries + 1, next_at }));
  }
}

/** The card as the message would show it; undefined when it shows just that already. */
function fresherCard(message: MessageRow, card: Card): Card | undefined {
  const assumed = card.assumed ?? message.card?.assumed;
  const fresh = plainCard({ ...card, ...(assumed && { assumed }) });
  return canonicalJson(fresh) === canonicalJson(message.card) ? undefined : fresh;
}

/** The message that shows a topic: the first one that was posted for it. */
async function shownBy(reader: Reader, topic: string): Promise<MessageRow | undefined> {
  const [message] = await reader.select(messageTable, { where: { topic }, orderBy: [{ column: "seq" }], limit: 1 });
  return message;
}
