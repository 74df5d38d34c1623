import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { ConfigInput } from "../../../../core/config/collect-settings.ts";
import { configurationPage } from "../../../../core/config/configuration-page.ts";
import { describeConfig } from "../../../../core/config/describe-config.ts";
import { loadConfig } from "../../../../core/config/load-config.ts";
import { SETTING_KEYS } from "../../../../core/config/server-config-schema.ts";
import { isOctopusError } from "../../../../core/kernel/errors.ts";

const load = (input: Partial<ConfigInput> = {}) =>
  loadConfig({ environment: {}, flags: {}, systemTimeZone: "Europe/Vienna", ...input });
const file = (value: unknown) => ({ path: "octopus.config.json", text: JSON.stringify(value) });

function problems(input: Partial<ConfigInput>): readonly string[] {
  try {
    load(input);
    return [];
  } catch (error) {
    if (isOctopusError(error, "config.invalid")) return error.message.split("\n");
    throw error;
  }
}

describe("the configuration", () => {
  it("has a default for whatever a first start needs", () => {
    expect(load().config).toMatchObject({
      host: "127.0.0.1",
      port: 8000,
      dataDir: "./data",
      databaseUrl: undefined,
      admin: undefined,
      timeZone: "Europe/Vienna",
      clientTimeoutMs: 30_000,
      pluginDirs: [],
      insecureHttp: false,
      keepRunsMs: 90 * 86_400_000,
    });
  });

  it("takes a flag before the environment, that before the file, that before the default", () => {
    const all = { file: file({ port: 1 }), environment: { OCTOPUS_PORT: "2" }, flags: { port: 3 } };
    expect(load(all).config.port).toBe(3);
    expect(load({ ...all, flags: {} }).config.port).toBe(2);
    expect(load({ file: all.file }).config.port).toBe(1);
    expect(load({ flags: { port: undefined } }).config.port).toBe(8000);
  });

  it("remembers where each value came from", () => {
    const loaded = load({
      file: file({ logLevel: "warn" }),
      environment: { OCTOPUS_PORT: "2" },
      flags: { dataDir: "/srv" },
    });
    const origins = new Map(describeConfig(loaded).map(({ key, origin }) => [key, origin]));
    expect(["host", "logLevel", "port", "dataDir"].map((key) => origins.get(key as never))).toEqual([
      "default",
      "file",
      "environment",
      "flag",
    ]);
    expect(describeConfig(loaded).map(({ key }) => key)).toEqual(SETTING_KEYS);
  });

  it("reads numbers, switches, lists and durations from text", () => {
    const environment = {
      OCTOPUS_PORT: "0",
      OCTOPUS_INSECURE_HTTP: "Yes",
      OCTOPUS_PLUGIN_DIRS: "/a, /b,",
      OCTOPUS_CLIENT_TIMEOUT: "PT45S",
      OCTOPUS_KEEP_RUNS: "12h",
    };
    expect(load({ environment }).config).toMatchObject({
      port: 0,
      insecureHttp: true,
      pluginDirs: ["/a", "/b"],
      clientTimeoutMs: 45_000,
      keepRunsMs: 12 * 3_600_000,
    });
  });

  it("cannot be changed afterwards", () => {
    const { config } = load();
    expect(Object.isFrozen(config) && Object.isFrozen(config.pluginDirs)).toBe(true);
  });

  it("regards an empty variable as not given, and variables of others as theirs", () => {
    const environment = {
      OCTOPUS_PORT: "",
      OCTOPUS_TOKEN: "x",
      OCTOPUS_URL: "y",
      OCTOPUS_DEPLOY_SPACE: "z",
      PORT: "1",
    };
    expect(load({ environment }).config.port).toBe(8000);
  });

  it("keeps user and password of the first administrator together", () => {
    const environment = { OCTOPUS_ADMIN_USER: "root", OCTOPUS_ADMIN_PASSWORD: "a long enough secret" };
    expect(load({ environment }).config.admin).toEqual({ user: "root", password: "a long enough secret" });
    expect(problems({ environment: { OCTOPUS_ADMIN_USER: "root" } })).toEqual([
      "adminUser and adminPassword: give both or neither.",
    ]);
  });
});

