import { mkdir } from "node:fs/promises";
import type { CancelTimer, Clock } from "../core/kernel/clock.ts";
import type { Logger } from "../core/kernel/logger.ts";
import type { Randomness } from "../core/kernel/randomness.ts";
import type { AgentFacts } from "../core/model/agent.ts";
import { PROTOCOL_TIMES } from "../core/protocol/version.ts";
import type { AgentConfig } from "./agent-config.ts";
import type { Greeting, LinkEvents } from "./connection/link.ts";
import { SocketLink } from "./connection/socket-link.ts";
import { SyncLoop } from "./connection/sync-loop.ts";
import { ConnectionCounter } from "./connection-counter.ts";
import { AgentEngine } from "./engine/agent-engine.ts";
import type { EngineStatus } from "./engine/engine-deps.ts";
import { collectFacts } from "./facts.ts";
import type { AgentIdentity } from "./identity.ts";
import { Links } from "./links.ts";
import { LocalDesk } from "./local/local-desk.ts";
import { RecentAttempts } from "./local/recent-attempts.ts";
import { PluginCache } from "./plugins/plugin-cache.ts";
import { LocalPolicyCheck } from "./policy/local-policy.ts";
import type { LocalPolicy } from "./policy/policy-file.ts";
import { ProcessRunner } from "./runner/process-runner.ts";
import { allowedEnvironment } from "./runner/process-starter.ts";
import { askServer } from "./server-http.ts";
import { FileSpool } from "./spool/file-spool.ts";
import { prepareStage, type Stage } from "./stage.ts";

export interface AgentOptions {
  readonly dataDir: string;
  readonly identity: AgentIdentity;
  readonly config: AgentConfig;
  readonly policy: LocalPolicy;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly logger: Logger;
  /** The agent's program: one file that knows the command `runner`. */
  readonly bundle: string;
  readonly nodePath: string;
  readonly isRoot: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly agentVersion: string;
  /** What a person should know: connected, unreachable, refused. */
  readonly events: AgentEvents;
}

export interface AgentEvents {
  connected(state: string): void;
  disconnected(reason: string): void;
  refused(refusal: { readonly code: string; readonly reason: string; readonly retryable: boolean }): void;
}

/** Facts travel with every this many heartbeats: they hardly change. */
const BEATS_PER_FACTS = 6;
const BEATS_PER_TOUCH = 360;
const REQUEST = { timeoutMs: 20_000, maxBytes: 60 * 1024 * 1024 };

/** The whole daemon: spool, engine, runner, plugins, policy and the way to the server, wired. */
export class Agent {
  readonly #options: AgentOptions;
  readonly #stage: Stage;
  readonly #spool: FileSpool;
  readonly #runner: ProcessRunner;
  readonly #engine: AgentEngine;
  readonly #links: Links;
  /** Answers the people at the machine. */
  readonly desk: LocalDesk;
  /** Secret for fetching plugins that the greeting brought; it dies with the connection. */
  #downloadToken: string | undefined;
  #heartbeatMs: number = PROTOCOL_TIMES.heartbeatMs;
  #cancelBeat: CancelTimer | undefined;
  #beats = 0;
  #lastFacts: AgentFacts | undefined;
  #wakeIdle: (() => void) | undefined;

  /** Finds out how actions can run here, recovers the spool, and does not connect yet. */
  static async prepare(options: AgentOptions): Promise<Agent> {
    const { dataDir, bundle, isRoot, policy, clock } = options;
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    const { runAs, limits } = policy;
    const stage = await prepareStage({ dataDir, bundle, isRoot, runAs, limits, now: () => clock.now() });
    const agent = new Agent(options, stage);
    await agent.#engine.start();
    agent.#runner.warmUp();
    return agent;
  }

