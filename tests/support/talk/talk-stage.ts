import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { loadConfig } from "../../../core/config/load-config.ts";
import { type Clock, systemClock } from "../../../core/kernel/clock.ts";
import { silentLogger } from "../../../core/kernel/logger.ts";
import type { Role } from "../../../core/model/user.ts";
import { type Composed, compose } from "../../../web/compose/compose.ts";
import type { AgentDto } from "../../../web/contract/agent.ts";
import { ApiSession } from "../api-session.ts";
import { buildAgentBundle } from "../build-agent.ts";
import { temporaryFolder } from "../octopus-process.ts";
import { until } from "../processes.ts";
import { FakeSlackApi } from "../slack/fake-slack-api.ts";
import { messageEvent, SIGNING_SECRET, signedRequest } from "../slack/slack-deliveries.ts";
import { Colleague } from "./colleague.ts";
import { SlackTalk } from "./slack-talk.ts";
import { StandInPlugins } from "./stand-in-plugins.ts";
import type { Talk } from "./talk.ts";
import { WebTalk } from "./web-talk.ts";

const PASSWORD = "eight arms hold twelve things";

interface Scene {
  /** Names of the machines with their labels. */
  readonly machines: Readonly<Record<string, readonly string[]>>;
  readonly plugins: readonly string[];
  /** What the server's clock shows when the scene begins. */
  readonly at: string;
}

/** The whole server as it is composed for people, real agents as processes, and a Slack of our own. */
export class TalkStage {
  readonly api = new FakeSlackApi();
  readonly machines: StandInPlugins;
  readonly #folder = temporaryFolder("talk");
  readonly #agents = new Map<string, ChildProcess>();
  readonly #offsetMs: number;
  readonly #agentBundle: string;
  #server: Composed | undefined;
  #url = "";
  #session: ApiSession | undefined;

