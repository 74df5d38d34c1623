import express, { type Express } from "express";
import { Server as SocketServer } from "socket.io";
import type { AgentChannel } from "../core/dispatch/agent-channel.ts";
import { OctopusError } from "../core/kernel/errors.ts";
import { trimEndSigns } from "../core/kernel/trim-signs.ts";
import { PROTOCOL_LIMITS, PROTOCOL_TIMES } from "../core/protocol/version.ts";
import { AgentGateway } from "./agent-gateway/agent-gateway.ts";
import { DownloadTokens } from "./agent-gateway/download-tokens.ts";
import { accountHandlers } from "./api/account-handlers.ts";
import { agentHandlers } from "./api/agent-handlers.ts";
import { approvalHandlers } from "./api/approval-handlers.ts";
import { calendarHandlers } from "./api/calendar-handlers.ts";
import { conversationHandlers } from "./api/conversation-handlers.ts";
import { languageHandlers } from "./api/language-handlers.ts";
import { limitHandlers } from "./api/limit-handlers.ts";
import { linkHandlers } from "./api/link-handlers.ts";
import { mountRoutes } from "./api/mount-routes.ts";
import { pluginHandlers } from "./api/plugin-handlers.ts";
import { roomHandlers } from "./api/room-handlers.ts";
import type { Handlers } from "./api/route-handler.ts";
import { runHandlers } from "./api/run-handlers.ts";
import { scheduleHandlers } from "./api/schedule-handlers.ts";
import { systemHandlers } from "./api/system-handlers.ts";
import { taskHandlers } from "./api/task-handlers.ts";
import { API_PREFIX } from "./contract/routes.ts";
import { allowsHost, allowsOrigin } from "./http/addresses.ts";
import type { CredentialChecks } from "./http/authenticate.ts";
import { guardHost, guardOrigin } from "./http/guard-site.ts";
import { healthRouter } from "./http/health.ts";
import { HttpServer } from "./http/http-server.ts";
import { Metrics } from "./http/metrics.ts";
import { problemHandler } from "./http/problem.ts";
import { DEFAULT_RATE_LIMITS, RateLimits } from "./http/rate-limits.ts";
import { nameRequests } from "./http/request-id.ts";
import { type ProxyTrust, proxyTrust, type RequestSource, requestSource } from "./http/request-source.ts";
import { securityHeaders } from "./http/security-headers.ts";
import { staticFiles } from "./http/static-files.ts";
import { findMessage } from "./live/find-message.ts";
import { LiveGateway } from "./live/live-gateway.ts";
import type { WebServerDeps, WebSettings } from "./web-server-deps.ts";

export interface WebServer {
  /** Resolves when it listens; throws `server.port-in-use` and the like with what to do. */
  start(): Promise<{ readonly url: string; readonly port: number }>;
  stop(): Promise<void>;
  readonly agentChannel: AgentChannel;
}

/** Puts the port, the REST interface, the console and the two socket doors together. */
export function createWebServer(deps: WebServerDeps): WebServer {
  const { connections, settings } = deps;
  const tokens = new DownloadTokens(deps.randomness);
  const gateway = new AgentGateway({ ...deps, tokens });
  const trust = proxyTrust(settings.trustedProxies, isSecure(settings));
  const live = new LiveGateway({
    ...deps,
    hostOf: (request) => requestSource(request, trust).host,
    site: settings,
    secure: isSecure(settings),
    findMessage: (id) => findMessage(deps.store, id),
  });
  const metrics = new Metrics();
  metrics.addGauge("octopus_agents_connected", "Machines that are connected now.", () => connections.size);
  metrics.addGauge("octopus_live_sockets", "Open console sockets.", () => live.size);
  for (const { name, help, read } of deps.gauges) metrics.addGauge(name, help, read);
  const limits = new RateLimits(settings.limits ?? DEFAULT_RATE_LIMITS);
  const app = createApp(deps, { gateway, metrics, tokens, limits, trust });
  const http = new HttpServer(app, { host: settings.host, port: settings.port, clock: deps.clock });
  const sockets = createSockets(http, settings, trust);
  return {
    agentChannel: connections,
    async start() {
      gateway.attach(sockets.of("/agents"));
      await live.attach(sockets.of("/live"));
      return await http.start();
    },
    async stop() {
      await live.stop();
      gateway.stop();
      sockets.disconnectSockets(true);
      sockets.engine.close();
      await http.stop();
    },
  };
}

