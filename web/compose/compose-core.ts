import { readdirSync } from "node:fs";
import { join } from "node:path";
import { AgentDirectory } from "../../core/agents/agent-directory.ts";
import { AgentLiveness } from "../../core/agents/agent-liveness.ts";
import { AgentProof } from "../../core/agents/agent-proof.ts";
import { AgentService } from "../../core/agents/agent-service.ts";
import { JoinService } from "../../core/agents/join-service.ts";
import { AliasService } from "../../core/aliases/alias-service.ts";
import { sealApprovals } from "../../core/approvals/seal-approvals.ts";
import { AuditLog } from "../../core/audit/audit-log.ts";
import type { ServerConfig } from "../../core/config/server-config.ts";
import { Dispatcher } from "../../core/dispatch/dispatcher.ts";
import { LeaseKeeper } from "../../core/dispatch/lease-keeper.ts";
import type { CoreEvents } from "../../core/events/core-events.ts";
import { RunQueries } from "../../core/executions/run-queries.ts";
import { RunService } from "../../core/executions/run-service.ts";
import { SlowWatch } from "../../core/executions/slow-watch.ts";
import type { Clock } from "../../core/kernel/clock.ts";
import type { EventBus } from "../../core/kernel/event-bus.ts";
import type { Logger } from "../../core/kernel/logger.ts";
import type { Randomness } from "../../core/kernel/randomness.ts";
import { Loop, type Service } from "../../core/kernel/service.ts";
import type { DiskSpace } from "../../core/maintenance/disk-space.ts";
import { Retention } from "../../core/maintenance/retention.ts";
import type { ActionManifest } from "../../core/plugin-api/manifest.ts";
import { PluginRegistry } from "../../core/plugins/plugin-registry.ts";
import { PROTOCOL_TIMES, type ProtocolTimes } from "../../core/protocol/version.ts";
import { sealTasks } from "../../core/secrets/seal-tasks.ts";
import { SealedCatalog } from "../../core/secrets/sealed-catalog.ts";
import type { OpenedStore } from "../../core/storage/opened-store.ts";
import type { Store, Writer } from "../../core/store/rows.ts";
import { BatchChecks } from "../../core/tasks/batch-checks.ts";
import { RunFollower } from "../../core/tasks/run-follower.ts";
import { TaskQueries } from "../../core/tasks/task-queries.ts";
import { TaskService } from "../../core/tasks/task-service.ts";
import { ArgonHasher, type PasswordHasher } from "../../core/users/password-hasher.ts";
import { SessionService } from "../../core/users/session-service.ts";
import { setupCodeFile } from "../../core/users/setup-code-file.ts";
import { SetupService } from "../../core/users/setup-service.ts";
import { SignIn } from "../../core/users/sign-in.ts";
import { TokenService } from "../../core/users/token-service.ts";
import { UserQueries } from "../../core/users/user-queries.ts";
import { UserService } from "../../core/users/user-service.ts";
import { checkExamples } from "../../nlp/check-examples.ts";
import { AgentConnections } from "../agent-gateway/agent-connections.ts";
import { type ApprovalParts, approvalParts, approvalRules } from "./approval-parts.ts";
import { type HoldParts, holdParts } from "./hold-parts.ts";
import { keyFile } from "./key-file.ts";
import { activeActor, mayRun } from "./run-access.ts";
import { type ScheduleParts, scheduleParts } from "./schedule-parts.ts";
import { watchSpace } from "./watch-space.ts";

interface Input {
  readonly config: ServerConfig;
  readonly opened: OpenedStore;
  readonly events: EventBus<CoreEvents>;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly logger: Logger;
  readonly pluginFolders: readonly string[];
  readonly times?: ProtocolTimes;
}

