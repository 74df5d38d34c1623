import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { expect } from "vitest";
import type { ApiSession } from "./api-session.ts";
import { JournalPlugin } from "./journal-plugin.ts";
import { OctopusProcess, projectRoot, temporaryFolder } from "./octopus-process.ts";

export const LOGIN = { OCTOPUS_ADMIN_USER: "ada", OCTOPUS_ADMIN_PASSWORD: "eight arms hold twelve things" };

/** Server and agents as processes of their own, each of which can be killed and started again. */
export class KillableFleet {
  readonly journal: JournalPlugin;
  readonly url: string;
  readonly #folder = temporaryFolder("kill");
  readonly #port: number;
  #server: OctopusProcess | undefined;
  readonly #agents = new Map<string, ChildProcess>();

  constructor(port: number) {
    this.#port = port;
    this.url = `http://127.0.0.1:${port}`;
    this.journal = new JournalPlugin(this.#folder.path);
  }

  get dataDir(): string {
    return join(this.#folder.path, "data");
  }

  async startServer(): Promise<void> {
    this.#server = this.#spawnServer();
    await this.#server.ready();
  }

  /** A server that is killed somewhere in its start. */
  async failToStartServer(): Promise<void> {
    this.#server = this.#spawnServer();
    await delay(Math.random() * 600);
    await this.killServer();
  }

  async killServer(): Promise<void> {
    await this.#server?.kill();
  }

  async join(session: ApiSession, name = "web-1"): Promise<void> {
    const { token } = await session.post<{ token: string }>("/agents/join-tokens", {
      autoApprove: true,
      name,
    });
    const child = this.#spawnAgent(name, ["join", this.url, "--token", token, "--name", name]);
    expect(await new Promise((resolve) => child.once("close", resolve))).toBe(0);
  }

  startAgent(name = "web-1"): void {
    this.#agents.set(name, this.#spawnAgent(name, ["run"]));
  }

  async killAgent(name = "web-1"): Promise<void> {
    const agent = this.#agents.get(name);
    if (!agent || agent.exitCode !== null) return;
    const gone = new Promise((resolve) => agent.once("close", resolve));
    agent.kill("SIGKILL");
    await gone;
  }

  async remove(): Promise<void> {
    for (const name of this.#agents.keys()) await this.killAgent(name);
    await this.killServer();
    this.#folder.remove();
  }

  #spawnServer(): OctopusProcess {
    const environment = { ...LOGIN, OCTOPUS_PLUGIN_DIRS: this.journal.folder };
    return new OctopusProcess({ command: "server", dataDir: this.dataDir, port: this.#port, environment });
  }

  #spawnAgent(name: string, args: readonly string[]): ChildProcess {
    const folder = join(this.#folder.path, `agent-${name}`);
    const bundle = join(projectRoot, "dist/agent.cjs");
    return spawn(process.execPath, [bundle, ...args, "--data-dir", folder], { stdio: "ignore" });
  }
}
