import { readFile } from "node:fs/promises";
import { basename, extname } from "node:path";
import type { Command } from "commander";
import type { CalendarDto, CalendarListDto } from "../../contract/calendar.ts";
import type { CliContext } from "../cli-context.ts";
import { CliFailure } from "../cli-failure.ts";
import { textTable } from "../text-table.ts";

/** calendars list, calendars import FILE: days that schedules leave out. */
export function addCalendarCommands(program: Command, context: CliContext): void {
  const calendars = program.command("calendars").description("days that schedules leave out");
  calendars
    .command("list")
    .description("list calendars")
    .action(async () => {
      const { items } = await context.api().get<CalendarListDto>("/calendars");
      const rows = items.map(({ name, dayCount, days }) => [
        name,
        String(dayCount),
        days[0]?.date ?? "-",
        days.at(-1)?.date ?? "-",
      ]);
      context.print(textTable(["name", "days", "first", "last"], rows));
    });
  calendars
    .command("import <file>")
    .description("add or replace a calendar from an ICS file, or a file with a date such as 2026-12-25 on each line")
    .option("--name <name>", "what policies call it; otherwise the name of the file")
    .action(async (file: string, options: { name?: string }) => {
      const text = await readFile(file, "utf8").catch(() => {
        throw new CliFailure(`The file ${file} cannot be read.`, 2);
      });
      const name = options.name ?? basename(file, extname(file)).toLowerCase();
      const source = text.trimStart().startsWith("BEGIN:")
        ? { ics: text }
        : { dates: text.split(/\s+/).filter(Boolean) };
      const saved = await context.api().post<CalendarDto>("/calendars", { name, ...source });
      context.print(`Calendar ${saved.name}: ${saved.dayCount} days.`);
    });
}
