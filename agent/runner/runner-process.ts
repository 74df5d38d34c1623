import { Socket } from "node:net";
import { pathToFileURL } from "node:url";
import type { CancelTimer, Clock } from "../../core/kernel/clock.ts";
import type { ActionHandler } from "../../core/plugin-api/define-plugin.ts";
import { jsonLines } from "./frames.ts";
import {
  CONTROL_FD,
  CONTROL_LINE_BYTES,
  type RunCommand,
  type RunnerReport,
  type StayCommand,
} from "./runner-protocol.ts";

interface RunnerWorld {
  /** The environment that child processes of an action inherit. */
  readonly environment: Record<string, string | undefined>;
  readonly chdir: (folder: string) => void;
  readonly write: (line: string) => void;
  /** Resolves when all that was written has left the process. */
  readonly flush: () => Promise<unknown>;
  readonly exit: (code: number) => void;
  readonly onTerminate: (act: () => void) => void;
  readonly clock: Clock;
  /** Without a word of the agent for this long while an action runs, everything ends. Milliseconds. */
  readonly aloneMs: number;
  /** Kills this process and its group. */
  readonly endGroup: () => void;
}

type Handlers = ReadonlyMap<string, ActionHandler>;

/**
 * The other side of the warm pool: a process that loads plugins and runs one action at a time until it is ended. It
 * ends itself when the agent is gone.
 */
export function runRunnerProcess(world: RunnerWorld): void {
  const control = new Socket({ fd: CONTROL_FD, readable: true, writable: true });
  const loaded = new Map<string, Promise<Handlers>>();
  let abort = new AbortController();
  const report = (message: RunnerReport) => control.write(`${JSON.stringify(message)}\n`);

  let unwatch: CancelTimer = () => undefined;
  const watch = () => {
    unwatch();
    unwatch = world.clock.after(world.aloneMs, () => world.endGroup());
  };
  // What was printed goes first: the agent takes the answer for the end of the output.
  const rest = async (message: RunnerReport) => {
    unwatch();
    await world.flush();
    report(message);
  };

  world.onTerminate(() => abort.abort(new Error("The attempt was stopped.")));
  control.on("close", () => world.exit(0));
  control.on("error", () => world.exit(1));
  control.on(
    "data",
    jsonLines(CONTROL_LINE_BYTES, (value) => {
      watch();
      const command = value as RunCommand | StayCommand;
      if (command.type === "stay") return;
      abort = new AbortController();
      act(command, loaded, world, { signal: abort.signal, report }).then(rest, (error: unknown) =>
        rest({ type: "failed", error: sentenceOf(error) }),
      );
    }),
  );
  report({ type: "ready" });
}

interface Reporting {
  readonly signal: AbortSignal;
  readonly report: (message: RunnerReport) => void;
}

async function act(
  command: RunCommand,
  loaded: Map<string, Promise<Handlers>>,
  world: RunnerWorld,
  { signal, report }: Reporting,
): Promise<RunnerReport> {
  world.chdir(command.cwd);
  Object.assign(world.environment, {
    HOME: command.cwd,
    TMPDIR: command.cwd,
    OCTOPUS_EXECUTION: command.execution,
    OCTOPUS_ATTEMPT: String(command.attempt),
  });
  try {
    const handlers = loaded.get(command.digest) ?? loadHandlers(command.entry);
    loaded.set(command.digest, handlers);
    const handler = (await handlers).get(command.action);
    if (!handler) throw new Error(`The plugin's module has no action "${command.action}".`);
    const response = await handler({
      action: command.action,
      params: command.params,
      dryRun: command.dryRun,
      signal,
      log: (line) => world.write(`${line}\n`),
      progress: (percent, text = "") =>
        report({ type: "progress", percent: Math.min(100, Math.max(0, percent)), text: text.slice(0, 200) }),
    });
    return { type: "done", response };
  } finally {
    world.chdir("/");
  }
}

async function loadHandlers(entry: string): Promise<Handlers> {
  const module = (await import(pathToFileURL(entry).href)) as { plugin?: { actions?: Handlers } };
  const handlers = module.plugin?.actions;
  if (!(handlers instanceof Map)) throw new Error("The plugin's module exports no `plugin` made by definePlugin.");
  return handlers;
}

function sentenceOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.slice(0, 1900) || "The action failed without a reason.";
}
