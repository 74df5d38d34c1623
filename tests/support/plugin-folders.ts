import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { PluginManifest } from "../../core/plugin-api/manifest.ts";
import type { CheckExamples } from "../../core/plugins/plan-plugins.ts";
import { PluginRegistry } from "../../core/plugins/plugin-registry.ts";
import { anAccountWorld } from "./account-world.ts";
import { anAction } from "./action-catalog.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** A valid manifest with one action, `<name>.check`. */
export function aManifest(name: string, overrides: Partial<PluginManifest> = {}): PluginManifest {
  return {
    name,
    version: "1.0.0",
    description: "For tests.",
    runtime: { kind: "node", entry: "plugin.mjs" },
    actions: [anAction({ name: `${name}.check` })],
    ...overrides,
  };
}

/** A registry over an empty store, and a folder to put plugins into. */
export function aPluginWorld(checkExamples: CheckExamples = () => []) {
  const accounts = anAccountWorld();
  const root = temporaryFolder();
  const write = (folder: string, files: Readonly<Record<string, string>>): string => {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(root, folder, path)), { recursive: true });
      writeFileSync(join(root, folder, path), content);
    }
    return join(root, folder);
  };
  const deps = { ...accounts, checkExamples };
  const registry = new PluginRegistry(deps);
  return {
    ...accounts,
    root,
    writeFiles: write,
    /** A plugin's folder. */
    aFolder: (manifest: PluginManifest, files: Readonly<Record<string, string>> = {}) =>
      write(manifest.name, {
        "manifest.json": JSON.stringify(manifest),
        "plugin.mjs": "export const plugin = 1;",
        ...files,
      }),
    registry,
    /** What a server that starts later finds. */
    restarted: () => new PluginRegistry(deps),
    reasons: (): readonly string[] => registry.refused().flatMap((refused) => refused.reasons),
    names: (): readonly string[] => registry.list().map((plugin) => plugin.name),
  };
}
