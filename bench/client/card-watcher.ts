import { io, type Socket } from "socket.io-client";
import type { LiveMessageDto } from "../../web/contract/live.ts";
import { nowMs } from "../now-ms.ts";

export interface SeenEnd {
  readonly at: number;
  readonly tone: string;
}

const PATIENCE_MS = 15_000;
const OPEN_TONES = ["understood", "running"];

/** A browser's live socket, as far as waiting for the last card of a message goes. */
export class CardWatcher {
  readonly #socket: Socket;
  readonly #ends = new Map<string, SeenEnd>();
  readonly #waiting = new Map<string, (end: SeenEnd) => void>();

  constructor(url: string, cookie: string) {
    this.#socket = io(`${url}/live`, {
      transports: ["websocket"],
      extraHeaders: { cookie, origin: url },
      forceNew: true,
    });
    this.#socket.on("message", (pushed: LiveMessageDto) => this.#take(pushed));
  }

  async watch(conversationId: string): Promise<void> {
    const reply = (await this.#socket.timeout(PATIENCE_MS).emitWithAck("watch", { conversationId })) as { ok: boolean };
    if (!reply.ok) throw new Error(`may not watch ${conversationId}`);
  }

  /** When the end of this message was shown; rejects when it is not in time. */
  async end(messageId: string): Promise<SeenEnd> {
    const seen = this.#ends.get(messageId);
    this.#ends.delete(messageId);
    if (seen) return seen;
    return await new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(messageId);
        reject(new Error("the end was not shown in time"));
      }, PATIENCE_MS);
      this.#waiting.set(messageId, (end) => {
        clearTimeout(timer);
        resolve(end);
      });
    });
  }

  close(): void {
    this.#socket.disconnect();
  }

  #take({ message }: LiveMessageDto): void {
    const tone = message.card?.tone;
    if (tone === undefined || OPEN_TONES.includes(tone)) return;
    const end = { at: nowMs(), tone };
    const wake = this.#waiting.get(message.id);
    if (wake) wake(end);
    else this.#ends.set(message.id, end);
    this.#waiting.delete(message.id);
  }
}
