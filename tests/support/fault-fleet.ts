import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { expect } from "vitest";
import type { AgentDto } from "../../web/contract/agent.ts";
import type { ExecutionDto } from "../../web/contract/execution.ts";
import { ApiSession } from "./api-session.ts";
import { buildAgentBundle } from "./build-agent.ts";
import { JournalPlugin } from "./journal-plugin.ts";
import { LOGIN } from "./killable-fleet.ts";
import { freePort, projectRoot, temporaryFolder } from "./octopus-process.ts";
import { until } from "./processes.ts";
import { TcpProxy } from "./tcp-proxy.ts";

const SHIFTED = ["--require", join(projectRoot, "tests/support/shifted-clock.cjs")];
/** Whose clock is shifted, beside the names of machines. */
export const SERVER = "server";

interface Machine {
  readonly proxy: TcpProxy;
  agent: ChildProcess | undefined;
  /** What the agent printed. */
  printed: string;
}

/** A real server with shortened times, and real agents that reach it each through a network of its own. */
export class FaultFleet {
  readonly journal: JournalPlugin;
  readonly #folder = temporaryFolder("fault");
  readonly #machines = new Map<string, Machine>();
  readonly #agentBundle: string;
  readonly #serverBundle: string;
  readonly #port: number;
  readonly #pace: string;
  #server: ChildProcess | undefined;
  #session: ApiSession | undefined;
  #said = 0;

