import { trimEndSigns } from "../../../core/kernel/trim-signs.ts";
import type { LogChunkDto } from "../../contract/execution.ts";
import { plainText } from "./plain-text.ts";

export interface LogLine {
  readonly stream: LogChunkDto["stream"];
  readonly text: string;
}

const LOST_TEXT = "Some output is missing here.";

/** The output of an attempt as lines, built chunk by chunk. A line that comes in pieces is one line. */
export class LogLines {
  readonly #lines: LogLine[] = [];
  /** Where the unfinished line of each stream stands. */
  readonly #open = new Map<LogChunkDto["stream"], number>();
  #nextSeq = 0;

  get lines(): readonly LogLine[] {
    return this.#lines;
  }

  /** The `seq` that continues what is here. */
  get nextSeq(): number {
    return this.#nextSeq;
  }

  /** Takes what the server has stored: a hole in there is a loss, and is shown as one. */
  addStored(chunks: readonly LogChunkDto[]): void {
    for (const chunk of chunks) {
      if (chunk.seq > this.#nextSeq) this.#mark(LOST_TEXT);
      if (chunk.seq >= this.#nextSeq) this.#add(chunk);
    }
  }

  /** Takes what came live, as far as it continues what is here; false when something between is not here yet. */
  addLive(chunks: readonly LogChunkDto[]): boolean {
    for (const chunk of chunks) {
      if (chunk.seq > this.#nextSeq) return false;
      if (chunk.seq === this.#nextSeq) this.#add(chunk);
    }
    return true;
  }

  /** All of it as one text. */
  text(): string {
    return this.#lines.map(({ text }) => `${text}\n`).join("");
  }

  /** The positions of the lines that contain `needle`, whatever their case. */
  find(needle: string): readonly number[] {
    const wanted = needle.toLowerCase();
    if (wanted === "") return [];
    return this.#lines.flatMap(({ text }, index) => (text.toLowerCase().includes(wanted) ? [index] : []));
  }

  #add(chunk: LogChunkDto): void {
    this.#nextSeq = chunk.seq + 1;
    if (chunk.stream === "gap") {
      this.#mark(chunk.text || LOST_TEXT);
      return;
    }
    const pieces = chunk.text.split("\n");
    const rest = pieces.pop() ?? "";
    for (const piece of pieces) this.#write(chunk.stream, piece, true);
    if (rest !== "") this.#write(chunk.stream, rest, false);
  }

  #write(stream: LogChunkDto["stream"], piece: string, ends: boolean): void {
    const at = this.#open.get(stream) ?? this.#lines.length;
    const before = this.#lines[at]?.text ?? "";
    this.#lines[at] = { stream, text: before + plainText(afterReturn(piece)) };
    if (ends) this.#open.delete(stream);
    else this.#open.set(stream, at);
  }

  #mark(text: string): void {
    this.#open.clear();
    this.#lines.push({ stream: "gap", text });
  }
}

/** Progress bars write over their line; what was written last is what one would see. */
function afterReturn(piece: string): string {
  const parts = trimEndSigns(piece, "\r").split("\r");
  return parts.at(-1) ?? "";
}
