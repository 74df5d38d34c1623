import { chownSync, mkdtempSync, rmdirSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "../../core/kernel/clock.ts";
import type { Logger } from "../../core/kernel/logger.ts";
import type { Randomness } from "../../core/kernel/randomness.ts";
import type { AgentFacts } from "../../core/model/agent.ts";
import type { PluginManifest } from "../../core/plugin-api/manifest.ts";
import { canRehearse, unmetNeeds } from "../../core/plugin-api/unmet-needs.ts";
import { type AttemptKey, attemptKeyText, type OfferMessage } from "../../core/protocol/messages.ts";
import { PROTOCOL_LIMITS, PROTOCOL_TIMES } from "../../core/protocol/version.ts";
import type { Refusal, Runner, RunningAttempt, RunSink } from "../engine/ports.ts";
import type { FetchedPlugin, PluginSource } from "../plugins/plugin-source.ts";
import { type AttemptLimits, sayExceeded } from "../policy/attempt-limits.ts";
import { AttemptOutput } from "./attempt-output.ts";
import type { AttemptWork, WorkEnd } from "./attempt-work.ts";
import type { Isolation } from "./isolation.ts";
import { watchLimits } from "./limit-watch.ts";
import { maskEnd } from "./mask-end.ts";
import { type SecretMask, secretMask } from "./mask-secrets.ts";
import { outcomeOf } from "./outcome-of.ts";
import { agentMarker, ProcessStarter } from "./process-starter.ts";
import { killMarked } from "./process-survivors.ts";
import { treeUse } from "./process-tree.ts";
import { runExec } from "./run-exec.ts";
import { runNode } from "./run-node.ts";
import { RunnerPool } from "./runner-pool.ts";
import { StopControl } from "./stop-control.ts";

export interface ProcessRunnerOptions {
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly logger: Logger;
  readonly plugins: PluginSource;
  readonly isolation: Isolation;
  /** Owner of the folders that attempts work in; undefined keeps the agent's own user. */
  readonly owner: { readonly uid: number; readonly gid: number } | undefined;
  /** Command line of a runner process: node, bundle, "runner". */
  readonly runnerCommand: readonly string[];
  /** Existing folder in which attempts get theirs; the run user must be able to pass through it. */
  readonly workFolder: string;
  /** What attempts may see of the agent's environment; see allowedEnvironment. */
  readonly environment: Readonly<Record<string, string>>;
  readonly agentId: string;
  /** What this machine is and has, as it said last; without it nothing is refused for lack of it. */
  readonly machine?: () => Pick<AgentFacts, "os" | "capabilities"> | undefined;
  /** Runner processes started ahead of need. */
  readonly poolSize: number;
  /** Between TERM and KILL at the time limit. */
  readonly killGraceMs?: number;
  readonly logLimitBytes?: number;
  readonly limits: AttemptLimits;
}

const USES_PER_RUNNER = 100;
/** More than start at once; a bound for those that never start. */
const MOST_VERIFIED_AHEAD = 50;

/** Runs each attempt in a child process with its own user, folder, group and, where possible, PID namespace. */
export class ProcessRunner implements Runner {
  readonly #options: ProcessRunnerOptions;
  readonly #starter: ProcessStarter;
  readonly #pool: RunnerPool;
  /** By attempt: whose plugin is to be verified soon, and what that said. */
  readonly #awaited = new Set<string>();
  readonly #verified = new Map<string, Promise<FetchedPlugin>>();

  constructor(options: ProcessRunnerOptions) {
    this.#options = options;
    this.#starter = new ProcessStarter(options);
    this.#pool = new RunnerPool({
      clock: options.clock,
      startProcess: () =>
        this.#starter.start({
          command: options.runnerCommand,
          cwd: "/",
          environment: { HOME: "/" },
          stdio: ["ignore", "pipe", "pipe", "pipe"],
        }),
      size: options.poolSize,
      usesPerRunner: USES_PER_RUNNER,
    });
  }

  /** Starts the processes that are kept ready. */
  warmUp(): void {
    this.#pool.start();
  }

  /** Ends every runner process that is left. */
  async stop(): Promise<void> {
    await this.#pool.stop();
  }

  /** A plugin that this process has verified before is taken on trust here: each run verifies every byte again. */
  async prepare(offer: OfferMessage): Promise<Refusal | undefined> {
    const { plugins } = this.#options;
    const { digest, name, version } = offer.plugin;
    const known = plugins.known(digest);
    const machine = this.#options.machine?.();
    if (known?.name === name && known.version === version) return actionOf(known, offer, machine);
    const fetched = await plugins.fetch(offer.plugin);
    if (fetched.ok) return actionOf(fetched.plugin.manifest, offer, machine);
    return { kind: fetched.retryable ? "busy" : "plugin", reason: fetched.problem.slice(0, 500) };
  }

  /** Not in this turn: it hands the record to the disk, which then works at the same time. */
  ready(offer: OfferMessage): void {
    const key = attemptKeyText(offer);
    this.#awaited.add(key);
    setImmediate(() => {
      if (!this.#awaited.delete(key)) return;
      const verified = this.#options.plugins.fetch(offer.plugin);
      // Whoever starts it hears of a failure; where nothing starts, nobody needs to.
      verified.catch(() => undefined);
      if (this.#verified.size >= MOST_VERIFIED_AHEAD) this.#verified.clear();
      this.#verified.set(key, verified);
    });
  }

  start(offer: OfferMessage, sink: RunSink): RunningAttempt {
    const { clock, isolation } = this.#options;
    const startedAt = clock.monotonic();
    const graceMs = this.#options.killGraceMs ?? PROTOCOL_TIMES.cancelGraceMs;
    const stop = new StopControl(clock, offer.timeoutMs, graceMs);
    const done = this.#perform(offer, sink, stop)
      .catch((error: unknown): WorkEnd => {
        this.#options.logger.error({ error, execution: offer.execution }, "an attempt could not be run");
        const reason = error instanceof Error ? error.message : String(error);
        return { outcome: "failed", error: `The agent could not run it: ${reason}`.slice(0, 2000), survivors: 0 };
      })
      .then((end) => {
        stop.end();
        return { ...outcomeOf(end, stop), durationMs: clock.monotonic() - startedAt, ranAs: isolation.ranAs };
      });
    return { done, kill: (killGraceMs) => stop.stop("killed", killGraceMs) };
  }

  async reap(attempts: readonly AttemptKey[]): Promise<void> {
    if (attempts.length === 0) return;
    const { agentId, clock, logger } = this.#options;
    const pause = () => new Promise<void>((resolve) => void clock.after(20, () => resolve()));
    const left = await killMarked(agentMarker(agentId), pause);
    if (left > 0) logger.error({ left }, "processes of an earlier life of this agent cannot be killed");
  }

  async #perform(offer: OfferMessage, sink: RunSink, stop: StopControl): Promise<WorkEnd> {
    const fetched = await this.#verify(offer);
    if (!fetched.ok) return { outcome: "failed", error: fetched.problem, survivors: 0 };
    const { plugin } = fetched;
    const action = plugin.manifest.actions.find(({ name }) => name === offer.action);
    if (!action) return { outcome: "failed", error: `There is no action ${offer.action}.`, survivors: 0 };
    const cwd = this.#makeFolder();
    const limit = this.#options.logLimitBytes ?? PROTOCOL_LIMITS.logBytesPerAttempt;
    const mask = secretMask(action, offer.params);
    const output = new AttemptOutput(this.#options.clock, sink, limit, mask);
    const masked = mask ? maskedSink(sink, mask) : sink;
    const { limits } = this.#options;
    const watch = (pid: number | undefined) => this.#watch(pid, stop);
    const work: AttemptWork = { offer, plugin, action, cwd, output, sink: masked, stop, limits, watch };
    try {
      const { runtime } = plugin.manifest;
      const end =
        runtime.kind === "exec"
          ? await runExec(work, this.#starter, runtime.command)
          : await runNode(work, this.#pool, runtime.entry);
      return maskEnd(end, mask);
    } finally {
      output.end();
      await removeFolder(cwd).catch((error: unknown) =>
        this.#options.logger.warn({ error, cwd }, "the folder of an attempt could not be removed"),
      );
    }
  }

  #watch(pid: number | undefined, stop: StopControl): () => void {
    if (pid === undefined) return () => undefined;
    const { clock, limits } = this.#options;
    const exceeded = (limit: "memoryMiB" | "processes") => stop.exceed(sayExceeded(limit, limits));
    return watchLimits({ clock, limits, look: () => treeUse(pid), exceeded });
  }

  /** Every byte, for each start: the files may have changed since the offer was accepted. */
  #verify(offer: OfferMessage): Promise<FetchedPlugin> {
    const key = attemptKeyText(offer);
    this.#awaited.delete(key);
    const ahead = this.#verified.get(key);
    this.#verified.delete(key);
    return ahead ?? this.#options.plugins.fetch(offer.plugin);
  }

  /** Each of these calls takes microseconds, and longer to hand to another thread than to make. */
  #makeFolder(): string {
    const { workFolder, owner } = this.#options;
    const folder = mkdtempSync(join(workFolder, "attempt-"));
    if (owner) chownSync(folder, owner.uid, owner.gid);
    return folder;
  }
}

