import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { isSafePluginPath } from "../../core/plugin-api/plugin-digest.ts";
import { sayExceeded } from "../policy/attempt-limits.ts";
import type { AttemptWork, WorkEnd } from "./attempt-work.ts";
import { checkResponse } from "./check-response.ts";
import { describeExit, signalOf } from "./describe-exit.ts";
import { ExecResponse } from "./exec-response.ts";
import type { ProcessExit } from "./managed-process.ts";
import type { ProcessStarter } from "./process-starter.ts";

/** Runs an action of an executable plugin: the request on stdin, the answer on stdout, log lines on stderr. */
export async function runExec(
  work: AttemptWork,
  starter: ProcessStarter,
  command: readonly string[],
): Promise<WorkEnd> {
  const { offer, cwd, output, stop, action } = work;
  const { execution, attempt, params, dryRun } = offer;
  const managed = starter.start({
    command: command.map((part) => insideFolder(work.plugin.folder, part)),
    cwd,
    environment: { HOME: cwd, TMPDIR: cwd, OCTOPUS_EXECUTION: execution, OCTOPUS_ATTEMPT: String(attempt) },
    stdio: ["pipe", "pipe", "pipe"],
  });
  const [stdin, stdout, stderr] = managed.child.stdio as [Writable, Readable, Readable, ...unknown[]];
  const answer = new ExecResponse();
  stdout.on("data", (bytes: Buffer) => answer.write(bytes));
  stderr.on("data", (bytes: Buffer) => output.write("err", bytes));
  stdin.on("error", () => undefined); // a program that does not read its request is no fault
  stdin.end(`${JSON.stringify({ action: action.name, params, dryRun, execution, attempt })}\n`);
  stop.attach(managed);
  const unwatch = work.watch(managed.child.pid);
  const exit = await managed.exited;
  unwatch();
  const survivors = await managed.gone;
  return { ...endOf(exit, answer.value(), work), survivors };
}

/** A part that names a file of the plugin means that file, whatever the folder the attempt works in. */
function insideFolder(folder: string, part: string): string {
  const relative = part.startsWith("./") ? part.slice(2) : part;
  const path = join(folder, relative);
  return isSafePluginPath(relative) && existsSync(path) ? path : part;
}

function endOf(exit: ProcessExit, answer: unknown, { action, limits }: AttemptWork): Omit<WorkEnd, "survivors"> {
  if (exit.error !== undefined) return { outcome: "failed", error: `The program could not be started: ${exit.error}.` };
  const exitCode = exit.code === null ? {} : { exitCode: exit.code };
  if (signalOf(exit) === "SIGXFSZ") return { outcome: "failed", error: sayExceeded("fileMiB", limits), ...exitCode };
  const how = describeExit(exit);
  if (answer === undefined)
    return { outcome: "failed", error: `The program ended ${how} and gave no answer.`, ...exitCode };
  const checked = checkResponse(answer, action);
  if (exit.code === 0 || checked.outcome === "failed") return { ...checked, ...exitCode };
  const { response } = checked;
  const error = `The program answered, but ended ${how}.`;
  return { outcome: "failed", ...(response ? { response } : {}), error, ...exitCode };
}
