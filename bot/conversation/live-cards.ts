import type { CoreEvents } from "../../core/events/core-events.ts";
import type { CancelTimer } from "../../core/kernel/clock.ts";
import type { Unsubscribe } from "../../core/kernel/event-bus.ts";
import type { Service } from "../../core/kernel/service.ts";
import type { ConversationMessage } from "../../core/model/conversation.ts";
import { messageTable } from "../../core/store/tables/conversation-table.ts";
import { messageOf } from "./message-row.ts";
import { plainCard } from "./plain-text.ts";
import { TAIL_LINES, tailLines } from "./run-views.ts";
import type { ConversationServices } from "./services.ts";

/** At most five updates a second for each card. */
const SHORTEST_GAP_MS = 200;
const KEPT_CHARS = 8_000;

/**
 * Shows a message to whoever looks at its conversation right now. It is the stored message, of the same revision, with a
 * fresher card; nothing is kept of it, and the next stored revision replaces it.
 */
export type PublishCard = (message: ConversationMessage) => void;

interface LiveRun {
  /** The end of the output so far, by execution; the one that spoke last is shown. */
  readonly output: Map<string, string>;
  lastExecutionId: string;
  progress: string | undefined;
  shownAt: number;
  timer: CancelTimer | undefined;
}

type Services = Pick<ConversationServices, "store" | "clock" | "log" | "events">;

/** Output and progress of running work on the cards of those who watch, coalesced; the database is not written. */
export class LiveCards implements Service {
  readonly #services: Services;
  readonly #publish: PublishCard;
  readonly #runs = new Map<string, LiveRun>();
  #subscriptions: readonly Unsubscribe[] = [];

  constructor(services: Services, publish: PublishCard) {
    this.#services = services;
    this.#publish = publish;
  }

  async start(): Promise<void> {
    if (this.#subscriptions.length > 0) return;
    const { events } = this.#services;
    this.#subscriptions = [
      events.on("log.appended", (event) => this.#logged(event)),
      events.on("progress.reported", (event) => this.#progressed(event)),
    ];
  }

  async stop(): Promise<void> {
    for (const unsubscribe of this.#subscriptions) unsubscribe();
    this.#subscriptions = [];
    for (const run of this.#runs.values()) run.timer?.();
    this.#runs.clear();
  }

  #logged({ runId, executionId, chunks }: CoreEvents["log.appended"]): void {
    const run = this.#live(runId, executionId);
    const text = chunks.map((chunk) => (chunk.stream === "gap" ? `\n… ${chunk.text}\n` : chunk.text)).join("");
    run.output.set(executionId, `${run.output.get(executionId) ?? ""}${text}`.slice(-KEPT_CHARS));
    this.#schedule(runId, run);
  }

  #progressed({ runId, executionId, percent, text }: CoreEvents["progress.reported"]): void {
    const run = this.#live(runId, executionId);
    run.progress = `${Math.round(percent)} %${text === "" ? "" : ` · ${text}`}`;
    this.#schedule(runId, run);
  }

  #live(runId: string, executionId: string): LiveRun {
    const known = this.#runs.get(runId);
    const run = known ?? { output: new Map(), lastExecutionId: "", progress: undefined, shownAt: 0, timer: undefined };
    run.lastExecutionId = executionId;
    if (!known) this.#runs.set(runId, run);
    return run;
  }

  #schedule(runId: string, run: LiveRun): void {
    if (run.timer) return;
    const { clock, log } = this.#services;
    const wait = Math.max(0, run.shownAt + SHORTEST_GAP_MS - clock.now());
    run.timer = clock.after(wait, () => {
      run.timer = undefined;
      run.shownAt = clock.now();
      this.#show(runId, run).catch((error: unknown) => log.warn({ error, runId }, "live card could not be shown"));
    });
  }

  async #show(runId: string, run: LiveRun): Promise<void> {
    const where = { topic: `run:${runId}` };
    const [message] = await this.#services.store.select(messageTable, {
      where,
      orderBy: [{ column: "seq" }],
      limit: 1,
    });
    if (message?.card?.tone !== "running" && message?.card?.tone !== "understood") {
      this.#runs.delete(runId);
      return;
    }
    const text = run.output.get(run.lastExecutionId) ?? "";
    const logTail = tailLines([{ stream: "out", text }], TAIL_LINES);
    const lines = run.progress === undefined ? message.card.lines : [...message.card.lines, run.progress];
    const card = plainCard({ ...message.card, tone: "running", lines, ...(logTail.length > 0 && { logTail }) });
    this.#publish({ ...messageOf(message), card });
  }
}
