import { PROTOCOL_LIMITS } from "../../core/protocol/version.ts";

const KEPT_BYTES = PROTOCOL_LIMITS.responseBytes + 64 * 1024;

/** Keeps the end of what a program prints, and finds its answer there: the whole text, or else its last line. */
export class ExecResponse {
  readonly #chunks: Buffer[] = [];
  #bytes = 0;
  #dropped = false;

  write(bytes: Buffer): void {
    this.#chunks.push(bytes);
    this.#bytes += bytes.length;
    while (this.#bytes - (this.#chunks[0]?.length ?? 0) >= KEPT_BYTES) {
      this.#bytes -= this.#chunks.shift()?.length ?? 0;
      this.#dropped = true;
    }
  }

  /** The JSON value, or undefined when there is none. */
  value(): unknown {
    const text = Buffer.concat(this.#chunks).toString("utf8").trim();
    const whole = this.#dropped ? undefined : parse(text);
    return whole ?? parse(text.slice(text.lastIndexOf("\n") + 1));
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
