import { resolve } from "node:path";
import type { ConfigInput } from "../../core/config/collect-settings.ts";
import { type LoadedConfig, loadConfig } from "../../core/config/load-config.ts";
import type { SettingKey } from "../../core/config/server-config-schema.ts";

export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What relative folders count from. */
  readonly folder: string;
  readonly file: ConfigInput["file"];
  readonly flags: Readonly<Partial<Record<SettingKey, unknown>>>;
}

/** The effective configuration, its folders absolute. Throws `config.invalid` with every problem. */
export function loadSurroundings({ environment, file, folder, flags }: Surroundings): LoadedConfig {
  const systemTimeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const loaded = loadConfig({ ...(file ? { file } : {}), environment, flags, systemTimeZone });
  const { dataDir, pluginDirs } = loaded.config;
  const config = {
    ...loaded.config,
    dataDir: resolve(folder, dataDir),
    pluginDirs: pluginDirs.map((one) => resolve(folder, one)),
  };
  return { ...loaded, config };
}
