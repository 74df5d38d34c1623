import type { CoreEvents } from "../../core/events/core-events.ts";
import type { Clock } from "../../core/kernel/clock.ts";
import type { EventBus, Unsubscribe } from "../../core/kernel/event-bus.ts";
import type { Logger } from "../../core/kernel/logger.ts";
import type { ConversationMessage } from "../../core/model/conversation.ts";
import { messageDto } from "../api/conversation-handlers.ts";
import { logChunkDto } from "../api/run-dto.ts";
import type { LiveEvents, LiveProgressDto } from "../contract/live.ts";
import { Coalescer } from "./coalescer.ts";
import { AGENTS_ROOM, conversationRoom, outputRoom, runRoom } from "./live-rooms.ts";
import { LogBuffer } from "./log-buffer.ts";

interface Deps {
  readonly events: EventBus<CoreEvents>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The message as it is now; undefined when it is gone. */
  findMessage(messageId: string): Promise<ConversationMessage | undefined>;
  /** Whether anybody watches: nothing is read or sent for an empty room. */
  isWatched(room: string): boolean;
  emit<Name extends keyof LiveEvents>(room: string, event: Name, payload: LiveEvents[Name]): void;
}

const AT_MOST_EVERY_MS = 100;
/** Understood, running, ended, and one to spare: a card that is over in milliseconds does not wait for its turn. */
const CARDS_AT_ONCE = 4;

/** Turns what core announces into pushes: about ten a second for each thing, each with the state of its moment. */
export class LiveFeed {
  readonly #deps: Deps;
  readonly #subscriptions: Unsubscribe[] = [];
  readonly #coalescers: readonly Coalescer[];
  readonly #logs = new LogBuffer();
  readonly #progress = new Map<string, LiveProgressDto>();
  readonly #runOf = new Map<string, string>();
  /** Messages to be sent, where whoever stored them had them at hand. */
  readonly #stored = new Map<string, ConversationMessage>();
  #agentIds = new Set<string>();

  constructor(deps: Deps) {
    this.#deps = deps;
    const { clock } = deps;
    const every = (flush: (topic: string) => void, atOnce = 1) =>
      new Coalescer({ everyMs: AT_MOST_EVERY_MS, atOnce, clock, flush });
    // Behind what the same commit set going: the work, and the answer to whoever said it.
    const messages = every((messageId) => setImmediate(() => this.#sendMessage(messageId)), CARDS_AT_ONCE);
    const runs = every((runId) => this.#emit(runRoom(runId), "run", { runId }));
    const logs = every((executionId) => this.#sendLog(executionId));
    const progress = every((executionId) => this.#sendProgress(executionId));
    const agents = every(() => this.#sendAgents());
    this.#coalescers = [messages, runs, logs, progress, agents];
    const { events } = deps;
    this.#subscriptions.push(
      events.on("message.changed", ({ conversationId, messageId, message }) => {
        if (!deps.isWatched(conversationRoom(conversationId))) return;
        if (message) this.#stored.set(messageId, message);
        else this.#stored.delete(messageId);
        messages.touch(messageId);
      }),
      events.on("card.live", ({ message }) => {
        const { conversationId } = message;
        const room = conversationRoom(conversationId);
        this.#ifWatched(room, () => this.#emit(room, "card", { conversationId, message: messageDto(message) }));
      }),
      events.on("run.changed", ({ runId }) => this.#ifWatched(runRoom(runId), () => runs.touch(runId))),
      events.on("execution.changed", ({ runId }) => this.#ifWatched(runRoom(runId), () => runs.touch(runId))),
      events.on("log.appended", ({ executionId, runId, chunks }) =>
        this.#ifWatched(outputRoom(runId), () => {
          this.#runOf.set(executionId, runId);
          this.#logs.add(executionId, chunks);
          logs.touch(executionId);
        }),
      ),
      events.on("progress.reported", (event) =>
        this.#ifWatched(outputRoom(event.runId), () => {
          this.#progress.set(event.executionId, event);
          progress.touch(event.executionId);
        }),
      ),
      events.on("agent.changed", ({ agentId }) =>
        this.#ifWatched(AGENTS_ROOM, () => {
          this.#agentIds.add(agentId);
          agents.touch(AGENTS_ROOM);
        }),
      ),
    );
  }

  stop(): void {
    for (const unsubscribe of this.#subscriptions.splice(0)) unsubscribe();
    for (const coalescer of this.#coalescers) coalescer.stop();
  }

  #ifWatched(room: string, act: () => void): void {
    if (this.#deps.isWatched(room)) act();
  }

  #emit<Name extends keyof LiveEvents>(room: string, event: Name, payload: LiveEvents[Name]): void {
    this.#deps.emit(room, event, payload);
  }

  #sendMessage(messageId: string): void {
    const { findMessage, logger } = this.#deps;
    const stored = this.#stored.get(messageId);
    this.#stored.delete(messageId);
    if (stored) {
      this.#emitMessage(stored);
      return;
    }
    findMessage(messageId).then(
      (message) => message && this.#emitMessage(message),
      (error: unknown) => logger.warn({ messageId, error }, "message was not pushed"),
    );
  }

  #emitMessage(message: ConversationMessage): void {
    const { conversationId } = message;
    this.#emit(conversationRoom(conversationId), "message", { conversationId, message: messageDto(message) });
  }

  #sendLog(executionId: string): void {
    const runId = this.#runOf.get(executionId);
    this.#runOf.delete(executionId);
    const chunks = this.#logs.take(executionId).map(logChunkDto);
    if (runId !== undefined && chunks.length > 0) this.#emit(outputRoom(runId), "log", { executionId, runId, chunks });
  }

  #sendProgress(executionId: string): void {
    const progress = this.#progress.get(executionId);
    this.#progress.delete(executionId);
    if (progress) this.#emit(outputRoom(progress.runId), "progress", progress);
  }

  #sendAgents(): void {
    const agentIds = [...this.#agentIds].slice(0, 1000);
    this.#agentIds = new Set();
    if (agentIds.length > 0) this.#emit(AGENTS_ROOM, "agents", { agentIds });
  }
}
