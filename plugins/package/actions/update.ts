import { access } from "node:fs/promises";
import type { ActionResponse } from "../../../core/model/action-response.ts";
import type { ActionContext } from "../../../core/plugin-api/action-context.ts";
import { cleanLine, currentUser, lastingFailure } from "../../../core/plugin-api/answers.ts";
import type { ActionHandler } from "../../../core/plugin-api/define-plugin.ts";
import { countOf } from "../../../core/plugin-api/human-units.ts";
import { runTool, type ToolResult } from "../../../core/plugin-api/run-tool.ts";
import { describeFailure } from "../describe-failure.ts";
import { notInstalled, parseInstalled } from "../installed-packages.ts";
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
  if (!context.dryRun && manager.needsRoot && process.geteuid?.() !== 0) return refuseRights(manager);
  const run = (args: readonly string[]) => runManager(manager, args, context);
  const known = await installedOf(manager, packages, context);
  const missing = known === undefined ? [] : notInstalled(packages, known);
  if (missing.length > 0) return refuseMissing(missing);
  if (!context.dryRun && manager.refresh) {
    const refreshed = await run(manager.refresh);
    if (!isOk(refreshed)) return describeFailure("looking for updates", manager.name, refreshed);
  }
  const planned = await run(manager.plan(packages));
  if (!isOk(planned, manager.planCodes)) return describeFailure("looking for updates", manager.name, planned);
  const all = manager.parsePlan(planned.stdout);
  const named = packages.length === 0 ? all : all.filter(({ name }) => packages.includes(name) || isApt(manager));
  const changes = named.map((one) => ({ ...fromOf(known, one.name), ...one }));
  const plan = { changes, held: isApt(manager) ? parseAptHeld(planned.stdout) : [] };
  if (context.dryRun || changes.length === 0) return answer(manager, plan, context.dryRun);
  const updated = await run(manager.update(packages));
  if (!isOk(updated)) return describeFailure("the update", manager.name, updated);
  return answer(manager, plan, false);
};

function refuseRights({ name }: PackageManager): ActionResponse {
  const way = 'whoever owns the machine can allow it (deploy/README.md, "What actions may do")';
  return lastingFailure(
    "refused",
    `updating with ${name} needs root, and actions run as ${currentUser()} here; ${way}`,
  );
}

function refuseMissing(missing: readonly string[]): ActionResponse {
  const are = missing.length === 1 ? "is not installed" : "are not installed";
  const sentence = `${missing.join(", ")} ${are} here, and an update installs nothing new; nothing was changed`;
  return lastingFailure("missing", sentence);
}

/** apt may have to update what the named packages need as well. */
const isApt = (manager: PackageManager) => manager.name === "apt";

/** dnf does not say itself which version is there. */
function fromOf(known: ReadonlyMap<string, string> | undefined, name: string): { readonly from?: string } {
  const from = known?.get(name);
  return from === undefined ? {} : { from };
}

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

/** Versions of the packages that were named, or undefined where the manager says itself what it does not have. */
async function installedOf(
  { installed, environment }: PackageManager,
  packages: readonly string[],
  { signal }: ActionContext,
): Promise<ReadonlyMap<string, string> | undefined> {
  if (!installed || packages.length === 0) return undefined;
  const [program, ...args] = installed(packages);
  const asked = await runTool(program, args, { signal, environment });
  return asked.kind === "ended" ? parseInstalled(asked.stdout) : undefined;
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