  /** With pace "real" the protocol's times are the real ones, for tests that do not wait for a lease to end. */
  static async start(machines: readonly string[], pace: "short" | "real" = "short"): Promise<FaultFleet> {
    const { file } = await buildAgentBundle();
    const serverBundle = join(projectRoot, "test-results", `fault-server-${process.pid}-${Date.now()}.mjs`);
    mkdirSync(join(serverBundle, ".."), { recursive: true });
    await bundleServer(serverBundle);
    const fleet = new FaultFleet(await freePort(), { agentBundle: file, serverBundle, pace });
    await fleet.startServer();
    await Promise.all(machines.map((name) => fleet.#join(name)));
    await until("all machines are online", async () =>
      (await fleet.agents()).every((one) => one.liveness === "online"),
    );
    return fleet;
  }

  private constructor(
    port: number,
    how: { readonly agentBundle: string; readonly serverBundle: string; readonly pace: string },
  ) {
    this.#port = port;
    this.#agentBundle = how.agentBundle;
    this.#serverBundle = how.serverBundle;
    this.#pace = how.pace;
    this.journal = new JournalPlugin(this.#folder.path);
  }

  get session(): ApiSession {
    if (!this.#session) throw new Error("the server was not started");
    return this.#session;
  }

  async startServer(): Promise<void> {
    const args = [
      join(this.#folder.path, "data"),
      String(this.#port),
      this.journal.folder,
      this.#agentBundle,
      this.#pace,
    ];
    const server = spawn(process.execPath, ["--expose-gc", ...SHIFTED, this.#serverBundle, ...args], {
      stdio: ["ignore", "pipe", "inherit"],
      env: this.#clockEnvironment(SERVER),
    });
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.stdout.once("data", () => resolve());
      server.once("exit", (code) => reject(new Error(`the server ended with code ${code}`)));
    });
    const url = `http://127.0.0.1:${this.#port}`;
    this.#session ??= await ApiSession.signIn(url, LOGIN.OCTOPUS_ADMIN_USER, LOGIN.OCTOPUS_ADMIN_PASSWORD);
  }

  serverMemoryBytes(): number {
    const status = readFileSync(`/proc/${this.#server?.pid}/status`, "utf8");
    return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
  }

  /** What the server holds once it has thrown away what nobody needs. */
  async serverHeapBytes(): Promise<number> {
    const server = this.#server;
    if (!server?.stdout) throw new Error("the server does not run");
    const { stdout } = server;
    const said = new Promise<number>((resolve) => {
      stdout.once("data", (bytes: Buffer) => resolve(Number(/heap (\d+)/.exec(bytes.toString("utf8"))?.[1])));
    });
    server.kill("SIGUSR2");
    return await said;
  }

  /** As if somebody had pulled the plug on the process. */
  async killServer(): Promise<void> {
    await ended(this.#server);
  }

  /** Sets the wall clock of a machine, or of the server, wrong by so much; its monotonic clock stays right. */
  shiftClock(whose: string, byMs: number): void {
    writeFileSync(join(this.#folder.path, `clock-${whose}`), String(byMs));
  }

  #clockEnvironment(whose: string): NodeJS.ProcessEnv {
    return { ...process.env, OCTOPUS_TEST_CLOCK_FILE: join(this.#folder.path, `clock-${whose}`) };
  }

  signalServer(signal: NodeJS.Signals): void {
    this.#server?.kill(signal);
  }

  /** Asks it to stop, waits for that, and starts it again. */
  async restartServer(): Promise<void> {
    await ended(this.#server, "SIGTERM");
    await this.startServer();
  }

  /** As restartServer; returns the exit code. */
  async restartAgent(name: string): Promise<number | null> {
    const machine = this.#machine(name);
    const code = await ended(machine.agent, "SIGTERM");
    this.#run(name, machine);
    return code;
  }

  /** The network between this machine and the server. */
  network(name: string): TcpProxy {
    return this.#machine(name).proxy;
  }

  printed(name: string): string {
    return this.#machine(name).printed;
  }

  agent(name: string): ChildProcess {
    const { agent } = this.#machine(name);
    if (!agent) throw new Error(`${name} does not run`);
    return agent;
  }

  dataDir(name: string): string {
    return join(this.#folder.path, `agent-${name}`);
  }

  async agents(): Promise<readonly AgentDto[]> {
    return (await this.session.get<{ items: AgentDto[] }>("/agents?limit=500")).items;
  }

  async liveness(name: string): Promise<string> {
    return (await this.agents()).find((one) => one.name === name)?.liveness ?? "unknown";
  }

  async executions(): Promise<readonly ExecutionDto[]> {
    const all: ExecutionDto[] = [];
    for (let cursor: string | undefined = ""; cursor !== undefined; ) {
      const path = `/executions?limit=500${cursor ? `&cursor=${cursor}` : ""}`;
      const page: { items: ExecutionDto[]; next?: string } = await this.session.get(path);
      all.push(...page.items);
      cursor = page.next;
    }
    return all;
  }

  /** Says a sentence for this machine in a conversation of its own and returns the execution that came of it. */
  async ask(machine: string, words: string): Promise<ExecutionDto> {
    const sentence = `${words} on ${machine}`;
    this.#said += 1;
    const before = new Set((await this.executions()).map(({ id }) => id));
    const replies = await this.session.say(await this.session.conversation(), sentence, `fault-${this.#said}`);
    const created = (await this.executions()).find(({ id, agentName }) => !before.has(id) && agentName === machine);
    if (!created) throw new Error(`"${sentence}" became nothing: ${replies.map(({ text }) => text).join(" ")}`);
    return created;
  }

  async execution(id: string): Promise<ExecutionDto> {
    const found = (await this.executions()).find((one) => one.id === id);
    if (!found) throw new Error(`${id} is gone`);
    return found;
  }

  /** Until the attempt has shown itself in the journal. */
  async begun(id: string, attempt = 1): Promise<void> {
    const shown = () => this.journal.lines().some((line) => line.execution === id && line.attempt === attempt);
    await until(`${id}/${attempt} has begun`, shown);
  }

  async settled(id: string, withinMs = 240_000): Promise<ExecutionDto> {
    const open = ["queued", "offered", "running", "cancelling"];
    await until(`${id} is settled`, async () => !open.includes((await this.execution(id)).state), withinMs);
    return await this.execution(id);
  }

  async remove(): Promise<void> {
    const processes = [...[...this.#machines.values()].map(({ agent }) => agent), this.#server];
    await Promise.all(processes.map((child) => ended(child)));
    for (const { proxy } of this.#machines.values()) await proxy.close();
    rmSync(this.#serverBundle, { force: true });
    rmSync(join(this.#agentBundle, ".."), { recursive: true, force: true });
    this.#folder.remove();
  }

  #machine(name: string): Machine {
    const machine = this.#machines.get(name);
    if (!machine) throw new Error(`there is no machine ${name}`);
    return machine;
  }

  async #join(name: string): Promise<void> {
    const proxy = new TcpProxy(this.#port);
    const url = await proxy.listen();
    const { token } = await this.session.post<{ token: string }>("/agents/join-tokens", { autoApprove: true, name });
    const joining = this.#spawnAgent(name, ["join", url, "--token", token, "--name", name]);
    expect(await new Promise((resolve) => joining.once("close", resolve))).toBe(0);
    writeFileSync(join(this.dataDir(name), "config.json"), JSON.stringify({ warmRunners: 0, killGraceMs: 500 }));
    const machine: Machine = { proxy, agent: undefined, printed: "" };
    this.#machines.set(name, machine);
    this.#run(name, machine);
  }

  #run(name: string, machine: Machine): void {
    machine.agent = this.#spawnAgent(name, ["run"]);
    machine.agent.stderr?.on("data", (bytes: Buffer) => {
      machine.printed += bytes.toString("utf8");
    });
  }

  #spawnAgent(name: string, args: readonly string[]): ChildProcess {
    const all = [...SHIFTED, this.#agentBundle, ...args, "--data-dir", this.dataDir(name)];
    return spawn(process.execPath, all, { stdio: ["ignore", "ignore", "pipe"], env: this.#clockEnvironment(name) });
  }
}

/** Its exit code, once it has gone. */
async function ended(child: ChildProcess | undefined, signal: NodeJS.Signals = "SIGKILL"): Promise<number | null> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
  const gone = new Promise<number | null>((resolve) => child.once("close", resolve));
  child.kill(signal);
  return await gone;
}

/** Lies inside the project so that its packages are found. */
async function bundleServer(outfile: string): Promise<void> {
  await build({
    entryPoints: [join(projectRoot, "tests/support/fault-server.ts")],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    target: "node20",
    define: { "process.env.OCTOPUS_TEST_TIER": JSON.stringify(process.env["OCTOPUS_TEST_TIER"] ?? "") },
    logLevel: "silent",
  });
}
