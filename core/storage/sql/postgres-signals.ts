import type { EventEmitter } from "node:events";
import type { DataSource, QueryRunner } from "typeorm";
import type { SignalChannel } from "../../events/server-signals.ts";
import type { CancelTimer, Clock } from "../../kernel/clock.ts";
import type { Logger } from "../../kernel/logger.ts";

const CHANNEL = "octopus";
const AGAIN_MS = 1_000;

interface Deps {
  readonly clock: Clock;
  readonly logger: Logger;
}

/** NOTIFY to say it, LISTEN on a connection of its own to hear it; a lost connection is made anew. */
export function postgresSignals(source: DataSource, deps: Deps): SignalChannel {
  return {
    async send(text) {
      await source.query("SELECT pg_notify($1, $2)", [CHANNEL, text]);
    },
    async listen(hear) {
      const listening = new Listening(source, deps, hear);
      await listening.begin();
      return () => listening.end();
    },
  };
}

class Listening {
  readonly #source: DataSource;
  readonly #deps: Deps;
  readonly #hear: (text: string) => void;
  #runner: QueryRunner | undefined;
  #cancel: CancelTimer | undefined;
  #ended = false;

  constructor(source: DataSource, deps: Deps, hear: (text: string) => void) {
    this.#source = source;
    this.#deps = deps;
    this.#hear = hear;
  }

  async begin(): Promise<void> {
    const runner = this.#source.createQueryRunner();
    try {
      const client = (await runner.connect()) as EventEmitter;
      client.once("error", () => this.#lost(runner));
      client.once("end", () => this.#lost(runner));
      client.on("notification", ({ payload = "" }: { payload?: string }) => this.#hear(payload));
      await runner.query(`LISTEN ${CHANNEL}`);
      this.#runner = runner;
    } catch (error) {
      this.#deps.logger.warn({ error }, "signals of other servers cannot be heard yet");
      await this.#discard(runner);
      this.#later();
    }
  }

  async end(): Promise<void> {
    this.#ended = true;
    this.#cancel?.();
    const runner = this.#runner;
    this.#runner = undefined;
    if (runner) await this.#discard(runner);
  }

  #lost(runner: QueryRunner): void {
    if (this.#runner !== runner) return;
    this.#runner = undefined;
    void this.#discard(runner);
    this.#later();
  }

  #later(): void {
    if (!this.#ended) this.#cancel = this.#deps.clock.after(AGAIN_MS, () => void this.begin());
  }

  /** Out of the pool: nobody else shall have a connection that listens. */
  async #discard(runner: QueryRunner): Promise<void> {
    const closing = runner as QueryRunner & { releasePostgresConnection?(error: unknown): Promise<void> };
    await closing.releasePostgresConnection?.(new Error("it listened")).catch(() => undefined);
  }
}
