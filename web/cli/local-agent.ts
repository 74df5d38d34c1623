import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Logger } from "../../core/kernel/logger.ts";
import { agentBundle } from "./installation.ts";

const RESTART_AFTER_MS = [1_000, 5_000, 15_000, 60_000];

interface Options {
  readonly folder: string;
  readonly serverUrl: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly logger: Logger;
  /** Makes a single-use join token that needs no further approval. */
  makeJoinToken(): Promise<string>;
}

/** The agent that `octopus start` keeps on the server's own machine: a child process, joined on first use. */
export class LocalAgent {
  readonly #options: Options;
  #child: ChildProcess | undefined;
  #stopping = false;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Joins if needed, then keeps the agent running in the background until `stop`. */
  async start(): Promise<void> {
    if (!existsSync(join(this.#options.folder, "agent.json"))) await this.#join();
    void this.#keepRunning();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    child.kill("SIGTERM");
    await Promise.race([gone, delay(8_000, undefined, { ref: false }).then(() => child.kill("SIGKILL"))]);
  }

  async #join(): Promise<void> {
    const { folder, serverUrl, makeJoinToken } = this.#options;
    const child = this.#spawn(["join", serverUrl, "--token", await makeJoinToken(), "--data-dir", folder]);
    const { code, output } = await ended(child);
    if (code !== 0) throw new Error(`the local agent could not join: ${output.trim()}`);
  }

  async #keepRunning(): Promise<void> {
    for (let failures = 0; !this.#stopping; failures += 1) {
      const child = this.#spawn(["run", "--data-dir", this.#options.folder]);
      this.#child = child;
      const { code, output } = await ended(child);
      if (this.#stopping) return;
      this.#options.logger.warn({ code, output: output.slice(-500) }, "the local agent ended and is started again");
      await delay(RESTART_AFTER_MS[Math.min(failures, RESTART_AFTER_MS.length - 1)], undefined, { ref: false });
    }
  }

  #spawn(args: readonly string[]): ChildProcess {
    const { environment } = this.#options;
    return spawn(process.execPath, [agentBundle, ...args], { env: environment, stdio: ["ignore", "pipe", "pipe"] });
  }
}

async function ended(child: ChildProcess): Promise<{ readonly code: number | null; readonly output: string }> {
  let output = "";
  const keep = (chunk: Buffer) => {
    output = `${output}${chunk.toString("utf8")}`.slice(-4_000);
  };
  child.stdout?.on("data", keep);
  child.stderr?.on("data", keep);
  return await new Promise((resolve) => {
    child.once("error", (error) => resolve({ code: 1, output: error.message }));
    child.once("close", (code) => resolve({ code, output }));
  });
}
