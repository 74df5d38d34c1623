import type { Mountable } from "../../bot/adapters/slack/receive/http-receiver.ts";
import type { SlackService } from "../../bot/adapters/slack/slack-service.ts";
import { WebChat } from "../../bot/adapters/web-chat/web-chat.ts";
import type { ConversationEngine } from "../../bot/conversation/conversation-engine.ts";
import { type Conversations, createConversations } from "../../bot/conversation/create-conversations.ts";
import { homeCards } from "../../bot/conversation/home-card.ts";
import { linkPreview } from "../../bot/conversation/link-preview.ts";
import { runFile } from "../../bot/conversation/run-file.ts";
import type { ConversationServices } from "../../bot/conversation/services.ts";
import { LinkService } from "../../core/channels/link-service.ts";
import { NoticePlaces } from "../../core/channels/notice-places.ts";
import { PostQueue } from "../../core/channels/post-queue.ts";
import { RoomSettings } from "../../core/channels/room-settings.ts";
import type { ServerConfig } from "../../core/config/server-config.ts";
import type { CoreEvents } from "../../core/events/core-events.ts";
import { ServerSignals } from "../../core/events/server-signals.ts";
import { type Clock, systemClock } from "../../core/kernel/clock.ts";
import { EventBus } from "../../core/kernel/event-bus.ts";
import type { Logger } from "../../core/kernel/logger.ts";
import { type Randomness, systemRandomness } from "../../core/kernel/randomness.ts";
import type { Service } from "../../core/kernel/service.ts";
import type { Actor } from "../../core/model/user.ts";
import type { ProtocolTimes } from "../../core/protocol/version.ts";
import { hideSealed } from "../../core/secrets/hide-sealed.ts";
import { openStore } from "../../core/storage/open-store.ts";
import type { OpenedStore } from "../../core/storage/opened-store.ts";
import type { PostRow } from "../../core/store/tables/channel-table.ts";
import { nearestExamples } from "../../nlp/classify/nearest-examples.ts";
import { describeFrame } from "../../nlp/describe/describe-frame.ts";
import { explainReading } from "../../nlp/explain/explain-reading.ts";
import { helpSections } from "../../nlp/help.ts";
import { parse } from "../../nlp/parse.ts";
import type { SettingsDto } from "../contract/system.ts";
import type { ReadinessCheck } from "../http/health.ts";
import type { RateLimitOptions } from "../http/rate-limits.ts";
import { createWebServer, type WebServer } from "../web-server.ts";
import { accountUseCases } from "./account-use-cases.ts";
import { agentAdmission, agentUseCases } from "./agent-use-cases.ts";
import { approvalUseCases } from "./approval-parts.ts";
import { type CoreParts, composeCore } from "./compose-core.ts";
import { languageUseCases } from "./language-use-cases.ts";
import { pluginUseCases } from "./plugin-use-cases.ts";
import { roomUseCases } from "./room-use-cases.ts";
import { saySchedule } from "./say-schedule.ts";
import { schedulerBeat, schedulerGauges } from "./scheduler-beat.ts";
import { slackReadiness } from "./slack-light.ts";
import { spaceReadiness } from "./space-light.ts";

export interface ComposeOptions {
  readonly config: ServerConfig;
  readonly logger: Logger;
  readonly version: string;
  readonly consoleFolder: string;
  readonly agentBundle: string;
  readonly pluginFolders: readonly string[];
  shownSettings(): SettingsDto["items"];
  /** Called after the first administrator was made by the set-up link. */
  onFirstAdmin?(core: CoreParts): Promise<void>;
  readonly clock?: Clock;
  readonly randomness?: Randomness;
  /** Instead of the usual ones; for measurements. */
  readonly limits?: RateLimitOptions;
  /** Instead of the usual ones; for tests that cannot wait that long. */
  readonly times?: ProtocolTimes;
}

export interface Composed {
  readonly core: CoreParts;
  readonly opened: OpenedStore;
  readonly events: EventBus<CoreEvents>;
  readonly engine: ConversationEngine;
  /** Starts everything and listens. Throws coded errors that say what to do. */
  start(): Promise<{ readonly url: string; readonly port: number }>;
  /** Stops taking in, finishes what is open, marks the stop as orderly. Twice is fine. */
  stop(): Promise<void>;
}

/** The one place where everything is put together. Opens the store; nothing listens yet. */
export async function compose(options: ComposeOptions): Promise<Composed> {
  const { config, logger, clock = systemClock, randomness = systemRandomness } = options;
  const storage = config.databaseUrl ? { databaseUrl: config.databaseUrl } : { dataDir: config.dataDir };
  const opened = await openStore(storage, { clock, logger, randomness });
  try {
    return await composeOver(opened, { ...options, clock, randomness });
  } catch (error) {
    await opened.close();
    throw error;
  }
}

