import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { DataSource } from "typeorm";
import { describe, expect, it, onTestFinished } from "vitest";
import type { ApiSession } from "../../support/api-session.ts";
import { freePort, OctopusProcess, projectRoot, temporaryFolder } from "../../support/octopus-process.ts";
import { until } from "../../support/processes.ts";
import { messageEvent } from "../../support/slack/slack-deliveries.ts";
import { SlackTown, stamp } from "../../support/slack/slack-town.ts";

const WAITING = "SELECT count(*) n FROM channel_delivery WHERE state = 'waiting'";
const PRELOAD = join(projectRoot, "tests/support/slack/dies-at-acknowledgement.cjs");

/** A server in Slack with a local agent, that can be killed and started again over the same file. */
async function setup(mode: "http" | "socket") {
  const town = await SlackTown.open();
  const folder = temporaryFolder("slack-killed");
  const dataDir = join(folder.path, "data");
  const port = await freePort();
  const diesFile = join(folder.path, "dies");
  const environment = {
    ...town.environment(mode),
    OCTOPUS_TEST_DIES_FILE: diesFile,
    NODE_OPTIONS: `--require ${PRELOAD}`,
  };
  let server = new OctopusProcess({ dataDir, port, environment });
  onTestFinished(async () => {
    await server.stop();
    await town.close();
    folder.remove();
  });
  const deliver = async (delivery: object): Promise<number> =>
    mode === "http" ? await town.deliverOverHttp(server.url, delivery) : await town.deliverOverSocket(delivery);
  await town.connected(server);
  const session = await town.linkAda(server, async (delivery) => void (await deliver(delivery)));
  return {
    town,
    session,
    deliver,
    file: join(dataDir, "octopus.db"),
    arm: (when: "before" | "after") => writeFileSync(diesFile, when),
    kill: () => server.kill(),
    died: () => server.ended(),
    async startAgain() {
      server = new OctopusProcess({ dataDir, port, environment });
      await town.connected(server);
    },
  };
}

type Scene = Awaited<ReturnType<typeof setup>>;

/** Read in the file itself, beside a server that may be dead. */
async function counted(file: string, sql: string): Promise<number> {
  const source = await new DataSource({ type: "better-sqlite3", database: file, readonly: true }).initialize();
  try {
    const [row] = (await source.query(sql)) as { n: number }[];
    return row?.n ?? 0;
  } finally {
    await source.destroy();
  }
}

/** Done, nothing waits to be handled or to be shown; then: one task, one run, one message of ours that shows its end. */
async function oneTaskOneAnswer({ town, session, file }: Scene, ts: string): Promise<void> {
  await until("the answer shows an end", () => /finished|succeeded|free|full/i.test(town.thread(ts)[0]?.text ?? ""));
  await until("nothing is left to do", async () => {
    const waiting = await counted(file, WAITING);
    return waiting + (await counted(file, "SELECT count(*) n FROM channel_post WHERE state = 'due'")) === 0;
  });
  expect(town.thread(ts).map(({ text }) => text)).toHaveLength(1);
  expect(town.thread(ts)[0]?.text).not.toContain("(repeated)");
  expect(await countOf(session, "/tasks")).toBe(1);
  expect(await countOf(session, "/runs")).toBe(1);
  expect(town.api.problems).toEqual([]);
}

async function countOf(session: ApiSession, path: string): Promise<number> {
  return (await session.get<{ items: unknown[] }>(path)).items.length;
}

const mention = (ts: string) => messageEvent("<@UBOT> check disk space", { type: "app_mention", ts, clientId: ts });
const twin = (ts: string) => messageEvent("<@UBOT> check disk space", { ts, clientId: ts });

describe("a server that is killed with kill -9 while it hears somebody in Slack", () => {
  it("does it once, where it died after the message was safe and before Slack was told so", async () => {
    const scene = await setup("http");
    const ts = stamp();
    scene.arm("before");
    const delivery = mention(ts);
    const delivered = scene.deliver(delivery);
    await scene.died();
    expect(await counted(scene.file, WAITING)).toBe(1);
    await scene.startAgain();
    expect(await delivered).toBeGreaterThan(1);
    await scene.deliver(twin(ts));
    await oneTaskOneAnswer(scene, ts);
  });

  it("does it once, where it died after Slack was told so and before it began", async () => {
    const scene = await setup("http");
    const ts = stamp();
    scene.arm("after");
    expect(await scene.deliver(mention(ts))).toBe(1);
    await scene.died();
    await scene.startAgain();
    await oneTaskOneAnswer(scene, ts);
  });

  it("answers once, where it died after Slack had shown the answer and before Slack said so", async () => {
    const scene = await setup("http");
    const ts = stamp();
    scene.town.api.trouble("chat.postMessage", { kind: "cut", done: true, also: () => void scene.kill() });
    await scene.deliver(mention(ts));
    await scene.died();
    await scene.startAgain();
    await oneTaskOneAnswer(scene, ts);
  });

  it("answers once, where it died before Slack had shown the answer", async () => {
    const scene = await setup("http");
    const ts = stamp();
    scene.town.api.trouble("chat.postMessage", { kind: "cut", also: () => void scene.kill() });
    await scene.deliver(mention(ts));
    await scene.died();
    await scene.startAgain();
    await oneTaskOneAnswer(scene, ts);
  });

  it("does it once over a socket, where Slack never heard the acknowledgement and sends it again", async () => {
    const scene = await setup("socket");
    const ts = stamp();
    scene.town.socket.deaf = true;
    const delivered = scene.deliver(mention(ts));
    const known = "SELECT count(*) n FROM channel_delivery_key WHERE dedupe_key LIKE 'client:%'";
    await until("it is written down", async () => (await counted(scene.file, known)) > 0);
    await scene.kill();
    scene.town.socket.deaf = false;
    await scene.startAgain();
    expect(await delivered).toBeGreaterThan(1);
    await oneTaskOneAnswer(scene, ts);
  });
});
