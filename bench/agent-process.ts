import { type ChildProcess, spawn } from "node:child_process";

/** The agent bundle as a child process, as it runs on any machine. */
export class AgentProcess {
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;

  constructor(bundle: string, dataDir: string, execArgv: readonly string[]) {
    this.#child = spawn(process.execPath, [...execArgv, bundle, "run", "--data-dir", dataDir, "--tied"], {
      // Tied: it ends with the pipe, should the measuring end before it.
      stdio: ["pipe", "ignore", "inherit"],
    });
    this.#ended = new Promise((resolve) => this.#child.once("close", () => resolve()));
  }

  /** Joins a server; rejects with what the agent said when it may not. */
  static async join(bundle: string, dataDir: string, url: string, token: string): Promise<void> {
    const child = spawn(process.execPath, [bundle, "join", url, "--token", token, "--data-dir", dataDir]);
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
    const code = await new Promise((resolve) => child.once("close", resolve));
    if (code !== 0) throw new Error(`the agent could not join: ${said}`);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  async stop(): Promise<void> {
    this.#child.kill("SIGTERM");
    await this.#ended;
  }
}
