import { Socket } from "node:net";
import { pathToFileURL } from "node:url";
import type { ActionHandler } from "../../core/plugin-api/define-plugin.ts";
import { jsonLines } from "./frames.ts";
import { CONTROL_FD, CONTROL_LINE_BYTES, type RunCommand, type RunnerReport } from "./runner-protocol.ts";

interface RunnerWorld {
  /** The environment that child processes of an action inherit. */
  readonly environment: Record<string, string | undefined>;
  readonly chdir: (folder: string) => void;
  readonly write: (line: string) => void;
  readonly exit: (code: number) => void;
  readonly onTerminate: (act: () => void) => void;
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

  world.onTerminate(() => abort.abort(new Error("The attempt was stopped.")));
  control.on("close", () => world.exit(0));
  control.on("error", () => world.exit(1));
  control.on(
    "data",
    jsonLines(CONTROL_LINE_BYTES, (value) => {
      const command = value as RunCommand;
      abort = new AbortController();
      act(command, loaded, world, { signal: abort.signal, report }).then(report, (error: unknown) =>
        report({ type: "failed", error: sentenceOf(error) }),
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
