import { describeMs } from "../core/kernel/duration.ts";

interface NewsOptions {
  readonly name: string;
  readonly serverUrl: string;
  readonly now: () => number;
  /** Writes one line for a person. */
  readonly say: (line: string) => void;
}

/** Tells a person what happens to the connection: each change once, never the same thing twice in a row. */
export class ConnectionNews {
  readonly #options: NewsOptions;
  #lostAt: number | undefined;
  #last = "";
  #ending = false;

  constructor(options: NewsOptions) {
    this.#options = options;
  }

  connected(state: string): void {
    const { name, serverUrl, say, now } = this.#options;
    const after = this.#lostAt === undefined ? "" : ` again, after ${describeMs(now() - this.#lostAt)}`;
    this.#lostAt = undefined;
    this.#last = "";
    say(`octopus agent ${name} connected to ${serverUrl}${after}`);
    if (state === "pending") say("This machine waits for an administrator to approve it.");
    else if (state !== "active") say(`The server says that this machine is ${state}.`);
  }

  disconnected(reason: string): void {
    const { serverUrl } = this.#options;
    const never = this.#lostAt === undefined;
    this.#lostAt ??= this.#options.now();
    if (never) this.#once(`The server ${serverUrl} cannot be reached (${reason}). Trying again until it answers.`);
  }

  refused(reason: string, retryable: boolean): void {
    this.#lostAt ??= this.#options.now();
    this.#once(`The server refuses this machine: ${reason}${retryable ? " Trying again from time to time." : ""}`);
  }

  /** The agent ends: that the connection ends with it is no news. */
  ending(): void {
    this.#ending = true;
  }

  #once(line: string): void {
    if (line !== this.#last && !this.#ending) this.#options.say(line);
    this.#last = line;
  }
}
