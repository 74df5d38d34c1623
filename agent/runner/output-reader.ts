import { PROTOCOL_LIMITS } from "../../core/protocol/version.ts";

type Emit = (stream: "out" | "err" | "gap", text: string) => void;

/** Bytes that one attempt may still put into its log, shared by all its streams. */
export interface OutputBudget {
  leftBytes: number;
  droppedBytes: number;
}

export function outputBudget(limitBytes: number = PROTOCOL_LIMITS.logBytesPerAttempt): OutputBudget {
  return { leftBytes: limitBytes, droppedBytes: 0 };
}

/** A chunk is cut at a line end when one is in its last part; a line longer than this is cut anywhere. */
const CHUNK_BYTES = 16 * 1024;

/**
 * Turns bytes into log chunks, holding at most one chunk in memory whatever the process prints. Text that is not UTF-8
 * gets replacement characters. Once the budget is used up, bytes are counted and thrown away.
 */
export class OutputReader {
  readonly #stream: "out" | "err";
  readonly #budget: OutputBudget;
  readonly #emit: Emit;
  readonly #whole: readonly Buffer[];
  readonly #margin: number;
  #held: Buffer = Buffer.alloc(0);

  /** `whole`: what is never cut in two. */
  constructor(stream: "out" | "err", budget: OutputBudget, emit: Emit, whole: readonly Buffer[] = []) {
    this.#stream = stream;
    this.#budget = budget;
    this.#emit = emit;
    this.#whole = whole;
    this.#margin = Math.max(0, ...whole.map(({ length }) => length));
  }

  write(bytes: Buffer): void {
    const kept = bytes.subarray(0, Math.max(0, this.#budget.leftBytes));
    this.#budget.leftBytes -= kept.length;
    this.#budget.droppedBytes += bytes.length - kept.length;
    if (kept.length === 0) return;
    this.#held = this.#held.length === 0 ? kept : Buffer.concat([this.#held, kept]);
    while (this.#held.length >= CHUNK_BYTES + this.#margin) this.#cut(this.#cutAt());
  }

  /** Emits the whole lines held, so that a quiet process is seen; keeps an unfinished line. */
  flushLines(): void {
    const newline = this.#held.lastIndexOf(0x0a);
    if (newline !== -1) this.#cut(newline + 1);
  }

  /** Emits the rest. */
  end(): void {
    if (this.#held.length > 0) this.#cut(this.#held.length);
  }

  #cutAt(): number {
    const end = cutAt(this.#held);
    const split = this.#whole.flatMap((form) => {
      const from = this.#held.indexOf(form, Math.max(0, end - form.length + 1));
      return from !== -1 && from < end && from + form.length > end ? [{ from, to: from + form.length }] : [];
    });
    const [first] = split.sort((a, b) => a.from - b.from);
    if (!first) return end;
    return first.from > 0 ? first.from : first.to;
  }

  #cut(length: number): void {
    const text = this.#held.toString("utf8", 0, length);
    this.#held = this.#held.subarray(length);
    this.#emit(this.#stream, text);
  }
}

/** Says at the end of the log what was thrown away, if anything was. */
export function emitGap(budget: OutputBudget, emit: Emit): void {
  if (budget.droppedBytes > 0) emit("gap", `${budget.droppedBytes} bytes of output were dropped here.`);
}

/** Where to cut a full buffer: after a newline, else before an unfinished UTF-8 character, else at the limit. */
function cutAt(held: Buffer): number {
  const newline = held.lastIndexOf(0x0a, CHUNK_BYTES - 1);
  if (newline !== -1) return newline + 1;
  let end = CHUNK_BYTES;
  while (end > CHUNK_BYTES - 4 && ((held[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return end;
}
