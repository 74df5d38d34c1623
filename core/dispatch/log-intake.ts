import type { CoreEvents } from "../events/core-events.ts";
import { logChunkOf } from "../executions/run-row.ts";
import type { CancelTimer, Clock } from "../kernel/clock.ts";
import type { EventBus } from "../kernel/event-bus.ts";
import type { Logger } from "../kernel/logger.ts";
import { attemptKeyText, type LogMessage, type ProgressMessage } from "../protocol/messages.ts";
import { PROTOCOL_LIMITS } from "../protocol/version.ts";
import type { Store } from "../store/rows.ts";
import { attemptTable, executionTable, type LogChunkRow, logChunkTable } from "../store/tables/run-table.ts";

/** Chunks wait this long for company, so that a talkative action costs few commits. */
const GATHER_MS = 50;
const KNOWN_ATTEMPTS = 5_000;

interface Source {
  readonly runId: string;
  readonly agentId: string;
  bytes: number;
}

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
  readonly events: EventBus<CoreEvents>;
  readonly logger: Logger;
}

/**
 * Output of attempts, apart from their state: lossy by declaration, ordered by sequence number, bounded. A chunk counts
 * once however often it arrives; chunks of attempts that are not the sender's are dropped.
 */
export class LogIntake {
  readonly #deps: Deps;
  readonly #sources = new Map<string, Source>();
  #waiting: { readonly row: LogChunkRow; readonly runId: string }[] = [];
  #timer: CancelTimer | undefined;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  async take(agentId: string, message: LogMessage | ProgressMessage): Promise<void> {
    const source = await this.#source(agentId, message.execution, message.attempt);
    if (!source) return;
    const { clock, events } = this.#deps;
    if (message.type === "progress") {
      const { execution: executionId, percent, text } = message;
      events.emit("progress.reported", { executionId, runId: source.runId, percent, text });
      return;
    }
    source.bytes += message.text.length;
    if (source.bytes > PROTOCOL_LIMITS.logBytesPerAttempt && message.stream !== "gap") return;
    const { execution, attempt, seq, stream, text } = message;
    this.#waiting.push({
      row: { execution_id: execution, attempt, seq, stream, text, at: clock.now() },
      runId: source.runId,
    });
    this.#timer ??= clock.after(GATHER_MS, () => void this.flush());
  }

  /** Stores what waits. Never rejects: logs may be lost, the attempt may not suffer for it. */
  async flush(): Promise<void> {
    this.#timer?.();
    this.#timer = undefined;
    const batch = this.#waiting;
    this.#waiting = [];
    if (batch.length === 0) return;
    const { store, events, logger } = this.#deps;
    try {
      const fresh = await store.write(async (writer) => {
        const stored: typeof batch = [];
        for (const one of batch) if (await writer.insertNew(logChunkTable, one.row)) stored.push(one);
        return stored;
      });
      for (const { row, runId } of fresh) {
        events.emit("log.appended", { executionId: row.execution_id, runId, chunks: [logChunkOf(row)] });
      }
    } catch (error) {
      logger.warn({ error, chunks: batch.length }, "log chunks were not stored");
    }
  }

  async #source(agentId: string, execution: string, attempt: number): Promise<Source | undefined> {
    const key = attemptKeyText({ execution, attempt });
    const source = this.#sources.get(key) ?? (await this.#load(key, execution, attempt));
    return source?.agentId === agentId ? source : undefined;
  }

  async #load(key: string, execution: string, attempt: number): Promise<Source | undefined> {
    const { store } = this.#deps;
    const [[row], [owner]] = await Promise.all([
      store.select(executionTable, { where: { id: execution } }),
      store.select(attemptTable, { where: { execution_id: execution, attempt } }),
    ]);
    if (!row || !owner) return undefined;
    const source = { runId: row.run_id, agentId: owner.agent_id, bytes: 0 };
    const oldest = this.#sources.keys().next();
    if (this.#sources.size >= KNOWN_ATTEMPTS && !oldest.done) this.#sources.delete(oldest.value);
    this.#sources.set(key, source);
    return source;
  }
}