describe("a bad configuration", () => {
  it.each<readonly [Partial<ConfigInput>, string]>([
    [
      { environment: { OCTOPUS_PORT: "eighty" } },
      'port: must be a whole number from 0 to 65535; got "eighty" (environment OCTOPUS_PORT)',
    ],
    [{ flags: { port: 70_000 } }, "port: must be a whole number from 0 to 65535; got 70000 (command line)"],
    [
      { file: file({ clientTimeout: 30 }) },
      'clientTimeout: must be a duration of at least a second, like "30s", "15min", "8h" or "90d"; got 30 (octopus.config.json)',
    ],
    [
      { file: file({ keepRuns: "10ms" }) },
      'keepRuns: must be a duration of at least a second, like "30s", "15min", "8h" or "90d"; got "10ms" (octopus.config.json)',
    ],
    [{ file: file({ prot: 1 }) }, "prot: there is no such setting; did you mean port? (octopus.config.json)"],
    [{ file: file({ banana: 1 }) }, "banana: there is no such setting. (octopus.config.json)"],
    [
      { environment: { OCTOPUS_PROT: "1" } },
      "OCTOPUS_PROT: there is no such setting; did you mean OCTOPUS_PORT? (environment)",
    ],
    [
      { environment: { OCTOPUS_TIME_ZONE: "Mars/Olympus" } },
      'timeZone: must be an IANA zone like "Europe/Berlin"; got "Mars/Olympus" (environment OCTOPUS_TIME_ZONE)',
    ],
    [
      { file: file({ logLevel: "loud" }) },
      'logLevel: must be equal to one of the allowed values: debug, info, warn, error, silent; got "loud" (octopus.config.json)',
    ],
    [
      { environment: { OCTOPUS_INSECURE_HTTP: "maybe" } },
      'insecureHttp: must be true or false; got "maybe" (environment OCTOPUS_INSECURE_HTTP)',
    ],
    [
      { file: file({ publicUrl: "https://x.example/path" }) },
      'publicUrl: must look like "https://octopus.example.com", without a path; got "https://x.example/path" (octopus.config.json)',
    ],
    [{ file: file([]) }, "octopus.config.json must hold one JSON object."],
    [{ file: { path: "c.json", text: "{" } }, "c.json must hold one JSON object."],
  ])("names setting, expectation, value and place: %j", (input, sentence) => {
    expect(problems(input)).toEqual([sentence]);
  });

  it("names every problem at once", () => {
    const input = { file: file({ port: "x", prot: 1 }), environment: { OCTOPUS_LOG_LEVEL: "loud" } };
    expect(problems(input)).toHaveLength(3);
  });

  it("never repeats a secret", () => {
    const environment = { OCTOPUS_DATABASE_URL: "mysql://root:hunter2@host/db" };
    const [problem] = problems({ environment });
    expect(problem).toContain('must begin with "postgres://"');
    expect(problem).not.toContain("hunter2");
  });

  it.each(["0.0.0.0", "::", "192.168.1.5", "octopus.example.com"])(
    "does not listen on %s in the clear by accident",
    (host) => {
      expect(problems({ flags: { host } }).join()).toContain("OCTOPUS_INSECURE_HTTP=true");
      expect(problems({ flags: { host, insecureHttp: true } })).toEqual([]);
      expect(problems({ flags: { host, trustedProxies: "10.0.0.1" } })).toEqual([]);
    },
  );

  it.each(["127.0.0.1", "127.0.1.1", "::1", "localhost"])("listens on %s without further ado", (host) => {
    expect(problems({ flags: { host } })).toEqual([]);
  });
});

describe("showing the configuration", () => {
  it("masks every secret", () => {
    const environment = {
      OCTOPUS_ADMIN_USER: "root",
      OCTOPUS_ADMIN_PASSWORD: "hunter2hunter2",
      OCTOPUS_DATABASE_URL: "postgres://me:hunter2@host/db",
    };
    const shown = describeConfig(load({ environment }));
    expect(JSON.stringify(shown)).not.toContain("hunter2");
    expect(shown.find(({ key }) => key === "databaseUrl")).toMatchObject({ value: "********", origin: "environment" });
  });

  it("is documented by the page that the schema makes", () => {
    expect(readFileSync("docs/configuration.md", "utf8")).toBe(configurationPage());
  });

  it("takes Slack's tokens together, and never shows them", () => {
    const tokens = { OCTOPUS_SLACK_BOT_TOKEN: "xoxb-s3cret", OCTOPUS_SLACK_APP_TOKEN: "xapp-s3cret" };
    const loaded = load({ environment: { ...tokens, OCTOPUS_SLACK_TEAMS: "T1, T2" } });
    expect(loaded.config.slack).toMatchObject({
      botToken: "xoxb-s3cret",
      teams: ["T1", "T2"],
      signingSecret: undefined,
    });
    expect(JSON.stringify(describeConfig(loaded))).not.toContain("s3cret");
    expect(load().config.slack).toBeUndefined();
    const { OCTOPUS_SLACK_APP_TOKEN: _left, ...alone } = tokens;
    expect(problems({ environment: alone })).toEqual([expect.stringContaining("slackSigningSecret")]);
    expect(problems({ environment: { ...tokens, OCTOPUS_SLACK_BOT_TOKEN: "s3cret" } })).toEqual([
      expect.stringMatching(/slackBotToken: must begin with "xoxb-"; got a secret that is not shown/),
    ]);
  });
});
