import { hostname } from "node:os";
import { join } from "node:path";
import type { Command } from "commander";
import { systemClock } from "../../../core/kernel/clock.ts";
import type { Logger } from "../../../core/kernel/logger.ts";
import { sendToSystemd, serviceNotice } from "../../../core/kernel/service-notice.ts";
import { trimSigns } from "../../../core/kernel/trim-signs.ts";
import { SYSTEM_ACTOR } from "../../../core/users/actor-of.ts";
import type { CliContext } from "../cli-context.ts";
import { LocalAgent } from "../local-agent.ts";
import type { RunningServer } from "../run-server.ts";
import { serverLog } from "../server-log.ts";
import { untilStopped } from "../until-stopped.ts";

/** The server's code is loaded by the two commands that need it: the others are to answer at once. `octopus start` and `octopus server`. */
export function addServerCommands(program: Command, context: CliContext): void {
  program
    .command("start")
    .description("start a server and one agent on this machine, and print where to go")
    .action(async () => {
      const loaded = context.loaded();
      const logger = serverLog(loaded.config, "file");
      const { runServer } = await import("../run-server.ts");
      const server = await runServer(loaded, logger);
      const { localAgentStopMs: drainMs } = loaded.config;
      const agent = localAgent(server, context, { logger, drainMs });
      await agent.start();
      announce(context, server);
      context.print(`Data and log: ${loaded.config.dataDir}. Stop with Ctrl+C.`);
      await untilStopped(async () => {
        await agent.stop();
        await server.composed.stop();
      }, drainMs);
    });

  program
    .command("server")
    .description("start a server alone; its log goes to standard output as JSON lines")
    .action(async () => {
      const loaded = context.loaded();
      const { runServer } = await import("../run-server.ts");
      const server = await runServer(loaded, serverLog(loaded.config, "output"));
      announce(context, server);
      const notice = serviceNotice({ environment: context.environment, clock: systemClock, send: sendToSystemd });
      notice.ready(`listening at ${server.url}`);
      await untilStopped(async () => {
        notice.stopping();
        await server.composed.stop();
      });
    });
}

function announce(context: CliContext, { url, setupLink }: RunningServer): void {
  context.print(`Octopus is ready: ${url}`);
  if (setupLink === undefined) return;
  context.print(`Make the first administrator here (once, from this machine, within 15 minutes):\n  ${setupLink}`);
}

function localAgent(
  { composed, url }: RunningServer,
  context: CliContext,
  options: { readonly logger: Logger; readonly drainMs: number },
): LocalAgent {
  const { joins, store, directory } = composed.core;
  return new LocalAgent({
    folder: join(context.dataDir(), "agent"),
    serverUrl: url,
    serverId: composed.opened.serverId,
    now: () => performance.now(),
    complain: (sentence) => context.complain(sentence),
    environment: context.environment,
    ...options,
    makeJoinToken: async () => {
      const taken = directory.byName(ownName()) !== undefined;
      const name = taken ? `${ownName()}-${Date.now().toString(36)}` : ownName();
      const request = { labels: [], name, autoApprove: true, rest: false };
      return (await store.write((writer) => joins.createToken(writer, SYSTEM_ACTOR, request))).token;
    },
  });
}

/** This machine's name as a machine name: lower case, without what may not be in one. */
function ownName(): string {
  const plain = (hostname().split(".")[0] ?? "").toLowerCase().replaceAll(/[^a-z0-9-]+/g, "-");
  return trimSigns(plain, "-").slice(0, 40) || "local";
}
