import { openSync } from "node:fs";
import { join } from "node:path";
import { pino } from "pino";
import type { ServerConfig } from "../../core/config/server-config.ts";
import type { Logger } from "../../core/kernel/logger.ts";
import { prepareDataFolder } from "../../core/storage/data-folder.ts";

/** JSON lines in the data folder, or on standard output for whoever collects it there. */
export function serverLog(config: ServerConfig, where: "file" | "output"): Logger {
  const options = { level: config.logLevel, base: null, serializers: { error: pino.stdSerializers.err } };
  if (where === "output") return pino(options, pino.destination({ dest: 1, sync: false }));
  prepareDataFolder(config.dataDir);
  // Opened here, so that what cannot be opened is a sentence and not an event that comes later.
  const file = openSync(join(config.dataDir, "server.log"), "a", 0o600);
  return pino(options, pino.destination({ dest: file, sync: false }));
}