async function composeOver(
  opened: OpenedStore,
  options: ComposeOptions & { readonly clock: Clock; readonly randomness: Randomness },
): Promise<Composed> {
  const { config, logger } = options;
  const events = new EventBus<CoreEvents>((error, name) =>
    logger.error({ error, event: name }, "event listener failed"),
  );
  const core = await composeCore({ ...options, opened, events });
  const chats = await composeChats(core, options);
  const { conversations, slack } = chats;
  const { engine, notifier, liveCards, rounds } = conversations;
  const web = createWeb(core, { ...options, ...chats, opened, events });
  const signals = signalsOf(opened, { ...options, events });
  const services: readonly Service[] = [core.dispatcher, notifier, liveCards, rounds, ...core.loops, ...signals];
  if (config.admin) await core.setup.createFirstAdmin(config.admin.user, config.admin.password);
  let stopping: Promise<void> | undefined;
  return {
    core,
    opened,
    events,
    engine,
    async start() {
      for (const service of services) await service.start();
      const listening = await web.start();
      chats.site.url = config.publicUrl ?? listening.url;
      await slack?.start();
      return listening;
    },
    stop() {
      stopping ??= stopAll(web, slack ? [...services, slack] : services, opened, conversations);
      return stopping;
    },
  };
}

/** Where several servers may share the database: each is woken for the work of the others. */
function signalsOf(
  { signals: channel }: OpenedStore,
  {
    clock,
    events,
    logger,
    randomness,
  }: {
    readonly clock: Clock;
    readonly events: EventBus<CoreEvents>;
    readonly logger: Logger;
    readonly randomness: Randomness;
  },
): readonly Service[] {
  return channel ? [new ServerSignals({ events, channel, clock, logger, ownId: randomness.hex(8) })] : [];
}

interface Chats {
  readonly conversations: Conversations;
  readonly links: LinkService;
  readonly posts: PostQueue;
  readonly slack: SlackService<PostRow> | undefined;
  /** Where the console is; known when it listens. */
  readonly site: { url: string };
}

/** The conversation, and the chat services it is held in. */
async function composeChats(
  core: CoreParts,
  options: ComposeOptions & { readonly clock: Clock; readonly randomness: Randomness },
): Promise<Chats> {
  const { config, clock, randomness } = options;
  const { store, events, audit } = core;
  const site = { url: config.publicUrl ?? "" };
  let slack: SlackService<PostRow> | undefined;
  const posts = new PostQueue({ store, clock, wake: () => slack?.wake() }, config.slack ? ["slack"] : []);
  const find = async (room: string) => (slack ? await slack.findRoom(room) : "unsaid");
  const idOf = async (room: string) => await slack?.roomId(room);
  const rooms = config.slack ? { channel: "slack", find, idOf } : undefined;
  const places = new NoticePlaces({ reader: store, service: rooms });
  const { timeZone } = config;
  const services = { ...conversationServices(core, options), carry: posts.note.bind(posts), places, timeZone };
  const conversations = createConversations(services, (message) => events.emit("card.live", { message }));
  const links = new LinkService({ store, clock, randomness, audit });
  const { engine, directory } = conversations;
  if (config.slack) {
    // Slack's libraries take most of a second to load: only where they are used.
    const { composeSlack } = await import("./compose-slack.ts");
    const { slack: settings } = config;
    const where = { timeZone, siteUrl: () => site.url, alone: config.databaseUrl === undefined };
    const home = (actor: Actor, zone: string) => homeCards(services, actor, zone);
    const preview = (actor: Actor, at: { path: string; timeZone: string }) => linkPreview(services, actor, at);
    events.on("card.live", ({ message }) => slack?.live(message));
    const fileOf = (runId: string) => runFile(core.runQueries, runId);
    slack = composeSlack({
      ...options,
      ...where,
      home,
      preview,
      forms: conversations.forms,
      fileOf,
      settings,
      store,
      links,
      posts,
      engine,
      directory,
    });
  }
  return { conversations, links, posts, slack, site };
}

async function stopAll(
  web: WebServer,
  services: readonly Service[],
  opened: OpenedStore,
  { catalog }: Conversations,
): Promise<void> {
  await web.stop();
  for (const service of [...services].reverse()) await service.stop();
  catalog.close();
  await opened.close();
}

