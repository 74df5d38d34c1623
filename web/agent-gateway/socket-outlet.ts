import type { Socket } from "socket.io";
import type { ToAgent } from "../../core/protocol/messages.ts";
import { PROTOCOL_LIMITS } from "../../core/protocol/version.ts";
import type { AgentOutlet } from "./agent-connections.ts";

/** More than this waiting means that the other end does not read; what is dropped is said again at the next sweep. */
const MOST_WAITING = 5000;
const FRAME_BYTES = PROTOCOL_LIMITS.frameBytes * 0.75;

/** Gathers what is sent at once, such as with one commit, into as few frames as its size allows. */
export class SocketOutlet implements AgentOutlet {
  readonly #socket: Socket;
  #waiting: ToAgent[] = [];
  #armed = false;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  isOpen(): boolean {
    return this.#socket.connected;
  }

  send(messages: readonly ToAgent[]): void {
    if (this.#waiting.length + messages.length > MOST_WAITING) return;
    this.#waiting.push(...messages);
    if (this.#armed) return;
    this.#armed = true;
    // After everything that the same commit sends, and before anything else that this turn does.
    queueMicrotask(() => this.#flush());
  }

  close(): void {
    this.#socket.disconnect(true);
  }

  #flush(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#armed = false;
    if (!this.#socket.connected) return;
    for (const batch of splitBySize(waiting)) this.#socket.emit("messages", batch);
  }
}

/** Batches that stay under the frame limit and the batch limit, in order. Pure. */
export function splitBySize(messages: readonly ToAgent[]): readonly (readonly ToAgent[])[] {
  const batches: ToAgent[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const message of messages) {
    const size = Buffer.byteLength(JSON.stringify(message));
    const current = batches.at(-1);
    if (!current || bytes + size > FRAME_BYTES || current.length >= PROTOCOL_LIMITS.batchSize) {
      batches.push([message]);
      bytes = size;
    } else {
      current.push(message);
      bytes += size;
    }
  }
  return batches;
}
