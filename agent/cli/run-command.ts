import { join } from "node:path";
import { systemClock } from "../../core/kernel/clock.ts";
import { OctopusError } from "../../core/kernel/errors.ts";
import { systemRandomness } from "../../core/kernel/randomness.ts";
import { sendToSystemd, serviceNotice } from "../../core/kernel/service-notice.ts";
import { Agent } from "../agent.ts";
import { type AgentConfig, readAgentConfig } from "../agent-config.ts";
import { makeAgentLogger } from "../agent-logger.ts";
import { AGENT_VERSION } from "../agent-version.ts";
import { ConnectionNews } from "../connection-news.ts";
import { lockDataDir } from "../data-lock.ts";
import { readIdentity } from "../identity.ts";
import { normalServer } from "../join.ts";
import { openLocalHttp } from "../local/local-http.ts";
import { localSocketPath } from "../local/local-protocol.ts";
import { openLocalSocket } from "../local/local-socket.ts";
import { readPolicy } from "../policy/policy-file.ts";
import { EXIT } from "./exit-codes.ts";

interface RunInput {
  readonly dataDir: string;
  /** Where the server is now, when that is not where this machine joined it. */
  readonly server: string | undefined;
  readonly bundle: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly say: (line: string) => void;
  /** Calls back at each request to stop. */
  readonly onStopRequest: (act: () => void) => void;
  /** Calls back when the process that keeps this one is gone. */
  readonly onParentGone: (act: () => void) => void;
}

/** Runs the daemon until it is asked to stop or refused for good; resolves with the exit code. */
export async function runCommand(input: RunInput): Promise<number> {
  const { dataDir, say } = input;
  const joined = await readIdentity(dataDir);
  if (!joined) {
    const sentence = `${dataDir} has not joined a server yet; run: octopus agent join URL --token TOKEN`;
    throw new OctopusError("config.invalid", sentence);
  }
  const config = await readAgentConfig(dataDir);
  const policy = await readPolicy(join(dataDir, "policy.json"));
  if (config.transport === "rest" && joined.restToken === undefined) {
    const sentence = `config.json asks for plain requests, but this machine joined without a token for them; join again with a token made for that.`;
    throw new OctopusError("config.invalid", sentence);
  }
  const unlock = await lockDataDir(dataDir);
  const identity = input.server === undefined ? joined : { ...joined, serverUrl: normalServer(input.server) };
  const news = new ConnectionNews({ ...identity, now: () => systemClock.now(), say });
  let refuse: (code: number) => void = () => undefined;
  const refusedForGood = new Promise<number>((resolve) => {
    refuse = resolve;
  });
  const agent = await Agent.prepare({
    ...{ dataDir, identity, config, policy, clock: systemClock, randomness: systemRandomness },
    logger: makeAgentLogger(config.logLevel),
    bundle: input.bundle,
    nodePath: process.execPath,
    isRoot: process.getuid?.() === 0,
    environment: input.environment,
    agentVersion: AGENT_VERSION,
    events: {
      connected: (state) => news.connected(state),
      disconnected: (reason) => news.disconnected(reason),
      refused: ({ reason, retryable }) => {
        news.refused(reason, retryable);
        if (!retryable) refuse(EXIT.refused);
      },
    },
  });
  const closeDoors = await openDoors(dataDir, config, agent, say);
  agent.start();
  const notice = serviceNotice({ environment: input.environment, clock: systemClock, send: sendToSystemd });
  notice.ready(`machine ${identity.name} of ${identity.serverUrl}; actions run as ${agent.runsAs}`);
  const code = await Promise.race([refusedForGood, untilStopped(agent, config.drainMs, input)]);
  notice.stopping();
  news.ending();
  await agent.stop();
  await closeDoors();
  await unlock();
  return code;
}

/** Being asked from this machine is a comfort: where it does not work, that is said, and the agent works on. */
async function openDoors(dataDir: string, config: AgentConfig, { desk }: Agent, say: RunInput["say"]) {
  const closers: (() => Promise<void>)[] = [];
  const open = async (opening: Promise<() => Promise<void>>) => {
    await opening.then(
      (close) => closers.push(close),
      (error: unknown) => say(error instanceof Error ? error.message : String(error)),
    );
  };
  await open(openLocalSocket(localSocketPath(dataDir), desk));
  if (config.httpPort !== undefined) await open(openLocalHttp(config.httpPort, desk));
  return async () => {
    await Promise.all(closers.map((close) => close()));
  };
}

const LOOK_FOR_IDLE_EVERY_MS = 250;

/** First request: finish what runs. Second: now. */
async function untilStopped(agent: Agent, drainMs: number, input: RunInput): Promise<number> {
  return await new Promise((resolve) => {
    let asked = false;
    const drain = () => {
      asked = true;
      agent.drain(drainMs).then(
        () => resolve(EXIT.ok),
        () => resolve(EXIT.failed),
      );
    };
    input.onStopRequest(() => {
      if (asked) return resolve(EXIT.ok);
      const { active } = agent.status();
      if (active > 0) input.say(`Finishing ${active} running first; ask again to stop at once.`);
      drain();
    });
    input.onParentGone(() => drainWhenIdle(agent, drain));
  });
}

/** Nobody keeps this agent any more: it ends, but not before what it runs, and until then it is a whole agent. */
function drainWhenIdle(agent: Agent, drain: () => void): void {
  if (agent.status().active === 0) drain();
  else systemClock.after(LOOK_FOR_IDLE_EVERY_MS, () => drainWhenIdle(agent, drain));
}