function maskedSink(sink: RunSink, mask: SecretMask): RunSink {
  return {
    output: (stream, text) => sink.output(stream, mask.text(text)),
    progress: (percent, text) => sink.progress(percent, mask.text(text)),
  };
}

/** Most leave their folder empty; then one call is enough, and the answer is out sooner. */
async function removeFolder(folder: string): Promise<void> {
  try {
    rmdirSync(folder);
  } catch {
    await rm(folder, { recursive: true, force: true, maxRetries: 2 });
  }
}

/** The refusal of an action that the plugin does not have, or of a dry run that would be none. */
function actionOf(
  { actions }: PluginManifest,
  { action, dryRun, plugin }: OfferMessage,
  machine: Pick<AgentFacts, "os" | "capabilities"> | undefined,
): Refusal | undefined {
  const found = actions.find(({ name }) => name === action);
  if (found && dryRun && !canRehearse(found)) {
    return { kind: "unsupported", reason: `${action} has no dry run: it would really be done.` };
  }
  const unmet = found && unmetNeeds(found, machine);
  if (unmet !== undefined) return { kind: "unsupported", reason: `This machine ${unmet}.` };
  if (found) return undefined;
  return { kind: "unsupported", reason: `Plugin ${plugin.name} ${plugin.version} has no action ${action}.` };
}
