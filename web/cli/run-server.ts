import { describeConfig } from "../../core/config/describe-config.ts";
import type { LoadedConfig } from "../../core/config/load-config.ts";
import type { Logger } from "../../core/kernel/logger.ts";
import { actorOf } from "../../core/users/actor-of.ts";
import { type Composed, compose } from "../compose/compose.ts";
import type { CoreParts } from "../compose/compose-core.ts";
import { agentBundle, builtInPluginFolders, clientFolder, version } from "./installation.ts";
import { readLocalCredential, writeLocalCredential } from "./local-credential.ts";

const YEAR_MS = 365 * 24 * 3_600_000;

export interface RunningServer {
  readonly composed: Composed;
  readonly url: string;
  /** The one-time link that makes the first administrator; undefined when there is one. */
  readonly setupLink: string | undefined;
}

/** Composes, listens, and sees to the credential of the command line on this machine. */
export async function runServer(loaded: LoadedConfig, logger: Logger): Promise<RunningServer> {
  const { config } = loaded;
  let url = "";
  const composed = await compose({
    config,
    logger,
    version,
    consoleFolder: clientFolder,
    agentBundle,
    pluginFolders: builtInPluginFolders(),
    shownSettings: () => describeConfig(loaded),
    onFirstAdmin: (core) => ensureCredential(core, config.dataDir, url),
  });
  const listening = await composed.start().catch(async (error: unknown) => {
    await composed.stop();
    throw error;
  });
  url = listening.url;
  await ensureCredential(composed.core, config.dataDir, url);
  const code = await composed.core.setup.begin();
  return { composed, url, setupLink: code === undefined ? undefined : `${url}/setup?code=${code}` };
}

/** A token of the first active administrator, unless the one in the folder still works at this address. */
async function ensureCredential(core: CoreParts, dataDir: string, url: string): Promise<void> {
  if (url === "") return;
  const known = readLocalCredential(dataDir);
  if (known && (await core.tokens.authenticate(known.token))) {
    if (known.url !== url) writeLocalCredential(dataDir, { ...known, url });
    return;
  }
  const admin = (await core.userQueries.all()).find((user) => user.role === "admin" && user.state === "active");
  if (!admin) return;
  const wanted = { name: "command line of the server's machine", lifeMs: YEAR_MS };
  const { secret } = await core.store.write((writer) => core.tokens.create(writer, actorOf(admin, "cli"), wanted));
  writeLocalCredential(dataDir, { url, token: secret });
}