interface Parts {
  readonly gateway: AgentGateway;
  readonly metrics: Metrics;
  readonly tokens: DownloadTokens;
  readonly limits: RateLimits;
  readonly trust: ProxyTrust;
}

/** The order matters: names and guards first, raw-body adapters before anything that reads bodies, errors last. */
function createApp(deps: WebServerDeps, parts: Parts): Express {
  const { settings, logger } = deps;
  const secure = isSecure(settings);
  const { checkAnswers, consoleFolder, agentBundle } = settings;
  const { trust } = parts;
  const credentials: CredentialChecks = {
    bySession: deps.bySession,
    byToken: deps.byToken,
    byAgentToken: async (secret) => parts.tokens.agentOf(secret) ?? (await deps.admission.byRestToken(secret)),
  };
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.use(nameRequests(deps.randomness));
  app.use(securityHeaders({ secure }));
  app.use(healthRouter({ checks: deps.readiness, clock: deps.clock, metrics: parts.metrics }));
  app.use(guardHost(settings, trust));
  deps.mountEarly?.(app);
  app.use(API_PREFIX, guardOrigin(settings, trust));
  app.use(
    API_PREFIX,
    mountRoutes({
      handlers: createHandlers(deps, parts),
      credentials,
      limits: parts.limits,
      metrics: parts.metrics,
      clock: deps.clock,
      trust,
      secure,
      checkAnswers,
      setupNeeded: () => deps.accounts.setupNeeded(),
      recordRefusal: async (actor, route, rule) => {
        const fact = { action: route, object: route, decision: "refused", rule } as const;
        await deps.store.write((writer) => deps.audit.record(writer, actor, fact));
      },
    }),
  );
  app.use(
    staticFiles({ consoleFolder, agentBundle, siteUrl: (request) => siteUrl(settings, requestSource(request, trust)) }),
  );
  app.use((request) => {
    throw new OctopusError("request.not-found", `There is nothing at ${request.path.slice(0, 200)}.`);
  });
  app.use(problemHandler(logger));
  return app;
}

function createHandlers(deps: WebServerDeps, parts: Parts): Handlers {
  const { settings } = deps;
  return {
    ...accountHandlers({ ...deps, ...settings, limits: parts.limits }),
    ...conversationHandlers(deps),
    ...linkHandlers(deps),
    ...roomHandlers(deps),
    ...taskHandlers(deps),
    ...runHandlers(deps),
    ...scheduleHandlers(deps),
    ...calendarHandlers(deps),
    ...limitHandlers(deps),
    ...approvalHandlers(deps),
    ...agentHandlers({ ...deps, gateway: parts.gateway, siteUrl: (visitor) => siteUrl(settings, visitor) }),
    ...pluginHandlers(deps),
    ...languageHandlers(deps),
    ...systemHandlers({ ...deps, settings: deps.shownSettings, version: settings.version }),
  };
}

function createSockets(http: HttpServer, settings: WebSettings, trust: ProxyTrust): SocketServer {
  const { heartbeatMs = PROTOCOL_TIMES.heartbeatMs } = settings;
  return new SocketServer(http.server, {
    transports: ["websocket"],
    serveClient: false,
    perMessageDeflate: false,
    httpCompression: false,
    maxHttpBufferSize: PROTOCOL_LIMITS.frameBytes,
    pingInterval: heartbeatMs,
    pingTimeout: 0.8 * heartbeatMs,
    connectTimeout: 10_000,
    allowRequest(request, decide) {
      const { origin } = request.headers;
      const { host } = requestSource(request, trust);
      const own = origin === undefined || allowsOrigin(origin, host, settings.origins);
      decide(null, own && allowsHost(host, settings.hostNames));
    },
  });
}

function isSecure(settings: WebSettings): boolean {
  return settings.publicUrl?.startsWith("https://") ?? false;
}

/** Where machines reach this server: what is configured, else the address by which it was just asked. */
function siteUrl({ publicUrl }: WebSettings, { host, secure }: RequestSource): string {
  return (
    (publicUrl === undefined ? undefined : trimEndSigns(publicUrl, "/")) ??
    `${secure ? "https" : "http"}://${host ?? "localhost"}`
  );
}
