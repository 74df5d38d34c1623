import { DURATION_PATTERN } from "./duration-text.ts";

/** JSON Schema of one setting. `x-secret`: never shown. `x-role: duration`: text that stands for milliseconds. */
export interface SettingSchema {
  readonly type?: "string" | "integer" | "boolean" | "array";
  readonly description: string;
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly "x-secret"?: boolean;
  readonly "x-role"?: "duration";
  readonly [keyword: string]: unknown;
}

const text = { type: "string", minLength: 1, maxLength: 1000 } as const;
const duration = { type: "string", pattern: DURATION_PATTERN, "x-role": "duration" } as const;
const folders = { type: "array", maxItems: 100, items: text } as const;

/** Every setting of the server, in the order in which the documentation lists them. What has no default is optional. */
export const SERVER_SETTINGS = {
  host: {
    ...text,
    default: "127.0.0.1",
    description: "Address to listen on. Anything but a loopback address needs `insecureHttp` or `trustedProxies`.",
  },
  port: {
    type: "integer",
    minimum: 0,
    maximum: 65535,
    default: 8000,
    description: "Port to listen on; 0 takes a free one.",
  },
  publicUrl: {
    ...text,
    pattern: "^https?://[^/\\s]+$",
    description:
      "Where browsers and machines reach this server, if not at host and port: `https://octopus.example.com`.",
  },
  dataDir: {
    ...text,
    default: "./data",
    description: "Folder of the database, keys and credentials; created for its owner alone.",
  },
  databaseUrl: {
    ...text,
    pattern: "^postgres(ql)?://",
    "x-secret": true,
    description: "PostgreSQL instead of SQLite: `postgres://user:password@host/database`.",
  },
  adminUser: {
    ...text,
    description: "Name of the first administrator, made at start when nobody exists. Together with `adminPassword`.",
  },
  adminPassword: {
    ...text,
    "x-secret": true,
    description: "Password of the first administrator, at least 12 characters.",
  },
  timeZone: {
    ...text,
    description:
      "Zone of schedules and times that name none, as IANA name: `Europe/Berlin`. Otherwise the machine's own.",
  },
  logLevel: {
    enum: ["debug", "info", "warn", "error", "silent"],
    default: "info",
    description: "How much goes to the log.",
  },
  clientTimeout: {
    ...duration,
    default: "30s",
    description: "Silence after which a machine counts as offline.",
  },
  pluginDirs: {
    ...folders,
    default: [],
    description:
      "Folders with plugins of your own, each plugin in a folder below. In the environment separated by commas.",
  },
  trustedProxies: {
    ...folders,
    default: [],
    description:
      "Addresses of reverse proxies whose X-Forwarded headers are believed. In the environment separated by commas.",
  },
  insecureHttp: {
    type: "boolean",
    default: false,
    description: "Allows listening beyond this machine without TLS. Passwords then cross the network in the clear.",
  },
  localAgentStop: {
    ...duration,
    default: "4s",
    description:
      "How long an orderly stop of `octopus start` waits for what runs on the server's own machine; then it is ended and recorded. Give the service manager more time than that.",
  },
  maxTargets: {
    type: "integer",
    minimum: 1,
    maximum: 100_000,
    default: 500,
    description: "How many machines one task may have.",
  },
  maxQueued: {
    type: "integer",
    minimum: 1,
    maximum: 1_000_000,
    default: 10_000,
    description: "How many executions may wait for their machines; what would exceed it is refused at once.",
  },
  key: {
    ...text,
    pattern: "^[0-9a-f]{64}$",
    "x-secret": true,
    description:
      "64 hexadecimal digits with which secret parameters are sealed and the audit log is chained. Several servers on one database need the same one, from their first start; a single server makes its own, in `audit.key` and `secrets.key` of its data folder.",
  },
  minFreeSpace: {
    type: "integer",
    minimum: 0,
    maximum: 10_000_000,
    default: 300,
    description:
      "Free MiB on the disk with the data folder below which new work is refused and schedules wait; 0 never does.",
  },
  slackBotToken: {
    ...text,
    pattern: "^xoxb-",
    "x-secret": true,
    description:
      "Bot token of the Slack app (`xoxb-...`). Together with `slackAppToken` or `slackSigningSecret`; see docs/slack.md.",
  },
  slackAppToken: {
    ...text,
    pattern: "^xapp-",
    "x-secret": true,
    description: "App-level token (`xapp-...`): Slack is reached by a socket, and no public address is needed.",
  },
  slackSigningSecret: {
    ...text,
    "x-secret": true,
    description:
      "Signing secret: Slack sends to `/slack/events` of this server. Not used where `slackAppToken` is set.",
  },
  slackTeams: {
    ...folders,
    default: [],
    description:
      "Ids of the Slack workspaces whose members may speak to the bot (`T...`), separated by commas in the environment. None means the one the app is installed in.",
  },
  slackApiUrl: {
    ...text,
    pattern: "^https?://[^\\s]+/$",
    description: "Another address of Slack's interface, for emulators; with a slash at the end.",
  },
  keepRuns: {
    ...duration,
    default: "90d",
    description: "How long finished runs, with their results and logs, are kept.",
  },
  keepRunCount: {
    type: "integer",
    minimum: 100,
    maximum: 10_000_000,
    default: 100_000,
    description: "How many runs are kept at most; the oldest finished ones go first.",
  },
  keepInbox: {
    ...duration,
    default: "30d",
    description: "How long it is remembered which messages came in, so that a repeated delivery is not taken twice.",
  },
  keepHistory: {
    ...duration,
    default: "365d",
    description: "How long the history of machines and answered questions is kept.",
  },
  shortestInterval: {
    ...duration,
    default: "10s",
    description: "The shortest time between two runs of a task that repeats.",
  },
  maxSchedules: {
    type: "integer",
    minimum: 1,
    maximum: 1_000_000,
    default: 5_000,
    description: "How many tasks may have a schedule that is not over.",
  },
  pauseAfterFailures: {
    type: "integer",
    minimum: 0,
    maximum: 100,
    default: 0,
    description: "Failures in a row after which a schedule is paused, where the task says nothing of it; 0 never does.",
  },
  secondPerson: {
    type: "boolean",
    default: false,
    description:
      "Whether what can destroy something, and changes on more than 20 machines, need a second person's approval wherever there is somebody who could give it.",
  },
  approvalTime: {
    ...duration,
    default: "30m",
    description: "How long somebody has to approve what was asked for.",
  },
  approvalReminder: {
    ...duration,
    default: "10m",
    description: "After how long without an answer those who could approve are reminded, once.",
  },
  approvalRoom: {
    ...text,
    pattern: "^#",
    description: "A channel of Slack in which approvals are asked for too, besides directly: `#ops-leads`.",
  },
  escalateTo: {
    ...text,
    pattern: "^#?[^\\s#]{1,80}$",
    description:
      "Who is told of a request for approval that nobody answers: a channel of Slack (`#ops-leads`) or the name of a user. A channel can say another for itself.",
  },
  escalateAfter: {
    ...duration,
    default: "10m",
    description: "After how long without an answer `escalateTo` is told, once.",
  },
} as const satisfies Record<string, SettingSchema>;

export type SettingKey = keyof typeof SERVER_SETTINGS;

export const SETTING_KEYS = Object.keys(SERVER_SETTINGS) as readonly SettingKey[];

export function settingOf(key: SettingKey): SettingSchema {
  return SERVER_SETTINGS[key];
}
