import type { CancelTimer, Clock } from "../../core/kernel/clock.ts";

interface Options {
  readonly everyMs: number;
  readonly clock: Clock;
  readonly flush: (topic: string) => void;
}

/** The first change of a topic goes out at once, later ones together, at most once per `everyMs`. */
export class Coalescer {
  readonly #options: Options;
  readonly #resting = new Map<string, { dirty: boolean; readonly cancel: CancelTimer }>();

  constructor(options: Options) {
    this.#options = options;
  }

  touch(topic: string): void {
    const resting = this.#resting.get(topic);
    if (resting) resting.dirty = true;
    else this.#send(topic);
  }

  stop(): void {
    for (const { cancel } of this.#resting.values()) cancel();
    this.#resting.clear();
  }

  #send(topic: string): void {
    const { clock, everyMs, flush } = this.#options;
    const cancel = clock.after(everyMs, () => {
      const rested = this.#resting.get(topic);
      this.#resting.delete(topic);
      if (rested?.dirty) this.#send(topic);
    });
    this.#resting.set(topic, { dirty: false, cancel });
    flush(topic);
  }
}
