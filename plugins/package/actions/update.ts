import { access } from "node:fs/promises";
import type { ActionResponse } from "../../../core/model/action-response.ts";
import type { ActionContext } from "../../../core/plugin-api/action-context.ts";
import { cleanLine, currentUser, failure, lastingFailure } from "../../../core/plugin-api/answers.ts";
import type { ActionHandler } from "../../../core/plugin-api/define-plugin.ts";
import { countOf } from "../../../core/plugin-api/human-units.ts";
import { runTool, type ToolResult } from "../../../core/plugin-api/run-tool.ts";
import type { PackageChange, PackageManager } from "../package-manager.ts";
import { PACKAGE_MANAGERS } from "../package-managers.ts";
import { parseAptHeld } from "../parse-plans.ts";

const ROWS = 100;

interface Plan {
  readonly changes: readonly PackageChange[];
  readonly held: readonly string[];
}

/** package.update: looks first, so that the answer names what changed from which version to which. */
export const packageUpdate: ActionHandler = async (context) => {
  const { packages = [] } = context.params as { packages?: readonly string[] };
  const manager = await findManager(context.signal);
  if (!manager) return lastingFailure("missing", "not available here: this machine has none of apt, dnf, brew, choco");
  if (!context.dryRun && manager.needsRoot && process.geteuid?.() !== 0) {
    return lastingFailure(
      "refused",
      `updating with ${manager.name} needs root, and actions run as ${currentUser()} here`,
    );
  }
  const run = (args: readonly string[]) => runManager(manager, args, context);
  if (!context.dryRun && manager.refresh) {
    const refreshed = await run(manager.refresh);
    if (!isOk(refreshed)) return failed("looking for updates", manager, refreshed);
  }
  const planned = await run(manager.plan(packages));
  if (!isOk(planned, manager.planCodes)) return failed("looking for updates", manager, planned);
  const all = manager.parsePlan(planned.stdout);
  const changes = packages.length === 0 ? all : all.filter(({ name }) => packages.includes(name) || isApt(manager));
  const plan = { changes, held: isApt(manager) ? parseAptHeld(planned.stdout) : [] };
  if (context.dryRun || changes.length === 0) return answer(manager, plan, context.dryRun);
  const updated = await run(manager.update(packages));
  if (!isOk(updated)) return failed("the update", manager, updated);
  return answer(manager, plan, false);
};

/** apt may have to update what the named packages need as well. */
const isApt = (manager: PackageManager) => manager.name === "apt";

async function findManager(signal: AbortSignal): Promise<PackageManager | undefined> {
  for (const manager of PACKAGE_MANAGERS) {
    const found = await runTool(manager.program, ["--version"], { signal });
    if (found.kind === "ended" && found.exitCode === 0) return manager;
  }
  return undefined;
}

function runManager(
  { program, environment }: PackageManager,
  args: readonly string[],
  { signal, log }: ActionContext,
): Promise<ToolResult> {
  return runTool(program, args, { signal, environment, onLine: (line) => log(cleanLine(line, 500)) });
}

type Ended = ToolResult & { readonly kind: "ended" };

function isOk(result: ToolResult, codes: readonly number[] = [0]): result is Ended {
  return result.kind === "ended" && result.exitCode !== null && codes.includes(result.exitCode);
}

function failed(what: string, manager: PackageManager, result: ToolResult): ActionResponse {
  if (result.kind === "not-started")
    return lastingFailure("missing", `${manager.program} cannot be started (${result.code})`);
  const lines = `${result.stderr}\n${result.stdout}`.split("\n").filter((line) => line.trim() !== "");
  const reason = lines.find((line) => /^(E:|Error)/.test(line)) ?? lines[0] ?? `exit code ${result.exitCode}`;
  return failure(`${what} failed: ${cleanLine(reason, 300)}`, { manager: manager.name });
}

async function answer(manager: PackageManager, { changes, held }: Plan, dryRun: boolean): Promise<ActionResponse> {
  const rebootNeeded = await access("/var/run/reboot-required").then(
    () => true,
    () => false,
  );
  const names = changes.slice(0, 5).map(({ name }) => name);
  const some = `${names.join(", ")}${changes.length > names.length ? ` and ${changes.length - names.length} more` : ""}`;
  const notes = [
    ...(held.length > 0 ? [`${countOf(held.length, "package")} kept back`] : []),
    ...(rebootNeeded && !dryRun ? ["the machine wants a restart"] : []),
  ];
  const count = countOf(changes.length, "package");
  const main =
    changes.length === 0 ? "everything is up to date" : `${count} ${dryRun ? "would be " : ""}updated: ${some}`;
  return {
    ok: true,
    headline: cleanLine([main, ...notes].join("; "), 500),
    attention: rebootNeeded && !dryRun,
    data: { manager: manager.name, updated: changes.map((one) => ({ ...one })), held, dryRun, rebootNeeded },
    table: {
      columns: ["Package", "From", "To"],
      rows: changes.slice(0, ROWS).map(({ name, from, to }) => [name, from ?? null, to ?? null]),
    },
  };
}
