import type { Command } from "commander";
import { sqliteDriverLoads } from "../../../core/storage/sqlite-driver.ts";
import { ApiClient } from "../api-client.ts";
import type { CliContext } from "../cli-context.ts";
import type { Finding } from "../doctor/finding.ts";
import { checkDatabaseDriver, checkDataFolder, checkNode, checkPort } from "../doctor/machine-checks.ts";
import { checkAgents, checkServer } from "../doctor/server-checks.ts";
import { readLocalCredential } from "../local-credential.ts";

const SIGN: Readonly<Record<Finding["level"], string>> = { ok: "ok  ", warn: "warn", fail: "FAIL" };

/** `octopus doctor`: finds what is wrong with this machine, the server and its machines, and says how to mend it. */
export function addDoctorCommand(program: Command, context: CliContext): void {
  program
    .command("doctor")
    .description("look for what is wrong and say how to mend it")
    .option("--json", "print the findings as JSON")
    .action(async (options: { json?: boolean }) => {
      const findings = await examine(context);
      if (options.json) context.print(JSON.stringify(findings, null, 2));
      else
        for (const { level, what, fix } of findings)
          context.print(`${SIGN[level]}  ${what}${fix ? `\n      ${fix}` : ""}`);
      if (findings.some((finding) => finding.level === "fail")) context.setExitCode(1);
    });
}

async function examine(context: CliContext): Promise<readonly Finding[]> {
  const { host, port, dataDir } = context.loaded().config;
  const url = context.environment["OCTOPUS_URL"] ?? `http://${host}:${port}`;
  const isOctopus = async () => await answersAsOctopus(url);
  const findings = [
    checkNode(process.versions.node),
    checkDatabaseDriver(await sqliteDriverLoads()),
    ...checkDataFolder(dataDir),
    await checkPort(host, port, isOctopus),
    ...(await checkServer(url, () => context.now())),
  ];
  return [...findings, ...(await signedInFindings(context, dataDir))];
}

async function signedInFindings(context: CliContext, dataDir: string): Promise<readonly Finding[]> {
  const local = readLocalCredential(dataDir);
  const url = context.environment["OCTOPUS_URL"] ?? local?.url;
  const token = context.environment["OCTOPUS_TOKEN"] ?? local?.token;
  if (!url || !token) {
    const fix = "Start the server and open the set-up link; or set OCTOPUS_URL and OCTOPUS_TOKEN.";
    return [{ level: "warn", what: "the command line has no credential yet, so machines were not looked at", fix }];
  }
  try {
    return await checkAgents(new ApiClient(url, token));
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    return [{ level: "warn", what: `machines could not be looked at: ${what}`, fix: "Mend the findings above first." }];
  }
}

async function answersAsOctopus(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(2_000) });
    return response.ok;
  } catch {
    return false;
  }
}
