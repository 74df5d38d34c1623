import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type ActionManifest, decodeManifest } from "../../core/plugin-api/manifest.ts";

/** Where the built program lies: dist/, with agent.cjs, plugins/ and client/ beside the bundle. */
export const installationFolder = dirname(fileURLToPath(import.meta.url));

export const agentBundle = join(installationFolder, "agent.cjs");
export const clientFolder = join(installationFolder, "client");
export const builtInPluginsFolder = join(installationFolder, "plugins");

export function builtInPluginFolders(): readonly string[] {
  if (!existsSync(builtInPluginsFolder)) return [];
  return readdirSync(builtInPluginsFolder)
    .sort()
    .map((name) => join(builtInPluginsFolder, name));
}

const packageFile = join(installationFolder, "..", "package.json");

/** Of package.json, for the API and `--version`. */
export const version = existsSync(packageFile)
  ? String((JSON.parse(readFileSync(packageFile, "utf8")) as { version?: string }).version)
  : "unknown";

/** The actions that come with the program, for parsing without a server. */
export function builtInActions(): readonly ActionManifest[] {
  return builtInPluginFolders().flatMap((folder) => {
    const decoded = decodeManifest(JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")));
    return decoded.ok ? decoded.value.actions : [];
  });
}
