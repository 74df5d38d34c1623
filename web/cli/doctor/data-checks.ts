import type { ServerConfig } from "../../../core/config/server-config.ts";
import { isOctopusError } from "../../../core/kernel/errors.ts";
import type { CliContext } from "../cli-context.ts";
import type { Finding } from "./finding.ts";

type Configured = { readonly config: ServerConfig } | { readonly findings: readonly Finding[] };

/** The effective settings, or one finding for each thing that is wrong with them. */
export function checkConfiguration(context: CliContext): Configured {
  try {
    return { config: context.loaded().config };
  } catch (error) {
    if (!isOctopusError(error, "config.invalid")) throw error;
    const fix = "Correct it where the brackets say; docs/configuration.md lists every setting.";
    return { findings: error.message.split("\n").map((what) => ({ level: "fail", what, fix })) };
  }
}

/** Whether the database in the folder is one that this version can open. Changes nothing. */
export async function checkDatabase(dataDir: string): Promise<readonly Finding[]> {
  const { inspectDatabase } = await import("../../../core/storage/inspect-database.ts");
  const found = await inspectDatabase(dataDir);
  if (found.state === "absent") return [];
  if (found.state === "usable") return [{ level: "ok", what: "the database can be read by this version" }];
  return [{ level: "fail", what: "the database cannot be used", fix: found.problem }];
}

/** For when no server answers: a process may hold the folder all the same. */
export async function checkHolder(dataDir: string): Promise<readonly Finding[]> {
  const { inspectDatabase } = await import("../../../core/storage/inspect-database.ts");
  const { heldBy } = await inspectDatabase(dataDir);
  if (heldBy === undefined) return [];
  const what = `process ${heldBy} uses the data folder, but does not answer there`;
  const fix = `It listens elsewhere, or hangs: look at its settings and its log; stop it with: kill ${heldBy}`;
  return [{ level: "fail", what, fix }];
}
