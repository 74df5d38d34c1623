import { LogLevel, type Logger as SlackLogger } from "@slack/bolt";
import type { Logger } from "../../../core/kernel/logger.ts";

const TOKEN = /\bx(?:ox[a-z]|app)-[A-Za-z0-9-]+/g;

/** Slack's libraries log here, with their tokens masked. Their details are of use to somebody who debugs them only. */
export function boltLogger(log: Logger): SlackLogger {
  const say =
    (level: "debug" | "warn") =>
    (...parts: unknown[]) => {
      const said = parts.map(String).join(" ").replace(TOKEN, "(a token)").slice(0, 500);
      log[level]({ said }, "slack library");
    };
  return {
    debug: () => undefined,
    info: say("debug"),
    warn: say("debug"),
    error: say("warn"),
    setLevel: () => undefined,
    getLevel: () => LogLevel.INFO,
    setName: () => undefined,
  };
}
