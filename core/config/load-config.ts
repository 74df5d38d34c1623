import { OctopusError } from "../kernel/errors.ts";
import { validator } from "../kernel/validator.ts";
import { isKnownZone } from "../kernel/wall-time.ts";
import { type Collected, type ConfigInput, collectSettings, type Given } from "./collect-settings.ts";
import { parseDurationText } from "./duration-text.ts";
import type { ServerConfig } from "./server-config.ts";
import { SERVER_SETTINGS, SETTING_KEYS, type SettingKey, settingOf } from "./server-config-schema.ts";

export interface LoadedConfig {
  readonly config: ServerConfig;
  /** Of every setting that has a value, as it was given. */
  readonly given: ReadonlyMap<SettingKey, Given>;
}

/**
 * Pure: default < file < environment < flag, checked, frozen. `systemTimeZone` is what holds when no zone is set.
 * Throws `config.invalid` with one line for each problem, naming setting, expectation, value and origin.
 */
export function loadConfig(input: ConfigInput & { readonly systemTimeZone: string }): LoadedConfig {
  const collected = collectSettings(input);
  const { given } = collected;
  const problems = [...collected.problems, ...valueProblems(given)];
  if (problems.length === 0) problems.push(...combinationProblems(given));
  if (problems.length > 0) {
    throw new OctopusError("config.invalid", problems.join("\n"), { problems });
  }
  return { config: Object.freeze(toConfig(given, input.systemTimeZone)), given };
}

const checks = new Map(SETTING_KEYS.map((key) => [key, validator<unknown>(SERVER_SETTINGS[key])]));

function valueProblems(given: Collected["given"]): readonly string[] {
  return [...given].flatMap(([key, { value, place }]) => {
    const problem = valueProblem(key, value);
    return problem === undefined ? [] : [`${key}: ${problem} (${place})`];
  });
}

function valueProblem(key: SettingKey, value: unknown): string | undefined {
  const got = `; got ${shown(key, value)}`;
  const decoded = checks.get(key)?.(value);
  const isDuration = settingOf(key)["x-role"] === "duration";
  if (isDuration && (decoded?.ok !== true || !(Number(parseDurationText(String(value))) >= 1000))) {
    return `must be a duration of at least a second, like "30s", "15min", "8h" or "90d"${got}`;
  }
  if (key === "timeZone" && !isKnownZone(String(value))) return `must be an IANA zone like "Europe/Berlin"${got}`;
  if (decoded?.ok !== false) return undefined;
  return `${expectation(key, decoded.problem)}${got}`;
}

const EXPECTATIONS: Readonly<Partial<Record<SettingKey, string>>> = {
  publicUrl: 'must look like "https://octopus.example.com", without a path',
  databaseUrl: 'must begin with "postgres://"',
  port: "must be a whole number from 0 to 65535",
  insecureHttp: "must be true or false",
  slackBotToken: 'must begin with "xoxb-"',
  slackAppToken: 'must begin with "xapp-"',
  slackApiUrl: 'must look like "http://localhost:4003/api/", with a slash at the end',
};

function expectation(key: SettingKey, problem: string): string {
  return EXPECTATIONS[key] ?? withoutGot(problem.replace(/^the value /, ""));
}

/** A problem ends in what was got, which is shown elsewhere. */
function withoutGot(problem: string): string {
  const got = problem.endsWith(")") ? problem.indexOf(" (got ") : -1;
  return got < 0 ? problem : problem.slice(0, got);
}

function shown(key: SettingKey, value: unknown): string {
  if (settingOf(key)["x-secret"]) return "a secret that is not shown";
  return (JSON.stringify(value) ?? "nothing").slice(0, 80);
}

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/;

function combinationProblems(given: Collected["given"]): readonly string[] {
  const problems: string[] = [];
  const text = (key: SettingKey) => String(given.get(key)?.value ?? "");
  const admin = [given.has("adminUser"), given.has("adminPassword")];
  if (admin[0] !== admin[1]) {
    problems.push("adminUser and adminPassword: give both or neither.");
  }
  const slackDoor = given.has("slackAppToken") || given.has("slackSigningSecret");
  if (given.has("slackBotToken") !== slackDoor) {
    problems.push(
      "slackBotToken: give it together with slackAppToken (a socket) or slackSigningSecret (HTTP), or none of them.",
    );
  }
  const proxies = listOf(given, "trustedProxies");
  if (!LOOPBACK.test(text("host")) && given.get("insecureHttp")?.value !== true && proxies.length === 0) {
    problems.push(
      `host: listening beyond this machine needs insecureHttp (OCTOPUS_INSECURE_HTTP=true), or trustedProxies with TLS; got ${JSON.stringify(text("host"))} (${given.get("host")?.place})`,
    );
  }
  return problems;
}

function listOf(given: Collected["given"], key: SettingKey): readonly string[] {
  return (given.get(key)?.value ?? []) as readonly string[];
}

function toConfig(given: Collected["given"], systemTimeZone: string): ServerConfig {
  const optional = (key: SettingKey) => given.get(key)?.value as string | undefined;
  const text = (key: SettingKey) => String(given.get(key)?.value);
  const list = (key: SettingKey) => Object.freeze([...listOf(given, key)]);
  const ms = (key: SettingKey) => parseDurationText(text(key)) ?? 0;
  const user = optional("adminUser");
  const password = optional("adminPassword");
  return {
    host: text("host"),
    port: Number(given.get("port")?.value),
    publicUrl: optional("publicUrl"),
    dataDir: text("dataDir"),
    databaseUrl: optional("databaseUrl"),
    admin: user === undefined || password === undefined ? undefined : Object.freeze({ user, password }),
    timeZone: optional("timeZone") ?? systemTimeZone,
    logLevel: text("logLevel") as ServerConfig["logLevel"],
    clientTimeoutMs: ms("clientTimeout"),
    pluginDirs: list("pluginDirs"),
    trustedProxies: list("trustedProxies"),
    insecureHttp: given.get("insecureHttp")?.value === true,
    slack: slackOf(given),
    keepRunsMs: ms("keepRuns"),
    maxTargets: Number(given.get("maxTargets")?.value),
    maxQueued: Number(given.get("maxQueued")?.value),
    minFreeMiB: Number(given.get("minFreeSpace")?.value),
    keepRunCount: Number(given.get("keepRunCount")?.value),
    keepInboxMs: ms("keepInbox"),
    keepHistoryMs: ms("keepHistory"),
    shortestIntervalMs: ms("shortestInterval"),
    maxSchedules: Number(given.get("maxSchedules")?.value),
    pauseAfterFailures: Number(given.get("pauseAfterFailures")?.value),
    secondPerson: given.get("secondPerson")?.value === true,
    approvalTimeMs: ms("approvalTime"),
    approvalReminderMs: ms("approvalReminder"),
    approvalRoom: optional("approvalRoom"),
    localAgentStopMs: ms("localAgentStop"),
    key: optional("key"),
    escalateTo: optional("escalateTo"),
    escalateAfterMs: ms("escalateAfter"),
  };
}

function slackOf(given: Collected["given"]): ServerConfig["slack"] {
  const optional = (key: SettingKey) => given.get(key)?.value as string | undefined;
  const botToken = optional("slackBotToken");
  if (botToken === undefined) return undefined;
  return Object.freeze({
    botToken,
    appToken: optional("slackAppToken"),
    signingSecret: optional("slackSigningSecret"),
    teams: Object.freeze([...listOf(given, "slackTeams")]),
    apiUrl: optional("slackApiUrl"),
  });
}
