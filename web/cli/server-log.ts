import { openSync } from "node:fs";
import { join } from "node:path";
import { type DestinationStream, pino } from "pino";
import type { ServerConfig } from "../../core/config/server-config.ts";
import type { Logger } from "../../core/kernel/logger.ts";
import { prepareDataFolder } from "../../core/storage/data-folder.ts";

/** JSON lines in the data folder, or on standard output for whoever collects it there. */
export function serverLog(config: ServerConfig, where: "file" | "output"): Logger {
  const options = { level: config.logLevel, base: null, serializers: { error: pino.stdSerializers.err } };
  if (where === "output") return pino(options, lossy(1));
  prepareDataFolder(config.dataDir);
  // Opened here, so that what cannot be opened is a sentence and not an event that comes later.
  const file = openSync(join(config.dataDir, "server.log"), "a", 0o600);
  return pino(options, lossy(file));
}

/** What waits at most, in characters, while nothing can be written. */
const MOST_WAITING = 1_000_000;

/** A log that cannot be written (a full disk) loses lines; it does not end the server, which has work to finish. */
function lossy(dest: number): DestinationStream {
  const stream = pino.destination({ dest, sync: false, maxLength: MOST_WAITING });
  stream.on("error", () => undefined);
  return stream;
}
