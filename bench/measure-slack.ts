import { createHmac } from "node:crypto";
import { createServer, request as httpRequest, Agent as KeptConnections } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { silentLogger } from "../core/kernel/logger.ts";
import { deliveryTable, linkTable } from "../core/store/tables/channel-table.ts";
import { loadSurroundings } from "../web/cli/load-surroundings.ts";
import { type Composed, compose } from "../web/compose/compose.ts";
import { PERSON } from "./bench-server.ts";
import { nowMs } from "./now-ms.ts";
import { type Summary, summarise } from "./summarise.ts";

export interface SlackFigures {
  readonly messages: number;
  readonly perSecond: number;
  /** From the request to its acknowledgement, which comes after the commit. */
  readonly acknowledged: Summary;
  /** Answers other than 200. */
  readonly refused: number;
  /** After the last acknowledgement, until the last of them is answered in the database. */
  readonly handledMs: number;
}

const SECRET = "bench-signing-secret";
const ROOMS = 50;
const TEAM = "T1";
const PATIENCE_MS = 120_000;

/** A flood of messages from a linked person, in fifty channels, to the whole server with a Slack that answers at once. */
export async function measureSlack(folder: string, messages: number, perSecond: number): Promise<SlackFigures> {
  const slack = await answeringSlack();
  const composed = await composeWith(folder, slack.url);
  const { url } = await composed.start();
  await linkSomebody(composed);
  await ready(url);
  const connections = new KeptConnections({ keepAlive: true, maxSockets: 200 });
  const sending: Promise<{ readonly status: number; readonly ms: number }>[] = [];
  const startedAt = nowMs();
  for (let at = 0; at < messages; at += 1) {
    const wait = startedAt + (at * 1_000) / perSecond - nowMs();
    if (wait > 0) await delay(wait);
    sending.push(deliver(`${url}/slack/events`, connections, at));
  }
  const answers = await Promise.all(sending);
  const sentAt = nowMs();
  await handled(composed);
  const handledMs = nowMs() - sentAt;
  connections.destroy();
  await composed.stop();
  slack.close();
  const refused = answers.filter(({ status }) => status !== 200).length;
  return { messages, perSecond, refused, handledMs, acknowledged: summarise(answers.map(({ ms }) => ms)) };
}

async function answeringSlack(): Promise<{ readonly url: string; close(): void }> {
  const user = { id: "UADA", name: "ada", tz: "Europe/Paris", team_id: TEAM };
  let ts = 1_800_000_000;
  const server = createServer((request, response) => {
    request.resume();
    ts += 1;
    const answer = { ok: true, team_id: TEAM, user_id: "UBOT", bot_id: "B1", ts: `${ts}.000100`, user, messages: [] };
    response.writeHead(200, { "Content-Type": "application/json" });
    response.end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/api/`, close: () => server.close() };
}

async function composeWith(folder: string, apiUrl: string): Promise<Composed> {
  const { config } = loadSurroundings({
    environment: {
      OCTOPUS_DATA_DIR: join(folder, "slack"),
      OCTOPUS_PORT: "0",
      OCTOPUS_ADMIN_USER: PERSON.username,
      OCTOPUS_ADMIN_PASSWORD: PERSON.password,
      OCTOPUS_SLACK_BOT_TOKEN: "xoxb-bench",
      OCTOPUS_SLACK_SIGNING_SECRET: SECRET,
      OCTOPUS_SLACK_API_URL: apiUrl,
    },
    folder,
    file: undefined,
    flags: {},
  });
  const parts = { version: "bench", consoleFolder: folder, agentBundle: folder, pluginFolders: [] };
  return await compose({ config, logger: silentLogger, ...parts, shownSettings: () => [] });
}

async function linkSomebody({ core: { store, userQueries } }: Composed): Promise<void> {
  const [user] = await userQueries.all();
  const link = {
    channel: "slack",
    team: TEAM,
    person: "UADA",
    person_name: "ada",
    user_id: user?.id ?? "",
    linked_at: 0,
  };
  await store.write((writer) => writer.insert(linkTable, [link]));
}

async function ready(url: string): Promise<void> {
  for (let waited = 0; waited < PATIENCE_MS; waited += 50) {
    const { checks } = (await (await fetch(`${url}/readyz`)).json()) as { checks: { name: string; detail?: string }[] };
    if (checks.some(({ name, detail }) => name === "slack" && detail === "connected")) return;
    await delay(50);
  }
  throw new Error("the server did not reach Slack");
}

async function handled({ core: { store } }: Composed): Promise<void> {
  for (let waited = 0; waited < PATIENCE_MS; waited += 100) {
    if ((await store.count(deliveryTable, { state: "waiting" })) === 0) return;
    await delay(100);
  }
  throw new Error("not everything that was acknowledged was handled in time");
}

async function deliver(url: string, agent: KeptConnections, at: number) {
  const seconds = Math.floor(Date.now() / 1000);
  const ts = `${seconds}.${String(at).padStart(6, "0")}`;
  const said = {
    type: "app_mention",
    user: "UADA",
    team: TEAM,
    channel: `C${at % ROOMS}`,
    text: "<@UBOT> list tasks",
    ts,
  };
  const body = JSON.stringify({ type: "event_callback", team_id: TEAM, event_id: `Ev${at}`, event: said });
  const signature = createHmac("sha256", SECRET).update(`v0:${seconds}:${body}`).digest("hex");
  const headers = {
    "Content-Type": "application/json",
    "X-Slack-Request-Timestamp": String(seconds),
    "X-Slack-Signature": `v0=${signature}`,
  };
  const sentAt = nowMs();
  return await new Promise<{ readonly status: number; readonly ms: number }>((resolve, reject) => {
    const sent = httpRequest(url, { method: "POST", agent, headers });
    sent.once("error", reject);
    sent.once("response", (response) => {
      response.resume();
      response.once("end", () => resolve({ status: response.statusCode ?? 0, ms: nowMs() - sentAt }));
    });
    sent.end(body);
  });
}
