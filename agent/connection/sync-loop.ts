import type { Clock } from "../../core/kernel/clock.ts";
import type { Logger } from "../../core/kernel/logger.ts";
import { Loop } from "../../core/kernel/service.ts";
import type { FromAgent } from "../../core/protocol/messages.ts";
import { PROTOCOL_TIMES } from "../../core/protocol/version.ts";
import { problemOf, type ServerAnswer } from "../server-http.ts";
import { decodeMessages } from "./decode-messages.ts";
import type { Link, LinkEvents } from "./link.ts";
import { splitFrames } from "./split-frames.ts";

interface SyncLoopOptions {
  /** Sends one POST of the sync request; undefined when the server was not reached. */
  readonly post: (body: { readonly messages: readonly FromAgent[] }) => Promise<ServerAnswer | undefined>;
  readonly events: LinkEvents;
  readonly clock: Clock;
  readonly logger: Logger;
  /** How long the server may wait until it is asked what is new. */
  readonly everyMs?: number;
}

/** Kept between requests; beyond it the oldest output goes first. */
const MOST_WAITING = 2000;

/** The other way to the server: the same messages, up and down in POST requests. For networks that break sockets. */
export class SyncLoop implements Link {
  readonly #options: SyncLoopOptions;
  readonly #loop: Loop;
  #waiting: FromAgent[] = [];
  #connected = false;

  constructor(options: SyncLoopOptions) {
    this.#options = options;
    this.#loop = new Loop(() => this.runOnce(), {
      everyMs: options.everyMs ?? 2000,
      clock: options.clock,
      onError: (error) => options.logger.error({ error }, "synchronising failed"),
    });
  }

  start(): void {
    void this.#loop.start().then(() => this.#loop.wake());
  }

  async stop(): Promise<void> {
    await this.#loop.stop();
    this.#connected = false;
  }

  send(messages: readonly FromAgent[]): void {
    this.#waiting.push(...messages);
    if (this.#waiting.length > MOST_WAITING) {
      this.#waiting = this.#waiting.filter(({ type }) => type !== "log" && type !== "progress");
    }
    this.#loop.wake();
  }

  isConnected(): boolean {
    return this.#connected;
  }

  /** One exchange: everything that waits goes up, at least an empty request; what comes down is handed on. */
  async runOnce(): Promise<void> {
    const [frame = [], ...later] = splitFrames(this.#waiting);
    this.#waiting = later.flat();
    const answer = await this.#options.post({ messages: frame });
    if (answer?.status !== 200) return this.#failed(answer);
    if (!this.#connected) {
      this.#connected = true;
      const { heartbeatMs, leaseMs, marginMs } = PROTOCOL_TIMES;
      this.#options.events.connected({ heartbeatMs, leaseMs, marginMs, state: "active", takesReady: false });
    }
    const reply = parse(answer.body) as { messages?: unknown; more?: unknown } | undefined;
    const { messages, problems } = decodeMessages(reply?.messages);
    for (const problem of problems) this.#options.logger.warn({ problem }, "the server sent something invalid");
    if (messages.length > 0) this.#options.events.received(messages);
    if (this.#waiting.length > 0 || reply?.more === true) this.#loop.wake();
  }

  /** What was in the request is lost, as on any wire; the next heartbeat says it again. */
  #failed(answer: ServerAnswer | undefined): void {
    this.#connected = false;
    const { code = "server.unreachable", sentence } = answer
      ? problemOf(answer)
      : { code: undefined, sentence: "The server does not answer." };
    if (answer && [401, 403, 404].includes(answer.status)) {
      this.#options.events.refused({ code, reason: sentence, retryable: true });
    } else this.#options.events.disconnected(sentence);
  }
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8")) as unknown;
  } catch {
    return undefined;
  }
}