/** Every service of core, wired. */
export interface CoreParts extends Omit<HoldParts, "blocked" | "limitGate">, ApprovalParts {
  readonly store: Store;
  readonly events: EventBus<CoreEvents>;
  readonly audit: AuditLog;
  readonly hasher: PasswordHasher;
  readonly users: UserService;
  readonly userQueries: UserQueries;
  readonly sessions: SessionService;
  readonly tokens: TokenService;
  readonly setup: SetupService;
  readonly signIn: SignIn;
  readonly directory: AgentDirectory;
  readonly agents: AgentService;
  readonly joins: JoinService;
  readonly proof: AgentProof;
  readonly liveness: AgentLiveness;
  readonly plugins: PluginRegistry;
  /** The same actions, with their secrets sealed. */
  readonly sealed: SealedCatalog;
  readonly aliases: AliasService;
  readonly tasks: TaskService;
  readonly taskQueries: TaskQueries;
  readonly runs: RunService;
  readonly runQueries: RunQueries;
  readonly connections: AgentConnections;
  readonly space: DiskSpace;
  readonly dispatcher: Dispatcher;
  readonly scheduler: ScheduleParts["scheduler"];
  readonly schedulerWatch: ScheduleParts["watch"];
  /** Everything that turns on its own. */
  readonly loops: readonly Service[];
}

export async function composeCore(input: Input): Promise<CoreParts> {
  const { clock, config, events, logger, opened, randomness, times = PROTOCOL_TIMES } = input;
  const { store, serverId } = opened;
  const keyOf = (name: string) => config.key ?? keyFile(config.dataDir, name, randomness);
  const audit = new AuditLog({ store, clock, key: keyOf("audit.key") });
  const people = composePeople({ ...input, store, audit });
  const directory = new AgentDirectory(store);
  await directory.load();
  const machineDeps = { store, clock, audit, directory, events };
  const silence = { offlineMs: config.clientTimeoutMs, heartbeatMs: times.heartbeatMs };
  const liveness = new AgentLiveness({ ...machineDeps, logger, ...silence });
  const plugins = await composePlugins({ ...input, store, audit });
  const actions = await sealedActions(input, plugins, keyOf("secrets.key"));
  const { timeZone } = config;
  const connections = new AgentConnections();
  const takesWork = (agentId: string) => directory.takesWork(agentId);
  const dispatch = { store, clock, randomness, events, logger, channel: connections, actions };
  const holds = await holdParts({ ...machineDeps, timeZone, actions: plugins, ready: readyIn(directory) });
  const { blocked, calendars, freezeDirectory: freezes, limitDirectory, limitGate } = holds;
  const dispatcher = new Dispatcher({ ...dispatch, times, takesWork, mayRun, blocked, limitGate });
  const limits = { targets: config.maxTargets, queued: config.maxQueued };
  const space = watchSpace(input);
  const taskDeps = { clock, events, audit, actions, machines: directory, timeZone, limits };
  const approvalDirectory = await approvalRules(store, config);
  const rules = { freezes, calendars, scheduleLimits: config, approvalRules: approvalDirectory };
  const tasks = new TaskService({ ...taskDeps, ...rules, dispatch: dispatcher, assertRoom: () => space.assertRoom() });
  const firing = { store, audit, tasks, freezes, calendars, limits: limitDirectory, holds: () => space.isScarce };
  const schedules = scheduleParts({ ...input, ...firing });
  const approving = approvalParts({ ...input, ...machineDeps, tasks, approvalDirectory });
  const runQueries = new RunQueries(store);
  const followers = runFollowers({ ...input, store, tasks, runQueries, dispatch: dispatcher });
  return {
    ...people,
    store,
    events,
    audit,
    directory,
    sealed: actions,
    agents: new AgentService(machineDeps),
    joins: new JoinService({ ...machineDeps, randomness, serverId }),
    proof: new AgentProof({ ...machineDeps, times }),
    liveness,
    plugins,
    aliases: new AliasService(store, { clock, audit, events }),
    tasks,
    taskQueries: new TaskQueries(store),
    runs: new RunService({ clock, events, audit }),
    runQueries,
    connections,
    space,
    dispatcher,
    scheduler: schedules.scheduler,
    schedulerWatch: schedules.watch,
    ...holds,
    ...approving,
    loops: [
      ...[space, liveness, ...followers, ...approving.loops],
      ...schedules.loops,
      ...composeLoops({ ...input, store, directory, blocked }),
      ...(config.databaseUrl ? [learning(input, directory)] : []),
    ],
  };
}

