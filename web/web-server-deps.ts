import type { Express } from "express";
import type { AuditRecorder } from "../core/audit/audit-recorder.ts";
import type { CoreEvents } from "../core/events/core-events.ts";
import type { Clock } from "../core/kernel/clock.ts";
import type { EventBus } from "../core/kernel/event-bus.ts";
import type { Logger } from "../core/kernel/logger.ts";
import type { Randomness } from "../core/kernel/randomness.ts";
import type { Limit } from "../core/model/limit.ts";
import type { Actor } from "../core/model/user.ts";
import type { Store } from "../core/store/rows.ts";
import type { AgentConnections } from "./agent-gateway/agent-connections.ts";
import type { AgentAdmission, AgentReceiver } from "./agent-gateway/agent-ports.ts";
import type { AccountUseCases } from "./api/account-handlers.ts";
import type { AgentSnapshot, AgentUseCases } from "./api/agent-handlers.ts";
import type { ApprovalUseCases } from "./api/approval-handlers.ts";
import type { CalendarUseCases } from "./api/calendar-handlers.ts";
import type { ChatPort } from "./api/chat-port.ts";
import type { LanguageUseCases } from "./api/language-handlers.ts";
import type { LimitUseCases } from "./api/limit-handlers.ts";
import type { LinkUseCases } from "./api/link-handlers.ts";
import type { PluginUseCases } from "./api/plugin-handlers.ts";
import type { RoomUseCases } from "./api/room-handlers.ts";
import type { RunReads, RunUseCases } from "./api/run-handlers.ts";
import type { FreezeReads, FreezeUseCases, LedgerReads } from "./api/schedule-handlers.ts";
import type { AuditReads } from "./api/system-handlers.ts";
import type { TaskReads, TaskUseCases } from "./api/task-handlers.ts";
import type { SettingsDto } from "./contract/system.ts";
import type { SiteNames } from "./http/guard-site.ts";
import type { ReadinessCheck } from "./http/health.ts";
import type { GaugeReading } from "./http/metrics.ts";
import type { RateLimitOptions } from "./http/rate-limits.ts";

export interface WebSettings extends SiteNames {
  readonly host: string;
  /** 0 takes any free one. */
  readonly port: number;
  /** What people and machines type to reach this server, when it is not its own address: "https://octopus.example". */
  readonly publicUrl?: string;
  /** Folder of the built console. */
  readonly consoleFolder: string;
  /** Path of the bundled agent. */
  readonly agentBundle: string;
  readonly timeZone: string;
  readonly version: string;
  /** Hold every answer against its schema; for tests and development. */
  readonly checkAnswers: boolean;
  /** Addresses and networks of proxies whose X-Forwarded headers are believed. */
  readonly trustedProxies: readonly string[];
  /** Passwords may cross the network in the clear. */
  readonly insecureHttp: boolean;
  readonly limits?: RateLimitOptions;
  /** Between two pings of a socket; the usual heartbeat when not given. */
  readonly heartbeatMs?: number;
}

/** Everything the web side needs. Filled by web/compose.ts and, in tests, with fakes. */
export interface WebServerDeps extends ApprovalUseCases {
  readonly settings: WebSettings;
  /** Effective settings as an administrator may see them. */
  shownSettings(): SettingsDto["items"];
  readonly serverId: string;
  readonly store: Store;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly logger: Logger;
  readonly events: EventBus<CoreEvents>;

  readonly accounts: AccountUseCases;
  /** Who a session or token belongs to; undefined for what is unknown, expired, revoked or of somebody disabled. */
  bySession(secret: string): Promise<Actor | undefined>;
  byToken(secret: string): Promise<Actor | undefined>;
  /** As bySession; asked about once a second for each open console, and better not prolonging the session. */
  peekSession(secret: string): Promise<Actor | undefined>;

  readonly chat: ChatPort;
  readonly links: LinkUseCases;
  readonly tasks: TaskUseCases;
  readonly taskQueries: TaskReads;
  readonly runs: RunUseCases;
  readonly runQueries: RunReads;
  readonly ledger: LedgerReads;
  readonly calendars: CalendarUseCases;
  readonly limits: LimitUseCases;
  readonly rooms: RoomUseCases;
  readonly limitDirectory: { all(): readonly Limit[] };
  readonly freezes: FreezeUseCases;
  readonly freezeQueries: FreezeReads;
  readonly plugins: PluginUseCases;
  readonly audit: AuditRecorder & AuditReads;

  readonly language: LanguageUseCases;

  readonly agents: AgentUseCases;
  readonly directory: AgentSnapshot;
  readonly admission: AgentAdmission;
  /** The AgentChannel that the dispatcher was given. */
  readonly connections: AgentConnections;
  /** The dispatcher. */
  readonly receiver: AgentReceiver;

  readonly readiness: readonly ReadinessCheck[];
  /** Figures beside those of the web side itself, read when somebody looks. */
  readonly gauges: readonly GaugeReading[];
  /** For adapters that must see the raw body (Slack): called before anything reads it. */
  mountEarly?(app: Express): void;
}
