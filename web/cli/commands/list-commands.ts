import { randomBytes } from "node:crypto";
import type { Command } from "commander";
import type { AgentPageDto } from "../../contract/agent.ts";
import type { AliasListDto, UnmatchedListDto } from "../../contract/language.ts";
import type { LedgerPageDto } from "../../contract/ledger.ts";
import type { RunPageDto } from "../../contract/run.ts";
import type { TaskPageDto } from "../../contract/task.ts";
import type { UserPageDto } from "../../contract/user.ts";
import type { CliContext } from "../cli-context.ts";
import { CliFailure } from "../cli-failure.ts";
import { textTable } from "../text-table.ts";

interface Listing<Page> {
  readonly name: string;
  readonly summary: string;
  readonly path: string;
  /** Sent with it: "missed=true". */
  readonly query?: string;
  /** The API answers with everything there is, not with a page. */
  readonly isWhole?: true;
  readonly columns: readonly string[];
  rows(page: Page): readonly (readonly string[])[];
}

const time = (at: number | undefined) => (at === undefined ? "-" : new Date(at).toISOString().slice(0, 19));

const tasks: Listing<TaskPageDto> = {
  name: "tasks",
  summary: "list tasks, newest first",
  path: "/tasks",
  columns: ["id", "state", "name", "action", "next run (UTC)"],
  rows: (page) => page.items.map((task) => [task.id, task.state, task.name, task.action, time(task.nextDueAt)]),
};

const runs: Listing<RunPageDto> = {
  name: "runs",
  summary: "list runs, newest first",
  path: "/runs",
  columns: ["id", "state", "action", "machines", "by", "began (UTC)"],
  rows: (page) =>
    page.items.map((run) => [
      run.id,
      run.state,
      run.action,
      String(run.executionCount),
      run.requestedByName,
      time(run.createdAt),
    ]),
};

const agents: Listing<AgentPageDto> = {
  name: "agents",
  summary: "list machines by name",
  path: "/agents",
  columns: ["name", "state", "liveness", "os", "labels", "actions run as"],
  rows: (page) =>
    page.items.map((agent) => [
      agent.name,
      agent.state,
      agent.liveness,
      agent.facts?.os ?? "-",
      agent.labels.join(" ") || "-",
      agent.facts?.runsAs ?? "-",
    ]),
};

const users: Listing<UserPageDto> = {
  name: "users",
  summary: "list people",
  path: "/users",
  columns: ["name", "role", "state"],
  rows: (page) => page.items.map((user) => [user.name, user.role, user.state]),
};

const aliases: Listing<AliasListDto> = {
  name: "aliases",
  summary: "list the phrases that people taught",
  path: "/aliases",
  isWhole: true,
  columns: ["phrase", "taught by", "still understood", "by the sentence"],
  rows: (page) => page.items.map((alias) => [alias.name, alias.ownerName, alias.understood ? "yes" : "NO", alias.text]),
};

const unmatched: Listing<UnmatchedListDto> = {
  name: "unmatched",
  summary: "list messages that were not understood, the most frequent first",
  path: "/unmatched",
  isWhole: true,
  columns: ["times", "last (UTC)", "message"],
  rows: (page) => page.items.map((one) => [String(one.count), time(one.lastAt), one.text]),
};

const missed: Listing<LedgerPageDto> = {
  name: "missed",
  summary: "list runs that schedules expected and that did not happen, with the reason",
  path: "/ledger",
  query: "missed=true",
  columns: ["run", "task", "due (UTC)", "times", "cause", "why"],
  rows: (page) =>
    page.items.map((entry) => [
      entry.runId,
      entry.taskId,
      time(entry.dueAt),
      String(entry.dueCount),
      entry.cause,
      entry.reason ?? "-",
    ]),
};

function addListing<Page extends object>(program: Command, context: CliContext, listing: Listing<Page>): Command {
  return program
    .command(listing.name)
    .description(listing.summary)
    .option("--limit <n>", "how many", "50")
    .option("--json", "the API's answer as it is")
    .action(async (options: { limit: string; json?: boolean }) => {
      if (!/^[1-9]\d{0,2}$/.test(options.limit)) {
        throw new CliFailure(`--limit takes a number from 1 to 500, like 50; got "${options.limit}".`, 2);
      }
      const more = listing.query === undefined ? "" : `&${listing.query}`;
      const query = listing.isWhole ? "" : `?limit=${encodeURIComponent(options.limit)}${more}`;
      const page = await context.api().get<Page>(`${listing.path}${query}`);
      context.print(options.json ? JSON.stringify(page, null, 2) : textTable(listing.columns, listing.rows(page)));
    });
}

/** tasks, runs, agents, users, aliases, unmatched: what the API lists, as text tables. */
export function addListCommands(program: Command, context: CliContext): void {
  addListing(program, context, tasks);
  addListing(program, context, runs);
  addListing(program, context, missed);
  addListing(program, context, agents);
  addListing(program, context, aliases);
  addListing(program, context, unmatched);
  addPasswordCommand(addListing(program, context, users), context);
}

/** A fresh password for somebody who has none or has lost it; it is printed once and every session of theirs ends. */
function addPasswordCommand(users: Command, context: CliContext): void {
  users
    .command("password <name>")
    .description("give somebody a new password, which is printed once")
    .action(async (name: string) => {
      const page = await context.api().get<UserPageDto>("/users?limit=500");
      const user = page.items.find((one) => one.name.toLowerCase() === name.toLowerCase());
      if (!user) throw new CliFailure(`There is nobody called "${name}"; "octopus users" lists everybody.`, 1);
      const password = randomBytes(15).toString("base64url");
      await context.api().patch(`/users/${user.id}`, { password });
      context.print(`The new password of ${user.name}, shown this once: ${password}`);
    });
}
