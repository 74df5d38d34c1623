import type { CancelTimer, Clock } from "../../core/kernel/clock.ts";

interface Options {
  /** One more change of a topic may go out after each of these. */
  readonly everyMs: number;
  /** Changes of a topic that has been quiet that go out without waiting; 1 unless said otherwise. */
  readonly atOnce?: number;
  readonly clock: Clock;
  readonly flush: (topic: string) => void;
}

interface Topic {
  /** Sent and not yet made up for by the passing of time; at most `atOnce`. */
  spent: number;
  dirty: boolean;
  cancel: CancelTimer;
}

/**
 * The first changes of a quiet topic go out at once, so that whatever is over in milliseconds is shown in milliseconds;
 * of a busy one, changes go out together, once per `everyMs`. The last change always goes out.
 */
export class Coalescer {
  readonly #options: Options;
  readonly #topics = new Map<string, Topic>();

  constructor(options: Options) {
    this.#options = options;
  }

  touch(name: string): void {
    const topic = this.#topics.get(name);
    if (!topic) {
      this.#topics.set(name, { spent: 1, dirty: false, cancel: this.#later(name) });
      this.#options.flush(name);
    } else if (topic.spent < (this.#options.atOnce ?? 1)) {
      topic.spent += 1;
      this.#options.flush(name);
    } else topic.dirty = true;
  }

  stop(): void {
    for (const { cancel } of this.#topics.values()) cancel();
    this.#topics.clear();
  }

  #later(name: string): CancelTimer {
    return this.#options.clock.after(this.#options.everyMs, () => this.#rested(name));
  }

  #rested(name: string): void {
    const topic = this.#topics.get(name);
    if (!topic) return;
    if (!topic.dirty) topic.spent -= 1;
    if (topic.spent === 0) {
      this.#topics.delete(name);
      return;
    }
    topic.cancel = this.#later(name);
    if (!topic.dirty) return;
    topic.dirty = false;
    this.#options.flush(name);
  }
}
