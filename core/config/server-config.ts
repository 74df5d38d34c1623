/** Settings of the server, checked and in the units that the program uses. */
export interface ServerConfig {
  readonly host: string;
  readonly port: number;
  /** Without a path and a slash at its end. */
  readonly publicUrl: string | undefined;
  readonly dataDir: string;
  readonly databaseUrl: string | undefined;
  /** For the first administrator; both or neither. */
  readonly admin: { readonly user: string; readonly password: string } | undefined;
  readonly timeZone: string;
  readonly logLevel: "debug" | "info" | "warn" | "error" | "silent";
  readonly clientTimeoutMs: number;
  readonly pluginDirs: readonly string[];
  readonly trustedProxies: readonly string[];
  readonly insecureHttp: boolean;
  /** Undefined: there is no Slack. An app token means Socket Mode, otherwise there is a signing secret. */
  readonly slack:
    | {
        readonly botToken: string;
        readonly appToken: string | undefined;
        readonly signingSecret: string | undefined;
        readonly teams: readonly string[];
        readonly apiUrl: string | undefined;
      }
    | undefined;
  readonly keepRunsMs: number;
  readonly maxTargets: number;
  readonly maxQueued: number;
  readonly minFreeMiB: number;
  readonly keepRunCount: number;
  readonly keepInboxMs: number;
  readonly keepHistoryMs: number;
  readonly shortestIntervalMs: number;
  readonly maxSchedules: number;
  readonly pauseAfterFailures: number;
  readonly secondPerson: boolean;
  readonly approvalTimeMs: number;
  readonly approvalReminderMs: number;
  readonly approvalRoom: string | undefined;
  /** What the agent of the server's own machine gets to finish what it runs. */
  readonly localAgentStopMs: number;
  /** Of secrets and of the audit log, where several servers share one database. */
  readonly key: string | undefined;
  readonly escalateTo: string | undefined;
  readonly escalateAfterMs: number;
}

export type Origin = "default" | "file" | "environment" | "flag";
