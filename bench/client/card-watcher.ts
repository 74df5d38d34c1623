import { io, type Socket } from "socket.io-client";
import type { LiveCardDto, LiveMessageDto } from "../../web/contract/live.ts";
import { nowMs } from "../now-ms.ts";

export interface SeenEnd {
  /** The end was shown: its card came, for the message as the browser had it. */
  readonly at: number;
  /** The message came that is stored with it. */
  readonly keptAt: number;
  readonly tone: string;
}

const PATIENCE_MS = 15_000;
const OPEN_TONES = ["understood", "running"];

/**
 * A browser's live socket, as far as waiting for the last card of a message goes. As the console does, it shows a card
 * that comes ahead of its storing only on the message, and the revision of it, that it has.
 */
export class CardWatcher {
  readonly #socket: Socket;
  readonly #revisions = new Map<string, number>();
  readonly #shown = new Map<string, number>();
  readonly #ends = new Map<string, SeenEnd>();
  readonly #waiting = new Map<string, (end: SeenEnd) => void>();

  constructor(url: string, cookie: string) {
    this.#socket = io(`${url}/live`, {
      transports: ["websocket"],
      extraHeaders: { cookie, origin: url },
      forceNew: true,
    });
    this.#socket.on("message", (pushed: LiveMessageDto) => this.#take(pushed));
    this.#socket.on("card", (pushed: LiveCardDto) => this.#glimpse(pushed));
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

  #glimpse({ message }: LiveCardDto): void {
    if (!endToneOf(message) || this.#revisions.get(message.id) !== message.revision) return;
    if (!this.#shown.has(message.id)) this.#shown.set(message.id, nowMs());
  }

  #take({ message }: LiveMessageDto): void {
    this.#revisions.set(message.id, message.revision);
    const tone = endToneOf(message);
    if (tone === undefined) return;
    const keptAt = nowMs();
    const end = { at: this.#shown.get(message.id) ?? keptAt, keptAt, tone };
    this.#shown.delete(message.id);
    this.#revisions.delete(message.id);
    const wake = this.#waiting.get(message.id);
    if (wake) wake(end);
    else this.#ends.set(message.id, end);
    this.#waiting.delete(message.id);
  }
}

function endToneOf({ card }: LiveMessageDto["message"]): string | undefined {
  return card === undefined || OPEN_TONES.includes(card.tone) ? undefined : card.tone;
}
