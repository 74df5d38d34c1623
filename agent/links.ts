import type { CancelTimer, Clock } from "../core/kernel/clock.ts";
import type { FromAgent } from "../core/protocol/messages.ts";
import type { Greeting, Link, LinkEvents } from "./connection/link.ts";

interface LinksOptions {
  readonly clock: Clock;
  /** undefined: only requests are wanted. */
  readonly makeSocket: ((events: LinkEvents) => Link) | undefined;
  /** undefined: this machine has no token for requests. */
  readonly makeSync: ((events: LinkEvents) => Link) | undefined;
  readonly events: LinkEvents;
}

/** A socket that is missed this long is replaced by requests until it is back. */
const SOCKET_PATIENCE_MS = 30_000;

/**
 * The two ways to the server as one. Requests take over while no socket can be held, and end when it is back: the same
 * messages, the same engine, never both at once.
 */
export class Links implements Link {
  readonly #options: LinksOptions;
  readonly #socket: Link | undefined;
  #sync: Link | undefined;
  #cancelPatience: CancelTimer | undefined;
  #stopped = false;

  constructor(options: LinksOptions) {
    this.#options = options;
    const { events } = options;
    this.#socket = options.makeSocket?.({
      received: (messages) => events.received(messages),
      connected: (greeting) => this.#socketUp(greeting),
      disconnected: (reason) => this.#socketDown(reason),
      refused: (refusal) => events.refused(refusal),
    });
  }

  start(): void {
    if (!this.#socket) this.#startSync();
    this.#socket?.start();
    if (this.#socket) this.#waitForSocket();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelPatience?.();
    await this.#socket?.stop();
    await this.#sync?.stop();
  }

  send(messages: readonly FromAgent[]): void {
    const way = this.#socket?.isConnected() ? this.#socket : this.#sync;
    way?.send(messages);
  }

  isConnected(): boolean {
    return (this.#socket?.isConnected() ?? false) || (this.#sync?.isConnected() ?? false);
  }

  #socketUp(greeting: Greeting): void {
    this.#cancelPatience?.();
    this.#cancelPatience = undefined;
    const sync = this.#sync;
    this.#sync = undefined;
    void sync?.stop();
    this.#options.events.connected(greeting);
  }

  #socketDown(reason: string): void {
    if (!this.#sync?.isConnected()) this.#options.events.disconnected(reason);
    this.#waitForSocket();
  }

  #waitForSocket(): void {
    if (this.#sync || this.#stopped) return;
    this.#cancelPatience ??= this.#options.clock.after(SOCKET_PATIENCE_MS, () => this.#startSync());
  }

  #startSync(): void {
    if (this.#stopped || this.#sync) return;
    this.#sync = this.#options.makeSync?.(this.#options.events);
    this.#sync?.start();
  }
}
