import { loadConfig } from "../../core/config/load-config.ts";
import type { ServerConfig } from "../../core/config/server-config.ts";
import { systemClock } from "../../core/kernel/clock.ts";
import { silentLogger } from "../../core/kernel/logger.ts";
import { compose } from "../../web/compose/compose.ts";
import { FAULT_TIMES } from "./fault-times.ts";

/** The real server with shortened times, as a process that can be stopped, frozen and killed. Told all by its arguments. */
const [dataDir = "", port = "0", pluginDir = "", agentBundle = "", pace = "short"] = process.argv.slice(2);
const { config: usual } = loadConfig({
  environment: {
    OCTOPUS_DATA_DIR: dataDir,
    OCTOPUS_PORT: port,
    OCTOPUS_PLUGIN_DIRS: pluginDir,
    OCTOPUS_ADMIN_USER: "ada",
    OCTOPUS_ADMIN_PASSWORD: "eight arms hold twelve things",
  },
  flags: {},
  systemTimeZone: "UTC",
});
const config: ServerConfig = { ...usual, clientTimeoutMs: 3_000_000 };
const composed = await compose({
  config,
  logger: silentLogger,
  version: "0.0.0",
  consoleFolder: dataDir,
  agentBundle,
  pluginFolders: [],
  shownSettings: () => [],
  clock: systemClock,
  ...(pace === "short" ? { times: FAULT_TIMES } : {}),
  limits: { requestsPerSecond: 10_000, loginFailures: 5, loginWindowMs: 60_000 },
});
const { url } = await composed.start();
process.stdout.write(`ready ${url}\n`);
process.on("SIGUSR2", () => {
  globalThis.gc?.();
  process.stdout.write(`heap ${process.memoryUsage().heapUsed}\n`);
});
process.once("SIGTERM", () => {
  void composed.stop().then(() => process.exit(0));
});
