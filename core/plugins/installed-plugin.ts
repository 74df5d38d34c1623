import type { PluginManifest } from "../plugin-api/manifest.ts";
import type { PluginFile } from "../plugin-api/plugin-digest.ts";

/** One installed plugin at its current version. */
export interface InstalledPlugin {
  readonly name: string;
  readonly version: string;
  readonly digest: string;
  readonly enabled: boolean;
  readonly registeredAt: number;
  readonly manifest: PluginManifest;
  readonly files: readonly PluginFile[];
  readonly folder: string;
}
