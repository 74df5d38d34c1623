import { environmentName } from "./environment-name.ts";
import { nearestKey } from "./nearest-key.ts";
import type { Origin } from "./server-config.ts";
import { SERVER_SETTINGS, SETTING_KEYS, type SettingKey, settingOf } from "./server-config-schema.ts";

export interface ConfigInput {
  /** The text of octopus.config.json, if there is one. */
  readonly file?: { readonly path: string; readonly text: string };
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** By key; undefined and absent mean not given. Text is read as in the environment. */
  readonly flags: Readonly<Partial<Record<SettingKey, unknown>>>;
}

export interface Given {
  readonly value: unknown;
  readonly origin: Origin;
  /** Where to look for it: "PORT in ...", for the sentence of a problem. */
  readonly place: string;
}

export interface Collected {
  readonly given: ReadonlyMap<SettingKey, Given>;
  readonly problems: readonly string[];
}

const isKey = (key: string): key is SettingKey => Object.hasOwn(SERVER_SETTINGS, key);

/** default < file < environment < flag; nothing is checked yet but names. */
export function collectSettings(input: ConfigInput): Collected {
  const given = new Map<SettingKey, Given>();
  const problems: string[] = [];
  for (const key of SETTING_KEYS) {
    const setting = settingOf(key);
    if (setting.default !== undefined) given.set(key, { value: setting.default, origin: "default", place: "default" });
  }
  takeFile(input.file, given, problems);
  takeEnvironment(input.environment, given, problems);
  for (const key of SETTING_KEYS) {
    const value = input.flags[key];
    if (value === undefined) continue;
    given.set(key, { value: fromText(key, value), origin: "flag", place: "command line" });
  }
  return { given, problems };
}

function takeFile(file: ConfigInput["file"], given: Map<SettingKey, Given>, problems: string[]): void {
  if (!file) return;
  const value = parse(file.text);
  if (value === null || typeof value !== "object" || Array.isArray(value)) {
    problems.push(`${file.path} must hold one JSON object.`);
    return;
  }
  for (const [key, setting] of Object.entries(value)) {
    if (key === "$schema") continue;
    if (isKey(key)) given.set(key, { value: setting, origin: "file", place: file.path });
    else problems.push(unknownKey(key, SETTING_KEYS, file.path));
  }
}

function takeEnvironment(
  environment: ConfigInput["environment"],
  given: Map<SettingKey, Given>,
  problems: string[],
): void {
  const names = new Map(SETTING_KEYS.map((key) => [environmentName(key), key]));
  for (const [name, value] of Object.entries(environment)) {
    if (!name.startsWith("OCTOPUS_") || value === undefined || value === "") continue;
    const key = names.get(name);
    if (key) given.set(key, { value: fromText(key, value), origin: "environment", place: `environment ${name}` });
    // Other programs' variables may begin like ours; only what looks like a slip is one.
    else if (isSlip(name, [...names.keys()])) problems.push(unknownKey(name, [...names.keys()], "environment"));
  }
}

/** Variables that other commands read. */
const OTHERS: readonly string[] = ["OCTOPUS_URL", "OCTOPUS_TOKEN", "OCTOPUS_CONFIG", "OCTOPUS_AGENT_DIR"];
const SLIP_PREFIX = "OCTOPUS_".length;

function isSlip(name: string, names: readonly string[]): boolean {
  if (OTHERS.includes(name)) return false;
  const short = names.map((known) => known.slice(SLIP_PREFIX));
  return nearestKey(name.slice(SLIP_PREFIX), short) !== undefined;
}

function unknownKey(key: string, known: readonly string[], place: string): string {
  const shown = key.slice(0, 60);
  const nearest = nearestKey(key, known);
  const hint = nearest === undefined ? "" : `; did you mean ${nearest}?`;
  return `${shown}: there is no such setting${hint || "."} (${place})`;
}

/** Text becomes what the setting is made of, where it can; what it cannot is left for the check to name. */
function fromText(key: SettingKey, value: unknown): unknown {
  if (typeof value !== "string") return value;
  const setting = settingOf(key);
  if (setting.type === "integer") return /^-?\d{1,15}$/.test(value.trim()) ? Number(value) : value;
  if (setting.type === "boolean") return booleanOf(value) ?? value;
  if (setting.type === "array") {
    return value
      .split(",")
      .map((part) => part.trim())
      .filter((part) => part !== "");
  }
  return value;
}

function booleanOf(text: string): boolean | undefined {
  if (/^(?:true|yes|on|1)$/i.test(text)) return true;
  return /^(?:false|no|off|0)$/i.test(text) ? false : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
