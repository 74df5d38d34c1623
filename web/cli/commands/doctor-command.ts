import type { Command } from "commander";
import { trimEndSigns } from "../../../core/kernel/trim-signs.ts";
import { ApiClient } from "../api-client.ts";
import type { CliContext } from "../cli-context.ts";
import { CliFailure } from "../cli-failure.ts";
import { checkConfiguration, checkDatabase, checkHolder } from "../doctor/data-checks.ts";
import type { Finding } from "../doctor/finding.ts";
import { checkDatabaseDriver, checkDataFolder, checkNode, checkPort } from "../doctor/machine-checks.ts";
import { checkAgents, checkServer } from "../doctor/server-checks.ts";
import { checkSlack } from "../doctor/slack-checks.ts";
import { readLocalCredential } from "../local-credential.ts";

const SIGN: Readonly<Record<Finding["level"], string>> = { ok: "ok  ", warn: "warn", fail: "FAIL" };

/** `octopus doctor`: finds what is wrong with this machine, the server and its machines, and says how to mend it. */
export function addDoctorCommand(program: Command, context: CliContext): void {
  program
    .command("doctor")
    .description("look for what is wrong and say how to mend it; `doctor slack` asks Slack too")
    .argument("[part]", "slack")
    .option("--json", "print the findings as JSON")
    .action(async (part: string | undefined, options: { json?: boolean }) => {
      const findings = await examinePart(part, context);
      if (options.json) context.print(JSON.stringify(findings, null, 2));
      else
        for (const { level, what, fix } of findings)
          context.print(`${SIGN[level]}  ${what}${fix ? `\n      ${fix}` : ""}`);
      if (findings.some((finding) => finding.level === "fail")) context.setExitCode(1);
    });
}

async function examinePart(part: string | undefined, context: CliContext): Promise<readonly Finding[]> {
  if (part === undefined) return await examine(context);
  if (part === "slack") return await examineSlack(context);
  throw new CliFailure(`There is nothing to examine called ${part}; there is: slack.`, 2);
}

async function examineSlack(context: CliContext): Promise<readonly Finding[]> {
  const configured = checkConfiguration(context);
  if (!("config" in configured)) return configured.findings;
  return await checkSlack(configured.config.slack, configured.config.publicUrl);
}

async function examine(context: CliContext): Promise<readonly Finding[]> {
  const { sqliteDriverLoads } = await import("../../../core/storage/sqlite-driver.ts");
  const configured = checkConfiguration(context);
  const findings = [checkNode(process.versions.node), checkDatabaseDriver(await sqliteDriverLoads())];
  if (!("config" in configured)) return [...findings, ...configured.findings];
  const { host, port, dataDir, databaseUrl } = configured.config;
  findings.push(...checkDataFolder(dataDir));
  if (databaseUrl === undefined) findings.push(...(await checkDatabase(dataDir)));
  const url = await serverUrl(context, dataDir, addressOf(host, port));
  if (url === addressOf(host, port)) findings.push(await checkPort(host, port, () => answersAsOctopus(url)));
  const server = await checkServer(url, () => context.now());
  const silent = server.some((finding) => finding.level === "warn" && finding.what.startsWith("no server"));
  const holder = silent ? await checkHolder(dataDir) : [];
  return [...findings, ...server, ...holder, ...(silent ? [] : await signedInFindings(context, dataDir))];
}

/** Where the server was told to be; where it last wrote that it is, when it answers there. */
async function serverUrl(context: CliContext, dataDir: string, configured: string): Promise<string> {
  const said = context.environment["OCTOPUS_URL"];
  if (said) return trimEndSigns(said, "/");
  const written = readLocalCredential(dataDir)?.url;
  return written !== undefined && (await answersAsOctopus(written)) ? written : configured;
}

function addressOf(host: string, port: number): string {
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

async function signedInFindings(context: CliContext, dataDir: string): Promise<readonly Finding[]> {
  const { environment } = context;
  const known = readLocalCredential(dataDir) ?? (environment["OCTOPUS_URL"] && environment["OCTOPUS_TOKEN"]);
  if (!known) {
    const fix = "Start the server and open the set-up link; or set OCTOPUS_URL and OCTOPUS_TOKEN.";
    return [{ level: "warn", what: "the command line has no credential yet, so machines were not looked at", fix }];
  }
  try {
    return await checkAgents(ApiClient.fromSurroundings({ environment, dataDir }));
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    return [{ level: "fail", what: "machines could not be looked at", fix: what }];
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
