import type { CancelTimer, Clock } from "../../core/kernel/clock.ts";
import type { RunSink } from "../engine/ports.ts";
import type { SecretMask } from "./mask-secrets.ts";
import { emitGap, type OutputBudget, OutputReader, outputBudget } from "./output-reader.ts";

/** Whole lines wait at most this long for more, so that a log is live and not one message per line. */
const FLUSH_MS = 80;

/** What one attempt prints, on its way to the log: capped together, cut apart per stream. */
export class AttemptOutput {
  readonly #clock: Clock;
  readonly #sink: RunSink;
  readonly #budget: OutputBudget;
  readonly #readers: Readonly<Record<"out" | "err", OutputReader>>;
  #cancelFlush: CancelTimer | undefined;
  /** Bytes seen so far, to notice when nothing comes any more. */
  seenBytes = 0;

  constructor(clock: Clock, sink: RunSink, limitBytes?: number, mask?: SecretMask) {
    this.#clock = clock;
    this.#sink = sink;
    this.#budget = outputBudget(limitBytes);
    const emit = (stream: "out" | "err" | "gap", text: string) => sink.output(stream, mask ? mask.text(text) : text);
    this.#readers = {
      out: new OutputReader("out", this.#budget, emit, mask?.forms),
      err: new OutputReader("err", this.#budget, emit, mask?.forms),
    };
  }

  write(stream: "out" | "err", bytes: Buffer): void {
    this.seenBytes += bytes.length;
    this.#readers[stream].write(bytes);
    this.#cancelFlush ??= this.#clock.after(FLUSH_MS, () => {
      this.#cancelFlush = undefined;
      this.#readers.out.flushLines();
      this.#readers.err.flushLines();
    });
  }

  /** Emits what is left and, where bytes were dropped, how many. Nothing may be written afterwards. */
  end(): void {
    this.#cancelFlush?.();
    this.#readers.out.end();
    this.#readers.err.end();
    emitGap(this.#budget, (stream, text) => this.#sink.output(stream, text));
  }
}
