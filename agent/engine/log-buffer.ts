import type { LogMessage, ProgressMessage } from "../../core/protocol/messages.ts";

/** Output waiting for a connection. Beyond this the oldest goes: results are never lost, output may be. */
const KEPT_BYTES = 1024 * 1024;

/** Keeps the newest output while the server cannot be reached; what was dropped shows as a hole in `seq`. */
export class LogBuffer {
  #messages: (LogMessage | ProgressMessage)[] = [];
  #bytes = 0;

  add(message: LogMessage | ProgressMessage): void {
    this.#messages.push(message);
    this.#bytes += message.text.length;
    while (this.#bytes > KEPT_BYTES && this.#messages.length > 1) {
      this.#bytes -= this.#messages.shift()?.text.length ?? 0;
    }
  }

  /** Everything kept, oldest first; the buffer is empty afterwards. */
  take(): readonly (LogMessage | ProgressMessage)[] {
    const taken = this.#messages;
    this.#messages = [];
    this.#bytes = 0;
    return taken;
  }
}
