import type { FromAgent } from "../../core/protocol/messages.ts";
import { splitFrames } from "./split-frames.ts";

/** Collects what is sent in one turn of the event loop and passes it on in as few frames as the wire allows. */
export class OutgoingBatch {
  readonly #pass: (frame: readonly FromAgent[]) => void;
  #waiting: FromAgent[] = [];

  constructor(pass: (frame: readonly FromAgent[]) => void) {
    this.#pass = pass;
  }

  add(messages: readonly FromAgent[]): void {
    if (this.#waiting.length === 0) process.nextTick(() => this.flush());
    this.#waiting.push(...messages);
  }

  flush(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const frame of splitFrames(waiting)) this.#pass(frame);
  }
}
