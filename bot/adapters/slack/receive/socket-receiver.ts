import { type App, type Receiver, SocketModeReceiver } from "@slack/bolt";
import type { Clock } from "../../../../core/kernel/clock.ts";
import type { Logger } from "../../../../core/kernel/logger.ts";
import { boltLogger } from "../bolt-logger.ts";
import type { SlackHealth } from "../slack-health.ts";
import { answerTo, type SlackIntake } from "./slack-intake.ts";

interface Deps {
  readonly intake: SlackIntake;
  readonly appToken: string;
  readonly apiUrl: string | undefined;
  readonly health: SlackHealth;
  readonly clock: Clock;
  readonly log: Logger;
  /** The connection is gone; whoever supervises opens it again. */
  readonly onLost: () => void;
}

/** A connection that answers no ping for so long is given up and opened anew. */
const PING_TIMEOUT_MS = 5_000;
const CALL_TIMEOUT_MS = 10_000;
/** From the first packet to Slack's hello. */
const HELLO_TIMEOUT_MS = 15_000;

/** What the socket client hands over with each envelope. */
interface Envelope {
  readonly body: unknown;
  readonly ack: (response?: object) => Promise<void>;
}

/**
 * Slack's deliveries over a socket that we open: no public address is needed. Only the connection is Bolt's; an envelope
 * is acknowledged when it is written down, and not at all when it could not be, so that Slack sends it again.
 */
export class SocketReceiver implements Receiver {
  readonly #deps: Deps;
  readonly #client: SocketModeReceiver["client"];
  #isUp = false;

  constructor(deps: Deps) {
    const { apiUrl, appToken, health, log } = deps;
    this.#deps = deps;
    const clientOptions = {
      ...(apiUrl !== undefined && { slackApiUrl: apiUrl }),
      timeout: CALL_TIMEOUT_MS,
      retryConfig: { retries: 0 },
      allowAbsoluteUrls: false,
    };
    this.#client = new SocketModeReceiver({
      appToken,
      clientPingTimeout: PING_TIMEOUT_MS,
      // Left to itself the client ends the process when it cannot connect again.
      autoReconnectEnabled: false,
      installerOptions: { clientOptions },
      logger: boltLogger(log),
    }).client;
    // The receiver's own listener acknowledges before anything is written down.
    this.#client.removeAllListeners("slack_event");
    this.#client.on("slack_event", (envelope: Envelope) => void this.#take(envelope));
    this.#client.on("disconnected", () => this.#lost());
    health.socket("reconnecting");
  }

  init(_app: App): void {}

  /** Resolves when Slack has said hello; rejects when it cannot be reached. */
  async start(): Promise<void> {
    const { clock, health } = this.#deps;
    let cancel: () => void = () => undefined;
    const tooLate = new Promise<never>((_resolve, reject) => {
      cancel = clock.after(HELLO_TIMEOUT_MS, () => reject(new Error("Slack did not say hello in time")));
    });
    try {
      await Promise.race([this.#client.start(), tooLate]);
    } finally {
      cancel();
    }
    this.#isUp = true;
    health.socket("connected");
  }

  async stop(): Promise<void> {
    this.#isUp = false;
    await this.#client.disconnect().catch(() => undefined);
  }

  #lost(): void {
    if (!this.#isUp) return;
    this.#isUp = false;
    this.#deps.health.socket("reconnecting");
    this.#deps.onLost();
  }

  async #take({ body, ack }: Envelope): Promise<void> {
    let answer: object | undefined;
    try {
      answer = answerTo(await this.#deps.intake.take(body));
    } catch (error) {
      this.#deps.log.warn({ error }, "slack delivery could not be written down; slack will send it again");
      return;
    }
    // A lost acknowledgement is a second delivery, which is found to be one.
    await ack(answer).catch((error: unknown) => this.#deps.log.debug({ error }, "slack could not be told"));
  }
}
