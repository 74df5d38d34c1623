import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { silentLogger } from "../core/kernel/logger.ts";
import { actorOf, SYSTEM_ACTOR } from "../core/users/actor-of.ts";
import { loadSurroundings } from "../web/cli/load-surroundings.ts";
import { type Composed, compose } from "../web/compose/compose.ts";
import { DEFAULT_RATE_LIMITS } from "../web/http/rate-limits.ts";
import { AgentProcess } from "./agent-process.ts";
import { agentBundle, type BenchFolders, benchPlugin } from "./bench-folders.ts";
import { builtPlugins } from "./built-plugins.ts";

export const PERSON = { username: "ada", password: "eight arms hold twelve things" };

export interface BenchServer {
  readonly composed: Composed;
  readonly agent: AgentProcess;
  readonly url: string;
  readonly tokens: readonly string[];
  stop(): Promise<void>;
}

const CONNECT_WITHIN_MS = 20_000;

/** The real server in this process, on a SQLite file in `folder`, with one real agent beside it that is connected. */
export async function startBenchServer(
  folders: BenchFolders,
  folder: string,
  options: { readonly tokens: number; readonly agentArguments: readonly string[] },
): Promise<BenchServer> {
  const composed = await composeIn(folders, folder);
  const { url } = await composed.start();
  const agentFolder = join(folder, "agent");
  const bundle = agentBundle(folders);
  await AgentProcess.join(bundle, agentFolder, url, await joinToken(composed));
  const agent = new AgentProcess(bundle, agentFolder, options.agentArguments);
  await connected(composed);
  return {
    composed,
    agent,
    url,
    tokens: await makeTokens(composed, options.tokens),
    async stop() {
      await agent.stop();
      await composed.stop();
    },
  };
}

async function composeIn(folders: BenchFolders, folder: string): Promise<Composed> {
  const loaded = loadSurroundings({
    environment: {
      OCTOPUS_DATA_DIR: join(folder, "data"),
      OCTOPUS_PORT: "0",
      OCTOPUS_ADMIN_USER: PERSON.username,
      OCTOPUS_ADMIN_PASSWORD: PERSON.password,
    },
    folder,
    file: undefined,
    flags: {},
  });
  return await compose({
    config: loaded.config,
    logger: silentLogger,
    version: "bench",
    consoleFolder: join(folders.root, "dist/client"),
    agentBundle: agentBundle(folders),
    pluginFolders: [...builtPlugins(folders.root), benchPlugin(folders)],
    shownSettings: () => [],
    // All the people here are one person to the server; its limit for one person is not what is measured.
    limits: { ...DEFAULT_RATE_LIMITS, requestsPerSecond: 1_000_000 },
  });
}

async function joinToken({ core: { store, joins } }: Composed): Promise<string> {
  const request = { labels: [], name: "bench-agent", autoApprove: true, rest: false };
  return (await store.write((writer) => joins.createToken(writer, SYSTEM_ACTOR, request))).token;
}

async function connected({ core: { connections } }: Composed): Promise<void> {
  for (let waited = 0; connections.size === 0; waited += 20) {
    if (waited > CONNECT_WITHIN_MS) throw new Error("the agent did not connect");
    await delay(20);
  }
}

async function makeTokens(
  { core: { store, tokens, userQueries } }: Composed,
  count: number,
): Promise<readonly string[]> {
  const [person] = await userQueries.all();
  if (!person) throw new Error("nobody was created");
  const actor = actorOf(person, "bench");
  const secrets: string[] = [];
  for (let at = 0; at < count; at += 1) {
    const made = await store.write((writer) => tokens.create(writer, actor, { name: `bench ${at}` }));
    secrets.push(made.secret);
  }
  return secrets;
}
