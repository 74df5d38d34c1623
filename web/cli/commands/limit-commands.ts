import type { Command } from "commander";
import type { LimitDto, LimitListDto } from "../../contract/limit.ts";
import type { CliContext } from "../cli-context.ts";
import { CliFailure } from "../cli-failure.ts";
import { textTable } from "../text-table.ts";

interface Options {
  readonly action?: string;
  readonly task?: string;
  readonly on?: readonly string[];
  readonly person?: string;
}

/** limits list, limits set 2 --action backup.create, limits lift L-1: how much may be under way at once. */
export function addLimitCommands(program: Command, context: CliContext): void {
  const limits = program.command("limits").description("how much may be under way at once");
  limits
    .command("list")
    .description("list limits")
    .action(async () => {
      const { items } = await context.api().get<LimitListDto>("/limits");
      const rows = items.map(({ id, most, what, byName }) => [id, String(most), what, byName]);
      context.print(textTable(["limit", "at once", "of", "set by"], rows));
    });
  limits
    .command("set <most>")
    .description("let no more than this be under way at once")
    .option("--action <name>", "of this action, like backup.create")
    .option("--task <id>", "of this task, like T-3")
    .option("--on <term...>", "on these machines together, like label:web")
    .option("--person <name>", "runs by this person; each: by everybody, one by one")
    .action(async (most: string, { on, ...options }: Options) => {
      if (!/^[1-9]\d{0,3}$/.test(most)) {
        throw new CliFailure(`A limit is a number from 1 to 9999, like 2; got "${most}".`, 2);
      }
      const targets = on && { targets: { include: on, exclude: [] } };
      const limit = await context.api().post<LimitDto>("/limits", { most: Number(most), ...options, ...targets });
      context.print(`${limit.id}: at most ${limit.most} ${limit.what} at once.`);
    });
  limits
    .command("lift <id>")
    .description("lift a limit; what waited because of it starts")
    .action(async (id: string) => {
      await context.api().delete(`/limits/${encodeURIComponent(id.toUpperCase())}`);
      context.print(`${id.toUpperCase()} is lifted.`);
    });
}
