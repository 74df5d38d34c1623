import { join } from "node:path";
import { Command, CommanderError } from "commander";
import { CONFIG_FILE, readConfigFile } from "../../core/config/config-file.ts";
import { isOctopusError } from "../../core/kernel/errors.ts";
import { ApiClient } from "./api-client.ts";
import type { CliContext } from "./cli-context.ts";
import { CliFailure } from "./cli-failure.ts";
import { addAgentCommand } from "./commands/agent-command.ts";
import { addApprovalCommands } from "./commands/approval-commands.ts";
import { addBackupCommands } from "./commands/backup-commands.ts";
import { addCalendarCommands } from "./commands/calendar-commands.ts";
import { addConfigCommand } from "./commands/config-command.ts";
import { addDoctorCommand } from "./commands/doctor-command.ts";
import { addLanguageCommands } from "./commands/language-commands.ts";
import { addLimitCommands } from "./commands/limit-commands.ts";
import { addListCommands } from "./commands/list-commands.ts";
import { addSayCommand } from "./commands/say-command.ts";
import { addServerCommands } from "./commands/server-commands.ts";
import { version } from "./installation.ts";
import { loadSurroundings } from "./load-surroundings.ts";

const program = new Command("octopus")
  .description("Say what you want in chat; it runs on your machines, and the answer comes back.")
  .version(version)
  .option("--config <file>", "configuration file, instead of octopus.config.json here")
  .option("--data-dir <folder>", "where the server keeps everything")
  .option("--host <address>", "address to listen on")
  .option("--port <number>", "port to listen on")
  .enablePositionalOptions()
  .passThroughOptions()
  .exitOverride();

const folder = process.cwd();
let file: Awaited<ReturnType<typeof readConfigFile>>;
program.hook("preAction", async () => {
  const named = program.opts<{ config?: string }>().config ?? process.env["OCTOPUS_CONFIG"];
  file = await readConfigFile(named ?? join(folder, CONFIG_FILE), { required: named !== undefined });
});
const loaded = () => loadSurroundings({ environment: process.env, file, folder, flags: program.opts() });

const context: CliContext = {
  environment: process.env,
  now: () => Date.now(),
  print: (text) => process.stdout.write(`${text}\n`),
  complain,
  readInput: () => process.stdin.setEncoding("utf8"),
  api: () => ApiClient.fromSurroundings({ environment: process.env, dataDir: loaded().config.dataDir }),
  loaded,
  dataDir: () => loaded().config.dataDir,
  setExitCode: (code) => {
    process.exitCode = code;
  },
};

addServerCommands(program, context);
addAgentCommand(program, context);
addSayCommand(program, context);
addLanguageCommands(program, context);
addListCommands(program, context);
addApprovalCommands(program, context);
addCalendarCommands(program, context);
addLimitCommands(program, context);
addConfigCommand(program, context);
addDoctorCommand(program, context);
addBackupCommands(program, context);

function complain(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Every failure is a sentence and an exit code; only a bug shows a stack. */
function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof CliFailure || isOctopusError(error)) complain(error.message);
  else complain(error instanceof Error ? (error.stack ?? error.message) : String(error));
  if (error instanceof CliFailure) return error.exitCode;
  if (isOctopusError(error, "config.invalid")) return 2;
  return isOctopusError(error, "storage.newer") ? 3 : 1;
}

function fail(error: unknown): never {
  process.exit(exitCodeOf(error));
}

// Whoever read this may be gone ("octopus runs | head"); that is no failure.
process.stdout.on("error", () => undefined);
process.stderr.on("error", () => undefined);

try {
  await program.parseAsync();
  process.exit(process.exitCode ?? 0);
} catch (error) {
  fail(error);
}
