import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { systemClock } from "../core/kernel/clock.ts";
import { isOctopusError, OctopusError } from "../core/kernel/errors.ts";
import { cancelCommand } from "./cli/cancel-command.ts";
import { EXIT } from "./cli/exit-codes.ts";
import { joinCommand } from "./cli/join-command.ts";
import { logCommand } from "./cli/log-command.ts";
import { runCommand } from "./cli/run-command.ts";
import { statusCommand } from "./cli/status-command.ts";
import { tasksCommand } from "./cli/tasks-command.ts";
import { LONGEST_LOG_LINES } from "./local/local-protocol.ts";
import { runRunnerProcess } from "./runner/runner-process.ts";
import { ALONE_MS } from "./runner/runner-protocol.ts";

const USAGE = `Usage:
  octopus agent join URL --token TOKEN [--name NAME] [--data-dir FOLDER]
  octopus agent run [--data-dir FOLDER] [--server URL]
  octopus agent status [--data-dir FOLDER]
  octopus agent tasks [--json] [--data-dir FOLDER]
  octopus agent log EXECUTION [--lines N] [--follow] [--data-dir FOLDER]
  octopus agent cancel EXECUTION [--data-dir FOLDER]`;

const say = (line: string) => process.stdout.write(`${line}\n`);
const complain = (line: string) => process.stderr.write(`${line}\n`);
const DEFAULT_LINES = 50;

async function main(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      token: { type: "string" },
      name: { type: "string" },
      "data-dir": { type: "string" },
      server: { type: "string" },
      tied: { type: "boolean" },
      json: { type: "boolean" },
      lines: { type: "string" },
      follow: { type: "boolean", short: "f" },
      help: { type: "boolean", short: "h" },
    },
  });
  const [command, subject] = positionals[0] === "agent" ? positionals.slice(1) : positionals;
  const dataDir = resolve(values["data-dir"] ?? process.env["OCTOPUS_AGENT_DIR"] ?? "agent-data");
  if (values.help === true) {
    say(USAGE);
    return EXIT.ok;
  }
  switch (command) {
    case "join": {
      if (subject === undefined || values.token === undefined) throw usage("join needs a URL and --token.");
      const path = process.env["PATH"] ?? "";
      await joinCommand({
        server: subject,
        token: values.token,
        name: values.name,
        dataDir,
        path,
        say,
        now: Date.now(),
      });
      return EXIT.ok;
    }
    case "run":
      return await runCommand({
        ...{ dataDir, say, onStopRequest },
        server: values.server,
        bundle: process.argv[1] ?? "",
        environment: process.env,
        onParentGone: values.tied === true ? onInputEnd : () => undefined,
      });
    case "status":
      return await statusCommand(dataDir, say);
    case "tasks":
      return await tasksCommand({ dataDir, say, complain }, systemClock.now(), values.json === true);
    case "log": {
      const write = (text: string) => process.stdout.write(text);
      const asked = { execution: executionOf(command, subject), lines: linesOf(values.lines) };
      return await logCommand({ dataDir, say, complain, write, ...asked, follow: values.follow === true });
    }
    case "cancel":
      return await cancelCommand({ dataDir, say, complain }, executionOf(command, subject));
    default:
      throw usage(command === undefined ? "a command is missing." : `there is no command "${command}".`);
  }
}

function executionOf(command: string, said: string | undefined): string {
  if (said === undefined) throw usage(`${command} needs an execution; octopus agent tasks lists them.`);
  return said;
}

function linesOf(said: string | undefined): number {
  const lines = said === undefined ? DEFAULT_LINES : Number(said);
  if (Number.isInteger(lines) && lines >= 0 && lines <= LONGEST_LOG_LINES) return lines;
  throw usage(`--lines takes a number from 0 to ${LONGEST_LOG_LINES}.`);
}

function onStopRequest(act: () => void): void {
  process.on("SIGTERM", act);
  process.on("SIGINT", act);
}

/** Whoever started this agent holds the other end of its input; it closes however that process ends. */
function onInputEnd(act: () => void): void {
  process.stdin.on("error", act).on("close", act).resume();
}

function usage(problem: string): OctopusError {
  return new OctopusError("config.invalid", `octopus agent: ${problem}\n${USAGE}`);
}

function exitCodeOf(error: unknown): number {
  if (!isOctopusError(error)) return isUsageError(error) ? EXIT.usage : EXIT.failed;
  if (error.code === "config.invalid") return EXIT.usage;
  if (error.code === "request.conflict") return EXIT.occupied;
  if (error.code === "server.unreachable") return EXIT.unreachable;
  return error.code === "agent.join-refused" || error.code === "agent.name-taken" ? EXIT.refused : EXIT.failed;
}

function isUsageError(error: unknown): boolean {
  return error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
}

process.umask(0o077);
// Whoever read what this process prints may be gone; what it runs must not end because of that.
process.stdout.on("error", () => undefined);
process.stderr.on("error", () => undefined);
if (process.argv[2] === "runner") {
  runRunnerProcess({
    environment: process.env,
    chdir: (folder) => process.chdir(folder),
    write: (line) => process.stdout.write(line),
    flush: () =>
      Promise.all([process.stdout, process.stderr].map((stream) => new Promise((done) => stream.write("", done)))),
    exit: (code) => process.exit(code),
    onTerminate: (act) => process.on("SIGTERM", act),
    clock: systemClock,
    aloneMs: ALONE_MS,
    endGroup: () => process.kill(0, "SIGKILL"),
  });
} else {
  main(process.argv.slice(2)).then(
    (code) => process.exit(code),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exit(exitCodeOf(error));
    },
  );
}
