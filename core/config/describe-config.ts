import type { LoadedConfig } from "./load-config.ts";
import type { Origin } from "./server-config.ts";
import { SETTING_KEYS, type SettingKey, settingOf } from "./server-config-schema.ts";

export interface SettingLine {
  readonly key: SettingKey;
  /** As people write it; empty when it has none. Secrets are masked. */
  readonly value: string;
  readonly origin: Origin;
}

/** Effective settings and where each came from, for `octopus config` and the settings page. */
export function describeConfig({ config, given }: LoadedConfig): readonly SettingLine[] {
  return SETTING_KEYS.map((key) => {
    const one = given.get(key);
    if (key === "timeZone" && !one) return { key, value: config.timeZone, origin: "default" };
    return one ? { key, value: shown(key, one.value), origin: one.origin } : { key, value: "", origin: "default" };
  });
}

function shown(key: SettingKey, value: unknown): string {
  if (settingOf(key)["x-secret"]) return "********";
  return Array.isArray(value) ? value.join(", ") : String(value);
}
