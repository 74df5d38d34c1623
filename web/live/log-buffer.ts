import type { LogChunk } from "../../core/model/run.ts";

/** Chunks that wait for the next push. Too many are dropped from the front; the browser fetches what is missing. */
const MOST_CHUNKS = 200;
const MOST_BYTES = 128 * 1024;

export class LogBuffer {
  readonly #chunks = new Map<string, LogChunk[]>();

  add(executionId: string, chunks: readonly LogChunk[]): void {
    const waiting = [...(this.#chunks.get(executionId) ?? []), ...chunks].slice(-MOST_CHUNKS);
    let bytes = waiting.reduce((sum, chunk) => sum + chunk.text.length, 0);
    while (bytes > MOST_BYTES && waiting.length > 1) bytes -= waiting.shift()?.text.length ?? 0;
    this.#chunks.set(executionId, waiting);
  }

  take(executionId: string): readonly LogChunk[] {
    const waiting = this.#chunks.get(executionId) ?? [];
    this.#chunks.delete(executionId);
    return waiting;
  }
}
