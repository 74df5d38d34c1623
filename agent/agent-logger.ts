import { destination, pino } from "pino";
import type { Logger } from "../core/kernel/logger.ts";

/** JSON lines on stderr; stdout is for people. */
export function makeAgentLogger(level: "debug" | "info" | "warn" | "error"): Logger {
  const serializers = { error: pino.stdSerializers.err };
  return pino({ level, base: null, serializers }, destination({ dest: 2, sync: true }));
}