function conversationServices(
  core: CoreParts,
  options: Pick<ComposeOptions, "config" | "logger"> & { readonly clock: Clock; readonly randomness: Randomness },
): Omit<ConversationServices, "catalog"> {
  const { config, logger, clock, randomness } = options;
  const { events, directory, plugins, taskQueries, userQueries } = core;
  return {
    store: core.store,
    clock,
    randomness,
    log: logger,
    events,
    audit: core.audit,
    parse,
    explain: (text, catalog, context) => explainReading(text, parse(text, catalog, context), catalog.actions),
    tasks: core.tasks,
    taskQueries,
    runs: core.runs,
    runQueries: core.runQueries,
    ledger: core.ledger,
    limits: core.limits,
    openLimits: core.limitDirectory,
    freezes: core.freezes,
    openFreezes: core.freezeDirectory,
    schedulerWatch: core.schedulerWatch,
    approvals: core.approvals,
    approvalQueries: core.approvalQueries,
    escalations: core.escalations,
    protections: core.protections,
    protectedPlaces: core.approvalDirectory,
    ...(config.approvalRoom !== undefined && { approvalRoom: config.approvalRoom }),
    machines: directory,
    machineControl: core.agents,
    plugins,
    users: userQueries,
    rooms: new RoomSettings({ reader: core.store, clock, audit: core.audit }),
    people: core.users,
    aliases: core.aliases,
    saySchedule,
    sealed: core.sealed,
    sayFrame: (frame) => describeFrame(hideSealed(frame), plugins.actions()) ?? frame.action ?? frame.intent,
    help: (actions, topic) => helpSections(actions, topic),
    nearest: nearestExamples,
  };
}

function createWeb(
  core: CoreParts,
  options: ComposeOptions & {
    readonly clock: Clock;
    readonly randomness: Randomness;
    readonly conversations: Conversations;
    readonly slack: SlackService<PostRow> | undefined;
    readonly posts: PostQueue;
    readonly links: LinkService;
    readonly opened: OpenedStore;
    readonly events: EventBus<CoreEvents>;
  },
): WebServer {
  const { config, logger, clock, randomness, opened, events, slack } = options;
  const { engine, directory: conversations } = options.conversations;
  const { store, directory } = core;
  const timeZoneOf = async ({ userId }: { readonly userId: string | undefined }) =>
    (userId === undefined ? undefined : (await core.userQueries.get(userId)).timeZone) ?? config.timeZone;
  return createWebServer({
    settings: {
      host: config.host,
      port: config.port,
      ...(config.publicUrl ? { publicUrl: config.publicUrl } : {}),
      hostNames: hostNames(config),
      origins: config.publicUrl ? [new URL(config.publicUrl).origin] : [],
      consoleFolder: options.consoleFolder,
      agentBundle: options.agentBundle,
      timeZone: config.timeZone,
      version: options.version,
      checkAnswers: false,
      ...(options.limits ? { limits: options.limits } : {}),
      ...(options.times ? { heartbeatMs: options.times.heartbeatMs } : {}),
      trustedProxies: config.trustedProxies,
      insecureHttp: config.insecureHttp,
    },
    shownSettings: options.shownSettings,
    serverId: opened.serverId,
    store,
    clock,
    randomness,
    logger,
    events,
    accounts: accountUseCases({ ...core, onFirstAdmin: async () => await options.onFirstAdmin?.(core) }),
    bySession: (secret) => core.sessions.authenticate(secret),
    peekSession: (secret) => core.sessions.peek(secret),
    byToken: (secret) => core.tokens.authenticate(secret),
    chat: new WebChat({ engine, directory: conversations, timeZoneOf }),
    links: {
      list: (actor) => options.links.list(actor),
      show: (code) => options.links.show(code),
      accept: (actor, code) => store.write((writer) => options.links.accept(writer, actor, code)),
      end: (actor, who) => store.write((writer) => options.links.end(writer, actor, who)),
    },
    tasks: core.tasks,
    taskQueries: core.taskQueries,
    runs: core.runs,
    runQueries: core.runQueries,
    ledger: core.ledger,
    rooms: roomUseCases({ ...core, clock }),
    ...{ limits: core.limits, limitDirectory: core.limitDirectory },
    ...approvalUseCases(core),
    ...{ freezes: core.freezes, freezeQueries: core.freezeQueries, calendars: core.calendars },
    plugins: pluginUseCases(core),
    audit: core.audit,
    language: languageUseCases({ ...core, clock, catalog: options.conversations.catalog, timeZone: config.timeZone }),
    agents: agentUseCases(core),
    directory,
    admission: agentAdmission({ ...core, serverId: opened.serverId }),
    connections: core.connections,
    receiver: core.dispatcher,
    readiness: lights(core, options),
    ...(slack && { mountEarly: (app: Mountable) => slack.mount(app) }),
    gauges: schedulerGauges(core),
  });
}

/** What /readyz shows. */
function lights(
  { schedulerWatch, space, store }: CoreParts,
  { clock, posts, slack }: Pick<Chats, "posts" | "slack"> & { readonly clock: Clock },
): readonly ReadinessCheck[] {
  return [
    { name: "database", check: async () => void (await store.check()) },
    { name: "scheduler", check: schedulerBeat(schedulerWatch) },
    spaceReadiness(space),
    ...(slack ? [slackReadiness(slack, posts, clock)] : []),
  ];
}

/** Names this server answers to besides loopback and its own host: those of its public address. */
function hostNames(config: ServerConfig): readonly string[] {
  return config.publicUrl ? [new URL(config.publicUrl).hostname] : [];
}
