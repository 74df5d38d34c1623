import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { nextRuns } from "../../../core/schedules/next-runs.ts";
import { explainReading } from "../../../nlp/explain/explain-reading.ts";
import { decodeWorld, type World } from "../../../nlp/world.ts";
import type { CliContext } from "../cli-context.ts";
import { CliFailure } from "../cli-failure.ts";
import { builtInActions } from "../installation.ts";
import { readLines } from "../read-lines.ts";
import { renderParse } from "../render-parse.ts";
import { serverWorld } from "../server-world.ts";

interface LanguageOptions {
  readonly jsonl?: boolean;
  readonly now?: string;
  readonly tz?: string;
  readonly world?: string;
  readonly count?: string;
}

/** `octopus parse` and `octopus when`: what the language makes of a sentence, without a server. */
export function addLanguageCommands(program: Command, context: CliContext): void {
  program
    .command("parse [text...]")
    .description("show what a sentence means")
    .option("--jsonl", "JSON lines {id, text, context?} in, {id, frame} out")
    .option("--now <instant>", "ISO instant or local time to count from")
    .option("--tz <zone>", "IANA time zone of the asker")
    .option("--world <file>", "JSON file with agents, services, tasks, users")
    .action(async (words: readonly string[], options: LanguageOptions) => {
      const { parseLine, readLine } = await import("../../../nlp/parse-jsonl.ts");
      const actions = builtInActions();
      const world = await worldOf(context, options);
      const { now, tz } = momentOf(context, options);
      if (options.jsonl) {
        for await (const line of readLines(context.readInput())) {
          context.print(JSON.stringify(parseLine(json(line), world, actions, now, tz)));
        }
        return;
      }
      if (words.length === 0) throw new CliFailure('Say what to parse: octopus parse "check disk space".', 2);
      const text = words.join(" ");
      const { result } = readLine({ id: "1", text }, world, actions, now, tz);
      context.print(renderParse(text, result.frame, explainReading(text, result, actions)));
    });

  program
    .command("when [text...]")
    .description("show when a schedule fires")
    .option("--jsonl", "JSON lines {id, text | schedule} in, {id, schedule, runs} out")
    .option("--now <instant>", "ISO instant or local time to count from")
    .option("--tz <zone>", "IANA time zone")
    .option("-n, --count <n>", "how many times", "5")
    .action(async (words: readonly string[], options: LanguageOptions) => {
      const { whenLine } = await import("../../../nlp/when-jsonl.ts");
      const actions = builtInActions();
      const { now, tz } = momentOf(context, options);
      const count = Number(options.count ?? "5");
      if (!Number.isInteger(count) || count < 1) {
        throw new CliFailure(`-n takes a number of times, like 5; got "${options.count}".`, 2);
      }
      if (options.jsonl) {
        for await (const line of readLines(context.readInput())) {
          context.print(JSON.stringify(whenLine(json(line), actions, now, tz, count, nextRuns)));
        }
        return;
      }
      if (words.length === 0) throw new CliFailure('Say a schedule: octopus when "every weekday at 9".', 2);
      const answer = whenLine({ id: "1", text: words.join(" ") }, actions, now, tz, count, nextRuns);
      if (!answer.schedule) throw new CliFailure(`No schedule was understood in "${words.join(" ")}".`);
      context.print([JSON.stringify(answer.schedule), ...answer.runs].join("\n"));
    });
}

async function worldOf(context: CliContext, options: LanguageOptions): Promise<World> {
  if (options.world) {
    const decoded = decodeWorld(json(readText(options.world)));
    if (decoded.ok) return decoded.value;
    throw new CliFailure(`The world file ${options.world} does not fit: ${decoded.problem}.`, 2);
  }
  return await serverWorld(context);
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new CliFailure(`The file ${path} cannot be read (${(error as NodeJS.ErrnoException).code}).`, 2);
  }
}

function momentOf(context: CliContext, options: LanguageOptions): { readonly now: string; readonly tz: string } {
  const tz = options.tz ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  return { now: options.now ?? new Date(context.now()).toISOString(), tz };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new CliFailure(`This is not JSON: ${text.slice(0, 80)}`, 2);
  }
}
