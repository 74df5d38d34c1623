import type { Clock } from "../../core/kernel/clock.ts";
import type { ToAgent } from "../../core/protocol/messages.ts";
import { PROTOCOL_TIMES } from "../../core/protocol/version.ts";
import type { AgentOutlet } from "./agent-connections.ts";
import { splitBySize } from "./socket-outlet.ts";

const MOST_WAITING = 1000;

/** What waits for an agent that asks over REST. It counts as connected until it has been silent for a lease. */
export class RestOutlet implements AgentOutlet {
  readonly #clock: Clock;
  readonly #onSilence: () => void;
  #waiting: ToAgent[] = [];
  #open = true;
  #cancelSilence: () => void = () => undefined;

  constructor(clock: Clock, onSilence: () => void) {
    this.#clock = clock;
    this.#onSilence = onSilence;
  }

  /** It asked: the silence is counted anew. */
  touch(): void {
    this.#cancelSilence();
    this.#cancelSilence = this.#clock.after(PROTOCOL_TIMES.leaseMs, () => this.close());
  }

  isOpen(): boolean {
    return this.#open;
  }

  send(messages: readonly ToAgent[]): void {
    const key = (message: ToAgent) =>
      "execution" in message ? `${message.type} ${message.execution}/${message.attempt}` : message.type;
    const fresh = new Set(messages.map(key));
    this.#waiting = [...this.#waiting.filter((message) => !fresh.has(key(message))), ...messages].slice(
      0,
      MOST_WAITING,
    );
  }

  /** The next batch that fits an answer; `more` when something is left. */
  drain(): { readonly messages: readonly ToAgent[]; readonly more: boolean } {
    const [first = [], ...rest] = splitBySize(this.#waiting);
    this.#waiting = rest.flat();
    return { messages: first, more: this.#waiting.length > 0 };
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#cancelSilence();
    this.#onSilence();
  }
}