  private constructor(scene: Scene, agentBundle: string) {
    this.#agentBundle = agentBundle;
    this.#offsetMs = Date.parse(scene.at) - Date.now();
    this.machines = new StandInPlugins(this.#folder.path, scene.plugins);
  }

  static async open(scene: Scene): Promise<TalkStage> {
    const stage = new TalkStage(scene, (await buildAgentBundle()).file);
    await stage.api.start();
    stage.api.rooms.push({ id: "C1", name: "ops", is_member: true });
    await stage.startServer();
    const names = Object.keys(scene.machines);
    await Promise.all(names.map((name) => stage.#join(name, scene.machines[name] ?? [])));
    await until("all machines are there", async () => (await stage.#online()) === names.length, 60_000);
    await stage.#link("UADA", "ada");
    return stage;
  }

  get session(): ApiSession {
    if (!this.#session) throw new Error("the server was not started");
    return this.#session;
  }

  /** By the server's clock. */
  readonly now = (): number => Date.now() + this.#offsetMs;

  /** Somebody begins to talk with the bot; an administrator unless another is named. */
  async talk(channel: "slack" | "web", room = "C1"): Promise<Talk> {
    if (channel === "web") return await WebTalk.begin(this.session);
    return new SlackTalk({ api: this.api, url: this.#url, now: this.now, person: "UADA", room });
  }

  /** Somebody else, new here. Where they are asked by Slack they are linked there, else not. */
  async colleague(channel: "slack" | "web", name: string, role: Role): Promise<Colleague> {
    await this.session.post("/users", { name, password: PASSWORD, role });
    const session = await ApiSession.signIn(this.#url, name, PASSWORD);
    const person = `U${name.toUpperCase()}`;
    if (channel === "slack") await this.#link(person, name, session);
    return new Colleague(channel, { session, api: this.api, url: this.#url, now: this.now, person });
  }

  /** As Slack does, over HTTP. */
  async deliver(delivery: object): Promise<void> {
    const { body, headers } = signedRequest(delivery, this.now());
    const { status } = await fetch(`${this.#url}/slack/events`, { method: "POST", body, headers });
    if (status !== 200) throw new Error(`Slack was answered with ${status}`);
  }

  async startServer(): Promise<void> {
    const { config } = loadConfig({
      environment: {
        OCTOPUS_PORT: this.#url === "" ? "0" : new URL(this.#url).port,
        OCTOPUS_DATA_DIR: join(this.#folder.path, "data"),
        OCTOPUS_ADMIN_USER: "ada",
        OCTOPUS_ADMIN_PASSWORD: PASSWORD,
        OCTOPUS_SLACK_BOT_TOKEN: "xoxb-fake",
        OCTOPUS_SLACK_SIGNING_SECRET: SIGNING_SECRET,
        OCTOPUS_SLACK_API_URL: this.api.url,
        OCTOPUS_TIME_ZONE: "Europe/Paris",
        OCTOPUS_PLUGIN_DIRS: this.machines.folder,
      },
      flags: {},
      systemTimeZone: "UTC",
    });
    const clock: Clock = { ...systemClock, now: this.now };
    this.#server = await compose({
      config,
      logger: process.env["TALK_LOG"]
        ? ({
            debug: () => {},
            info: () => {},
            warn: (a: unknown, b: unknown) => console.log(b, JSON.stringify(a)),
            error: (a: unknown, b: unknown) => console.log(b, a),
          } as never)
        : silentLogger,
      version: "0.0.0",
      consoleFolder: "/nowhere",
      agentBundle: this.#agentBundle,
      pluginFolders: [],
      shownSettings: () => [],
      clock,
      limits: { requestsPerSecond: 10_000, loginFailures: 5, loginWindowMs: 60_000 },
    });
    const { url } = await this.#server.start();
    this.#url = url;
    this.#session ??= await ApiSession.signIn(url, "ada", PASSWORD);
    await until("slack is connected", async () => (await this.#slackLight()) === "connected", 30_000);
  }

  async stopServer(): Promise<void> {
    await this.#server?.stop();
    this.#server = undefined;
  }

  startAgent(name: string): void {
    this.#agents.set(name, this.#spawn(name, ["run"]));
  }

  async killAgent(name: string): Promise<void> {
    const agent = this.#agents.get(name);
    if (!agent || agent.exitCode !== null || agent.signalCode !== null) return;
    const gone = new Promise((resolve) => agent.once("close", resolve));
    agent.kill("SIGKILL");
    await gone;
  }

  async liveness(name: string): Promise<string> {
    const { items } = await this.session.get<{ items: AgentDto[] }>("/agents?limit=500");
    return items.find((one) => one.name === name)?.liveness ?? "unknown";
  }

  async close(): Promise<void> {
    await Promise.all([...this.#agents.keys()].map((name) => this.killAgent(name)));
    await this.stopServer();
    await this.api.stop();
    this.#folder.remove();
  }

  async #online(): Promise<number> {
    const { items } = await this.session.get<{ items: AgentDto[] }>("/agents?limit=500");
    return items.filter((agent) => agent.liveness === "online").length;
  }

  async #slackLight(): Promise<string | undefined> {
    const { checks } = (await (await fetch(`${this.#url}/readyz`)).json()) as {
      checks: { name: string; detail?: string }[];
    };
    return checks.find((check) => check.name === "slack")?.detail;
  }

  async #join(name: string, labels: readonly string[]): Promise<void> {
    const wanted = { autoApprove: true, name, labels };
    const { token } = await this.session.post<{ token: string }>("/agents/join-tokens", wanted);
    const joining = this.#spawn(name, ["join", this.#url, "--token", token, "--name", name]);
    const code = await new Promise((resolve) => joining.once("close", resolve));
    if (code !== 0) throw new Error(`${name} could not join: ${code}`);
    this.startAgent(name);
  }

  #spawn(name: string, args: readonly string[]): ChildProcess {
    const all = [this.#agentBundle, ...args, "--data-dir", join(this.#folder.path, `agent-${name}`)];
    // What the agent unpacks lies in a folder of this name: so the stand-ins know where they are.
    const own = join(this.#folder.path, `on-${name}`);
    mkdirSync(own, { recursive: true });
    const env = { PATH: process.env["PATH"] ?? "", HOME: process.env["HOME"] ?? "", TMPDIR: own };
    return spawn(process.execPath, all, { stdio: "ignore", env });
  }

  /** By the address that the bot sends. */
  async #link(person: string, name: string, session = this.session): Promise<void> {
    this.api.person(person, { name });
    const { api } = this;
    const asked = messageEvent("link me", { user: person, channel: `D${person}` });
    await this.deliver(asked);
    const code = () => /code=(\w+)/.exec(JSON.stringify(api.in(`D${person}`)))?.[1];
    await until("the address to link", () => code() !== undefined);
    await session.post("/links", { code: code() });
  }
}
