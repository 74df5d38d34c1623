import type { FromAgent, ToAgent } from "../core/protocol/messages.ts";
import type { Composed } from "../web/compose/compose.ts";
import { nowMs } from "./now-ms.ts";

/** What was seen of one run inside the server, in milliseconds of the monotonic clock. */
export interface RunMarks {
  /** The message reached the conversation. */
  handledAt: number;
  /** Its first unit of work was queued: everything before is reading and understanding. */
  unitAt: number;
  /** The unit of the message is durable. */
  committedAt: number;
  offeredAt: number;
  wantedAt: number;
  wentAt: number;
  resultAt: number;
  /** What the agent says that the action took. */
  ranMs: number;
  rackedAt: number;
}

const OPEN_TONES = ["understood", "running"];

/**
 * Listens in on a composed server from outside: wraps three of its parts and follows its events. Costs a few
 * microseconds for each message; the product has no timers of its own for this.
 */
export class Stopwatch {
  readonly #marks = new Map<string, Partial<RunMarks>>();
  readonly #runOf = new Map<string, string>();
  readonly #shownAt = new Map<string, number>();
  #open: Partial<RunMarks> | undefined;

  constructor({ core, engine, events }: Composed) {
    this.#wrapEngine(engine);
    this.#wrapStore(core.store);
    this.#wrapChannel(core.connections, core.dispatcher);
    events.on("execution.changed", ({ executionId, runId }) => this.#runOf.set(executionId, runId));
    events.on("card.live", ({ message: { id, card } }) => {
      if (card && !OPEN_TONES.includes(card.tone) && !this.#shownAt.has(id)) this.#shownAt.set(id, nowMs());
    });
  }

  /** What is known of a run; parts that were not seen are absent. */
  marksOf(runId: string): Partial<RunMarks> {
    return this.#marks.get(runId) ?? {};
  }

  /** When a card that had ended was first shown on the message, before or with its storing. */
  shownAt(messageId: string): number {
    return this.#shownAt.get(messageId) ?? Number.NaN;
  }

  #wrapEngine(engine: Composed["engine"]): void {
    const handle = engine.handle.bind(engine);
    engine.handle = async (incoming) => {
      const open: Partial<RunMarks> = { handledAt: nowMs() };
      this.#open = open;
      const handled = await handle(incoming);
      const runId = handled.replies[0]?.card?.id;
      // Whoever waits for the same commit is told in order; the message's own event came first.
      if (runId !== undefined) this.#marks.set(runId, { ...open, ...this.marksOf(runId) });
      return handled;
    };
  }

  #wrapStore(store: Composed["core"]["store"]): void {
    const write = store.write.bind(store);
    store.write = (unit) => {
      const open = this.#open;
      if (!open || open.unitAt !== undefined) return write(unit);
      open.unitAt = nowMs();
      return write(async (writer) => {
        writer.afterCommit(() => {
          open.committedAt = nowMs();
        });
        return await unit(writer);
      });
    };
  }

  #wrapChannel(channel: Composed["core"]["connections"], dispatcher: Composed["core"]["dispatcher"]): void {
    const send = channel.send.bind(channel);
    channel.send = (agentId, messages) => {
      for (const message of messages) this.#sent(message);
      return send(agentId, messages);
    };
    const receive = dispatcher.receive.bind(dispatcher);
    dispatcher.receive = (agentId, messages) => {
      for (const message of messages) this.#received(message);
      return receive(agentId, messages);
    };
  }

  #sent(message: ToAgent): void {
    if (message.type === "offer") this.#mark(message.execution, "offeredAt", nowMs());
    else if (message.type === "go") this.#mark(message.execution, "wentAt", nowMs());
    else if (message.type === "rack") this.#mark(message.execution, "rackedAt", nowMs());
  }

  #received(message: FromAgent): void {
    if (message.type === "want") this.#mark(message.execution, "wantedAt", nowMs());
    if (message.type !== "result") return;
    this.#mark(message.execution, "resultAt", nowMs());
    this.#mark(message.execution, "ranMs", message.durationMs);
  }

  /** The first of each counts: repetitions are the protocol's net. */
  #mark(execution: string, name: keyof RunMarks, value: number): void {
    const runId = this.#runOf.get(execution);
    if (runId === undefined) return;
    const marks = this.#marks.get(runId) ?? {};
    this.#marks.set(runId, marks);
    marks[name] ??= value;
  }
}