/** The actions with their secrets sealed, in what is kept already too. */
async function sealedActions(
  { config, logger, opened }: Input,
  plugins: PluginRegistry,
  key: string,
): Promise<SealedCatalog> {
  const actions = new SealedCatalog(plugins, key);
  const hasSecret = ({ params }: ActionManifest) => Object.values(params.properties).some((one) => one["x-secret"]);
  const names = plugins
    .actions()
    .filter(hasSecret)
    .map(({ name }) => name.split(".")[0] ?? name);
  const sealed = await sealTasks(opened.store, actions, [...new Set(names)]);
  const asked = await sealApprovals(opened.store, actions);
  if (sealed + asked > 0) logger.info({ tasks: sealed, approvals: asked }, "secrets of an older version were sealed");
  if (config.databaseUrl !== undefined && config.key === undefined) {
    logger.warn({}, "servers that share this database need the same OCTOPUS_KEY, or cannot read each other's secrets");
  }
  return actions;
}

type Following = Pick<CoreParts, "store" | "tasks" | "runQueries"> & { readonly dispatch: Dispatcher };

/** What goes on with runs after their start: the next step, checks between batches, the notice of a slow one. */
function runFollowers(deps: Input & Following): readonly Service[] {
  const ownerOf = (writer: Writer, userId: string) => activeActor(writer, userId, "schedule");
  const { clock, events, logger, store, tasks, runQueries, dispatch } = deps;
  const common = { store, clock, events, logger };
  return [
    new RunFollower({ ...common, tasks, ownerOf, dispatch }),
    new BatchChecks({ ...common, tasks, ownerOf }),
    new SlowWatch({ ...common, runQueries }),
  ];
}

async function composePlugins(
  input: Input & { readonly store: Store; readonly audit: AuditLog },
): Promise<PluginRegistry> {
  const { audit, clock, config, events, logger, pluginFolders, store } = input;
  const plugins = new PluginRegistry({
    store,
    clock,
    audit,
    events,
    logger,
    checkExamples: (candidate, others) =>
      checkExamples(
        candidate.actions,
        others.flatMap((other) => other.actions),
      ),
  });
  await plugins.load([
    { folders: pluginFolders, isBundled: true },
    { folders: config.pluginDirs.flatMap(foldersIn), isBundled: false },
  ]);
  return plugins;
}

type People = Pick<CoreParts, "hasher" | "users" | "userQueries" | "sessions" | "tokens" | "setup" | "signIn">;

function composePeople(input: Input & { readonly store: Store; readonly audit: AuditLog }): People {
  const { audit, clock, config, events, logger, randomness, store } = input;
  const hasher = new ArgonHasher();
  const users = new UserService({ clock, randomness, audit, events });
  const codeFile = setupCodeFile(join(config.dataDir, "setup-code"));
  return {
    hasher,
    users,
    userQueries: new UserQueries(store),
    sessions: new SessionService({ store, clock, randomness, logger }),
    tokens: new TokenService({ store, clock, randomness, audit, logger }),
    setup: new SetupService({ store, clock, randomness, hasher, users, audit, codeFile }),
    signIn: new SignIn({ reader: store, hasher }),
  };
}

const TURN_MS = 1_000;
/** How long a change at one server may be unknown to the others. */
const LEARN_MS = 2_000;

/** Whether a machine would begin at once, at whatever server it is connected. */
const readyIn = (directory: AgentDirectory) => (id: string) =>
  directory.takesWork(id) && directory.get(id)?.liveness === "online";

/** Several servers may share a PostgreSQL: another may know of machines that this one does not. */
function learning({ clock, logger }: Input, directory: AgentDirectory): Service {
  const onError = (error: unknown) => logger.warn({ error }, "changes of other servers could not be read");
  return new Loop(() => directory.load(), { everyMs: LEARN_MS, clock, onError });
}

function composeLoops(
  input: Input & { readonly store: Store; readonly directory: AgentDirectory } & Pick<HoldParts, "blocked">,
): readonly Service[] {
  const { blocked, clock, config, directory, events, logger, store, times = PROTOCOL_TIMES } = input;
  const keeper = new LeaseKeeper({ store, clock, events, times, blocked, ready: readyIn(directory) });
  const loop = (name: string, everyMs: number, runOnce: () => Promise<unknown>) =>
    new Loop(runOnce, { everyMs, clock, onError: (error) => logger.error({ error, loop: name }, "a loop failed") });
  return [loop("leases", TURN_MS, () => keeper.runOnce()), new Retention({ store, clock, logger, rules: config })];
}

/** Each folder inside is one plugin. */
function foldersIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(folder, entry.name))
    .sort();
}
