import { spawn } from "node:child_process";
import type { Command } from "commander";
import type { CliContext } from "../cli-context.ts";
import { agentBundle } from "../installation.ts";

/** `octopus agent ...`: the same single file that other machines get, with its own arguments and exit codes. */
export function addAgentCommand(program: Command, context: CliContext): void {
  program
    .command("agent")
    .description("join, run or look at the agent of this machine")
    .allowUnknownOption()
    .helpOption(false)
    .argument("[arguments...]")
    .action(async (_words: readonly string[], _options: object, command: Command) => {
      const child = spawn(process.execPath, [agentBundle, ...command.args], { stdio: "inherit" });
      process.on("SIGTERM", () => child.kill("SIGTERM"));
      // A terminal sends its Ctrl+C to both; the agent takes a second one as "at once".
      process.on("SIGINT", () => process.stdin.isTTY || child.kill("SIGINT"));
      const code = await new Promise<number>((resolve) => child.once("close", (ended) => resolve(ended ?? 1)));
      context.setExitCode(code);
    });
}
