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
      for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => child.kill(signal));
      const code = await new Promise<number>((resolve) => child.once("close", (ended) => resolve(ended ?? 1)));
      context.setExitCode(code);
    });
}
