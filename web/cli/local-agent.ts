import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { EXIT } from "../../agent/cli/exit-codes.ts";
import type { Logger } from "../../core/kernel/logger.ts";
import { agentBundle } from "./installation.ts";

const RESTART_AFTER_MS = [1_000, 5_000, 15_000, 60_000];
/** An agent that ran this long did not fail at its start. */
const SETTLED_MS = 60_000;
const LOOK_AGAIN_MS = 500;
/** What runs may end by itself for `drainMs`; then it is ended and recorded for so long; then the agent is ended. */
const END_MS = 1_000;

interface Options {
  readonly folder: string;
  readonly serverUrl: string;
  readonly serverId: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly logger: Logger;
  readonly drainMs: number;
  /** Monotonic, milliseconds. */
  now(): number;
  /** One sentence for the person who started this. */
  complain(sentence: string): void;
  /** Makes a single-use join token that needs no further approval. */
  makeJoinToken(): Promise<string>;
}

/**
 * The agent that `octopus start` keeps on the server's own machine: a child process, joined on first use. It outlives a
 * server that is killed until what it runs has ended; the next start waits for that and then starts its own.
 */
export class LocalAgent {
  readonly #options: Options;
  #child: ChildProcess | undefined;
  #stopping = false;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Joins if needed, then keeps the agent running in the background until `stop`. Never rejects. */
  async start(): Promise<void> {
    this.#setStrangerAside();
    const problem = await this.#join();
    if (problem) this.#options.complain(`The agent of this machine could not join and tries again: ${problem}`);
    void this.#keepRunning();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<true>((resolve) => child.once("exit", () => resolve(true)));
    for (const [signal, patienceMs] of [["SIGTERM", this.#options.drainMs] as const, ["SIGTERM", END_MS] as const]) {
      child.kill(signal);
      if (await Promise.race([gone, delay(patienceMs, false, { ref: false })])) return;
    }
    child.kill("SIGKILL");
  }

  /** A folder that joined another database, restored or removed since, cannot speak for this one. */
  #setStrangerAside(): void {
    const { folder, serverId, logger } = this.#options;
    const known = joinedServer(folder);
    if (known === undefined || known === serverId) return;
    const aside = `${folder}-of-${known.replaceAll(/[^A-Za-z0-9_-]/g, "")}`;
    if (existsSync(aside)) return;
    renameSync(folder, aside);
    logger.warn({ folder, aside }, "the agent's folder belonged to another database and was set aside");
  }

  /** What went wrong; undefined when this machine has joined. */
  async #join(): Promise<string | undefined> {
    const { folder, serverUrl, makeJoinToken } = this.#options;
    if (existsSync(join(folder, "agent.json"))) return undefined;
    const child = this.#spawn(["join", serverUrl, "--token", await makeJoinToken(), "--data-dir", folder]);
    const { code, output } = await ended(child);
    return code === 0 ? undefined : output.trim();
  }

  async #keepRunning(): Promise<void> {
    const { logger, now } = this.#options;
    let failures = 0;
    while (!this.#stopping) {
      const startedAt = now();
      const { code, output } = await this.#runOnce();
      if (this.#stopping) return;
      if (code === EXIT.occupied) {
        await delay(LOOK_AGAIN_MS, undefined, { ref: false });
        continue;
      }
      if (now() - startedAt > SETTLED_MS) failures = 0;
      logger.warn({ code, output: output.slice(-500) }, "the local agent ended and is started again");
      await delay(RESTART_AFTER_MS[Math.min(failures, RESTART_AFTER_MS.length - 1)], undefined, { ref: false });
      failures += 1;
    }
  }

  async #runOnce(): Promise<Ending> {
    const problem = await this.#join();
    if (problem) return { code: EXIT.failed, output: problem };
    const { folder, serverUrl } = this.#options;
    const child = this.#spawn(["run", "--data-dir", folder, "--server", serverUrl, "--tied"]);
    this.#child = child;
    return await ended(child);
  }

  /** In a process group of its own: Ctrl+C in a terminal asks us, and we ask the agent. */
  #spawn(args: readonly string[]): ChildProcess {
    const { NOTIFY_SOCKET: _, ...environment } = this.#options.environment; // the one who is ready is the server
    const options = { env: environment, stdio: "pipe", detached: process.platform !== "win32" } as const;
    return spawn(process.execPath, [agentBundle, ...args], options);
  }
}

interface Ending {
  readonly code: number | null;
  readonly output: string;
}

async function ended(child: ChildProcess): Promise<Ending> {
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

/** The server that this folder joined; undefined when none, or when the agent itself has to say what is wrong with it. */
function joinedServer(folder: string): string | undefined {
  try {
    return (JSON.parse(readFileSync(join(folder, "agent.json"), "utf8")) as { serverId?: string }).serverId;
  } catch {
    return undefined;
  }
}