  private constructor(options: AgentOptions, stage: Stage) {
    const { clock, randomness, logger, config, identity } = options;
    this.#options = options;
    this.#stage = stage;
    this.#spool = new FileSpool({ folder: options.dataDir, logger });
    const { serverUrl, restToken } = identity;
    const get = (path: string) => {
      const bearer = this.#downloadToken ?? restToken;
      return askServer({ ...REQUEST, method: "GET", url: `${serverUrl}${path}`, bearer });
    };
    const plugins = new PluginCache({ folder: stage.pluginFolder, get, randomness, logger });
    this.#runner = new ProcessRunner({
      ...{ clock, randomness, logger, plugins },
      ...{ isolation: stage.isolation, owner: stage.owner, workFolder: stage.workFolder },
      limits: options.policy.limits,
      runnerCommand: [options.nodePath, stage.bundle, "runner"],
      environment: {
        ...allowedEnvironment(options.environment),
        OCTOPUS_PRIVATE_NETWORKS: options.policy.privateNetworks.join(","),
      },
      agentId: identity.id,
      machine: () => this.#lastFacts,
      poolSize: config.warmRunners,
      killGraceMs: config.killGraceMs,
    });
    const recent = new RecentAttempts(() => clock.now());
    this.#engine = new AgentEngine({
      watch: recent,
      ...{ clock, randomness, logger, spool: this.#spool, runner: this.#runner },
      policy: new LocalPolicyCheck(options.policy, plugins),
      send: (messages) => this.#links.send(messages),
      times: PROTOCOL_TIMES,
      concurrency: config.concurrency,
      ranAs: stage.isolation.ranAs,
      onIdle: () => this.#wakeIdle?.(),
    });
    this.#links = this.#makeLinks();
    this.desk = new LocalDesk({
      ...{ engine: this.#engine, recent, graceMs: config.killGraceMs },
      describe: { pid: process.pid, version: options.agentVersion, runsAs: this.runsAs },
    });
  }

  /** "nobody (uid 65534)" */
  get runsAs(): string {
    return this.#stage.isolation.ranAs;
  }

  status(): EngineStatus {
    return this.#engine.status();
  }

  start(): void {
    this.#links.start();
    this.#beatLater();
  }

  /** Takes no new work; resolves when what runs has ended and been confirmed, or at the limit. */
  async drain(limitMs: number): Promise<void> {
    const { clock } = this.#options;
    await new Promise<void>((resolve) => {
      const cancelLimit = clock.after(limitMs, resolve);
      this.#wakeIdle = () => {
        const { active, unconfirmed, connected } = this.#engine.status();
        if (active > 0 || (unconfirmed > 0 && connected)) return;
        cancelLimit();
        resolve();
      };
      this.#engine.drain();
      if (this.#engine.status().connected) this.#engine.heartbeat();
    });
  }

  /** Ends what still runs, records it, and closes everything. */
  async stop(): Promise<void> {
    this.#cancelBeat?.();
    await this.#engine.stop();
    await this.#links.stop();
    await this.#runner.stop();
    await this.#spool.close();
    await this.#stage.remove();
  }

  #makeLinks(): Links {
    const { clock, randomness, logger, config, identity, dataDir } = this.#options;
    const counter = new ConnectionCounter(dataDir, identity);
    const makeSocket = (events: LinkEvents) =>
      new SocketLink({
        ...{ clock, randomness, logger, identity, events },
        countConnection: () => counter.next(),
        facts: () => this.#facts(),
        onToken: (token) => {
          this.#downloadToken = token;
        },
      });
    const { id, serverUrl, restToken: bearer } = identity;
    const url = `${serverUrl}/api/v1/agents/${id}/sync`;
    const post = (json: unknown) => askServer({ ...REQUEST, method: "POST", json, url, bearer });
    const makeSync = (events: LinkEvents) => new SyncLoop({ post, events, clock, logger });
    return new Links({
      clock,
      makeSocket: config.transport === "rest" ? undefined : makeSocket,
      makeSync: bearer === undefined ? undefined : makeSync,
      events: {
        connected: (greeting) => this.#onConnected(greeting),
        disconnected: (reason) => {
          this.#downloadToken = undefined;
          this.#engine.disconnected();
          this.#options.events.disconnected(reason);
        },
        refused: (refusal) => {
          this.#engine.disconnected();
          this.#options.events.refused(refusal);
        },
        received: (messages) => this.#engine.receive(messages),
      },
    });
  }

  #onConnected({ heartbeatMs, leaseMs, marginMs, state, takesReady }: Greeting): void {
    if (heartbeatMs !== this.#heartbeatMs) {
      this.#heartbeatMs = heartbeatMs;
      this.#cancelBeat?.();
      this.#beatLater(); // the one that is under way may be longer than the lease
    }
    this.#engine.setTimes({ leaseMs, marginMs });
    this.#engine.connected({ takesReady });
    this.#options.events.connected(state);
  }

  #beatLater(): void {
    this.#cancelBeat = this.#options.clock.after(this.#heartbeatMs, () => {
      this.#beatLater();
      void this.#beat();
    });
  }

  async #beat(): Promise<void> {
    this.#beats += 1;
    if (this.#beats % BEATS_PER_TOUCH === 0) await this.#stage.touch().catch(() => undefined);
    const facts = this.#beats % BEATS_PER_FACTS === 0 ? await this.#facts() : undefined;
    if (this.#links.isConnected()) this.#engine.heartbeat(facts);
    // A disk that refuses it is tried again a minute later; nothing depends on it.
    if (facts) await this.#spool.tidy().catch(() => undefined);
  }

  async #facts(): Promise<AgentFacts> {
    const { agentVersion, dataDir, environment } = this.#options;
    this.#lastFacts = await collectFacts({
      agentVersion,
      dataDir,
      runsAs: this.runsAs,
      path: environment["PATH"] ?? "",
      now: this.#options.clock.now(),
    });
    return this.#lastFacts;
  }
}
