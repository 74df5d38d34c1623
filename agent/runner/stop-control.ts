import type { CancelTimer, Clock } from "../../core/kernel/clock.ts";

interface Stoppable {
  /** Asks to end now, ends by force after the grace. */
  terminate(graceMs: number): void;
}

type StopReason = "killed" | "timed_out" | "exceeded";

/** Remembers why an attempt is to stop, also before there is a process to stop. Owns its time limit. */
export class StopControl {
  readonly #cancelTimeout: CancelTimer;
  #target: Stoppable | undefined;
  #graceMs = 0;
  #reason: StopReason | undefined;
  /** For a person, where the reason alone does not say enough. */
  sentence: string | undefined;

  constructor(clock: Clock, timeoutMs: number, timeoutGraceMs: number) {
    this.#cancelTimeout = clock.after(timeoutMs, () => this.stop("timed_out", timeoutGraceMs));
  }

  get reason(): StopReason | undefined {
    return this.#reason;
  }

  attach(target: Stoppable): void {
    this.#target = target;
    if (this.#reason) target.terminate(this.#graceMs);
  }

  /** The first reason stays; a later call may only shorten the grace. */
  stop(reason: StopReason, graceMs: number): void {
    this.#reason ??= reason;
    this.#graceMs = graceMs;
    this.#target?.terminate(graceMs);
  }

  /** Ends it at once, because of a limit of this machine. */
  exceed(sentence: string): void {
    if (this.#reason === undefined) this.sentence = sentence;
    this.stop("exceeded", 0);
  }

  end(): void {
    this.#cancelTimeout();
    this.#target = undefined;
  }
}
