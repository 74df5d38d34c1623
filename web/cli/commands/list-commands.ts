import type { Command } from "commander";
import type { AgentPageDto } from "../../contract/agent.ts";
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

function addListing<Page extends object>(program: Command, context: CliContext, listing: Listing<Page>): void {
  program
    .command(listing.name)
    .description(listing.summary)
    .option("--limit <n>", "how many", "50")
    .option("--json", "the API's answer as it is")
    .action(async (options: { limit: string; json?: boolean }) => {
      if (!/^[1-9]\d{0,2}$/.test(options.limit)) {
        throw new CliFailure(`--limit takes a number from 1 to 500, like 50; got "${options.limit}".`, 2);
      }
      const page = await context.api().get<Page>(`${listing.path}?limit=${encodeURIComponent(options.limit)}`);
      context.print(options.json ? JSON.stringify(page, null, 2) : textTable(listing.columns, listing.rows(page)));
    });
}

/** tasks, runs, agents, users: what the API lists, as text tables. */
export function addListCommands(program: Command, context: CliContext): void {
  addListing(program, context, tasks);
  addListing(program, context, runs);
  addListing(program, context, agents);
  addListing(program, context, users);
}
