import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { pino } from "pino";
import type { ServerConfig } from "../../core/config/server-config.ts";
import type { Logger } from "../../core/kernel/logger.ts";

/** JSON lines in the data folder, or on standard output for whoever collects it there. */
export function serverLog(config: ServerConfig, where: "file" | "output"): Logger {
  const options = { level: config.logLevel, base: null, serializers: { error: pino.stdSerializers.err } };
  if (where === "output") return pino(options, pino.destination({ dest: 1, sync: false }));
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  return pino(options, pino.destination({ dest: join(config.dataDir, "server.log"), sync: false }));
}
