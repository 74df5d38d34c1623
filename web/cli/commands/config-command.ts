import type { Command } from "commander";
import { describeConfig } from "../../../core/config/describe-config.ts";
import type { CliContext } from "../cli-context.ts";
import { textTable } from "../text-table.ts";

/** `octopus config`: what holds, and where each value came from. */
export function addConfigCommand(program: Command, context: CliContext): void {
  program
    .command("config")
    .description("show the effective settings and where each came from")
    .option("--json", "as JSON")
    .action((options: { json?: boolean }) => {
      const settings = describeConfig(context.loaded());
      const rows = settings.map(({ key, value, origin }) => [key, value, origin]);
      context.print(options.json ? JSON.stringify(settings, null, 2) : textTable(["setting", "value", "from"], rows));
    });
}
