import type { CancelTimer, Clock } from "./clock.ts";

/** Something with a life. `stop` resolves when nothing of it runs any more; stopping twice is allowed. */
export interface Service {
  start(): Promise<void>;
  stop(): Promise<void>;
}

interface LoopOptions {
  readonly everyMs: number;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
}

/**
 * Calls `runOnce` every so often, never twice at a time. A failure is reported and the loop goes on.
 * `wake` asks for a turn now; wakes that arrive during a turn cause exactly one more.
 */
export class Loop implements Service {
  readonly #runOnce: () => Promise<unknown>;
  readonly #options: LoopOptions;
  #cancel: CancelTimer | undefined;
  #current: Promise<void> | undefined;
  #again = false;
  #stopped = true;

  constructor(runOnce: () => Promise<unknown>, options: LoopOptions) {
    this.#runOnce = runOnce;
    this.#options = options;
  }

  async start(): Promise<void> {
    if (!this.#stopped) return;
    this.#stopped = false;
    this.#arm();
  }

  wake(): void {
    if (this.#stopped) return;
    if (this.#current) {
      this.#again = true;
      return;
    }
    this.#cancel?.();
    this.#turn();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#again = false;
    this.#cancel?.();
    await this.#current;
  }

  #arm(): void {
    this.#cancel = this.#options.clock.after(this.#options.everyMs, () => this.#turn());
  }

  #turn(): void {
    this.#current = this.#guarded().finally(() => {
      this.#current = undefined;
      if (this.#stopped) return;
      if (this.#again) {
        this.#again = false;
        this.#turn();
      } else this.#arm();
    });
  }

  async #guarded(): Promise<void> {
    try {
      await this.#runOnce();
    } catch (error) {
      this.#options.onError(error);
    }
  }
}
