import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import type { ApiSession } from "../../support/api-session.ts";
import { freePort, OctopusProcess, projectRoot, temporaryFolder } from "../../support/octopus-process.ts";
import { startPostgres, type TestPostgres } from "../../support/postgres.ts";
import { until } from "../../support/processes.ts";
import { messageEvent } from "../../support/slack/slack-deliveries.ts";
import { SlackTown, stamp } from "../../support/slack/slack-town.ts";

const MESSAGES = 12;
const ROOMS = 3;
const LONG_MS = 120_000;

describe("two servers over one PostgreSQL, with one app of Slack", () => {
  let postgres: TestPostgres;
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(async () => postgres.stop());

  async function setup(name: string) {
    const town = await SlackTown.open();
    const folder = temporaryFolder("slack-two");
    const environment = { ...town.environment("socket"), OCTOPUS_DATABASE_URL: await postgres.createDatabase(name) };
    const start = async (own: string, port: number) => {
      const server = new OctopusProcess({ command: "server", dataDir: join(folder.path, own), port, environment });
      await server.ready();
      return server;
    };
    const first = await start("one", await freePort());
    const second = await start("two", await freePort());
    const agents: ChildProcess[] = [];
    onTestFinished(async () => {
      for (const agent of agents) agent.kill("SIGKILL");
      await Promise.all([first.stop(), second.stop()]);
      await town.close();
      folder.remove();
    });
    await until("both have a socket", () => town.socket.open === 2);
    const session = await town.linkAda(first, async (delivery) => void (await town.deliverOverSocket(delivery)));
    agents.push(await joined(session, join(folder.path, "agent")));
    for (const server of [first, second]) {
      const there = await town.signIn(server);
      const online = async () => (await there.get<{ items: { liveness: string }[] }>("/agents")).items[0]?.liveness;
      await until("the machine is known to both", async () => (await online()) === "online", 60_000);
    }
    return { town, first, second, session };
  }

  it("does everything once, answers it once and in order, and gives a hint to strangers only once", async () => {
    const { town, session } = await setup("slack_two");
    const asked = questions();
    await Promise.all(asked.map(({ ts, channel }) => town.deliverOverSocket(mention(ts, channel))));
    await allAnswered(town, asked);
    expect(await countOf(session, "/tasks")).toBe(MESSAGES);
    expect(await countOf(session, "/runs")).toBe(MESSAGES);
    expect(town.api.problems).toEqual([]);

    const thread = stamp();
    const numbers = [901, 902, 903, 904, 905, 906];
    for (const number of numbers) {
      const place = number === 901 ? { ts: thread } : { ts: stamp(), thread };
      await town.deliverOverSocket(messageEvent(`<@UBOT> show T-${number}`, { type: "app_mention", ...place }));
    }
    await until("all are answered", () => town.thread(thread).length >= numbers.length);
    const said = town.thread(thread).map(({ text }) => Number(/T-(\d+)/.exec(text)?.[1]));
    expect(said).toEqual(numbers);

    town.api.person("UNEW");
    const hinted = stamp();
    const hello = messageEvent("<@UBOT> check disk space", { type: "app_mention", user: "UNEW", ts: hinted });
    await town.deliverOverSocket(hello);
    await town.deliverOverSocket(hello);
    await until("there is a hint", () => town.api.whispers.length > 0);
    await town.deliverOverSocket(messageEvent("<@UBOT> help", { type: "app_mention", thread: hinted, ts: stamp() }));
    await until("what came after it is answered", () => town.thread(hinted).length > 0);
    expect(town.api.whispers).toHaveLength(1);
  });

  it("does everything once, where one of them is killed with kill -9 in the middle", async () => {
    const { town, second, session } = await setup("slack_two_killed");
    const asked = questions();
    const delivered = Promise.all(asked.map(({ ts, channel }) => town.deliverOverSocket(mention(ts, channel))));
    await until("the first answers are there", () => town.api.in("C1").length > 1);
    await second.kill();
    await delivered;
    await allAnswered(town, asked);
    expect(await countOf(session, "/tasks")).toBe(MESSAGES);
    expect(await countOf(session, "/runs")).toBe(MESSAGES);
  });
});

interface Asked {
  readonly ts: string;
  readonly channel: string;
}

const questions = (): readonly Asked[] =>
  Array.from({ length: MESSAGES }, (_, index) => ({ ts: stamp(), channel: `C${1 + (index % ROOMS)}` }));

/** Each has one message of ours, which shows its end. */
async function allAnswered(town: SlackTown, asked: readonly Asked[]): Promise<void> {
  const shown = ({ ts, channel }: Asked) => town.thread(ts, channel).map(({ text }) => text.split("\n")[0]);
  await until("all answers show an end", () => asked.every((one) => /free|full/i.test(shown(one)[0] ?? "")), LONG_MS);
  expect(asked.map((one) => shown(one).length)).toEqual(asked.map(() => 1));
}

const mention = (ts: string, channel: string) =>
  messageEvent("<@UBOT> check disk space", { type: "app_mention", ts, channel, clientId: ts });

async function countOf(session: ApiSession, path: string): Promise<number> {
  return (await session.get<{ items: unknown[] }>(`${path}?limit=200`)).items.length;
}

async function joined(session: ApiSession, folder: string): Promise<ChildProcess> {
  const { token } = await session.post<{ token: string }>("/agents/join-tokens", { autoApprove: true, name: "web-1" });
  const bundle = join(projectRoot, "dist/agent.cjs");
  const args = ["join", session.url, "--token", token, "--data-dir", folder];
  const joining = spawn(process.execPath, [bundle, ...args], { stdio: "ignore" });
  await new Promise((resolve) => joining.once("close", resolve));
  return spawn(process.execPath, [bundle, "run", "--data-dir", folder], { stdio: "ignore" });
}
