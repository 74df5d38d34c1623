import { createEmulator } from "emulate";
import { describe, expect, it, onTestFinished } from "vitest";
import { loadConfig } from "../../../core/config/load-config.ts";
import { silentLogger } from "../../../core/kernel/logger.ts";
import { checkSlack } from "../../../web/cli/doctor/slack-checks.ts";
import { compose } from "../../../web/compose/compose.ts";
import { freePort } from "../../support/octopus-process.ts";
import { messageEvent, SIGNING_SECRET, signedRequest } from "../../support/slack/slack-deliveries.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const TOKEN = "xoxb-emulated";
const PASSWORD = "a long enough secret";

/** Somebody else's emulation of Slack, and the whole server as it is composed for people. */
async function setup() {
  const slack = await createEmulator({
    service: "slack",
    port: await freePort(),
    seed: {
      slack: {
        team: { name: "Ops", domain: "ops" },
        users: [{ name: "ada", real_name: "Ada L.", email: "ada@ops.test" }],
        channels: [{ name: "ops" }],
        oauth_apps: [
          { client_id: "1.2", client_secret: "x", name: "Octopus", bot_id: "B0OCTO", bot_user_id: "U0OCTO" },
        ],
        tokens: [{ token: TOKEN, user: "U0OCTO", type: "bot", client_id: "1.2", bot_id: "B0OCTO" }],
      },
    },
  } as never);
  onTestFinished(() => slack.close());
  const apiUrl = `${slack.url}/api/`;
  const environment = {
    OCTOPUS_PORT: "0",
    OCTOPUS_DATA_DIR: temporaryFolder(),
    OCTOPUS_ADMIN_USER: "ada",
    OCTOPUS_ADMIN_PASSWORD: PASSWORD,
    OCTOPUS_SLACK_BOT_TOKEN: TOKEN,
    OCTOPUS_SLACK_SIGNING_SECRET: SIGNING_SECRET,
    OCTOPUS_SLACK_API_URL: apiUrl,
  };
  const { config } = loadConfig({ environment, flags: {}, systemTimeZone: "UTC" });
  const server = await compose({
    config,
    logger: silentLogger,
    version: "0.0.0",
    consoleFolder: "/nowhere",
    agentBundle: "/nowhere",
    pluginFolders: [],
    shownSettings: () => [],
  });
  onTestFinished(() => server.stop());
  const { url } = await server.start();
  const api = async (method: string, body: object): Promise<Record<string, unknown>> => {
    const headers = { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" };
    const response = await fetch(`${apiUrl}${method}`, { method: "POST", headers, body: JSON.stringify(body) });
    return (await response.json()) as Record<string, unknown>;
  };
  return { server, url, api, config };
}

describe("the whole server with somebody else's emulation of Slack", () => {
  it("links a person by the address it sends, and then answers in the thread", async () => {
    const { url, api, config } = await setup();
    const { team_id: team } = (await api("auth.test", {})) as { team_id: string };
    const { members } = (await api("users.list", {})) as { members: { id: string; name: string }[] };
    const { channels } = (await api("conversations.list", {})) as { channels: { id: string; name: string }[] };
    const ada = members.find((member) => member.name === "ada")?.id ?? "";
    const ops = channels.find((channel) => channel.name === "ops")?.id ?? "";
    await expect.poll(() => slackLight(url)).toMatchObject({ ok: true, detail: "connected" });
    const levels = (await checkSlack(config.slack, "https://octopus.test")).map(({ level }) => level);
    expect(levels).toEqual(["ok", "ok", "ok", "ok"]);

    const say = async (text: string, channel: string) => {
      // The message must exist there, so that a thread can hang below it.
      const { ts } = (await api("chat.postMessage", { channel, text })) as { ts: string };
      const event = messageEvent(text, { user: ada, team, channel, ts, type: "app_mention" });
      const { body, headers } = signedRequest({ ...event, authorizations: [] }, Date.now());
      expect((await fetch(`${url}/slack/events`, { method: "POST", body, headers })).status).toBe(200);
      return ts;
    };
    await say("link me", ops);
    const code = await until(async () => {
      const opened = (await api("conversations.open", { users: ada })) as { channel: { id: string } };
      const { messages } = (await api("conversations.history", { channel: opened.channel.id })) as History;
      return /code=(\w+)/.exec(JSON.stringify(messages))?.[1];
    });

    const signedIn = await post(url, "/api/v1/session", { username: "ada", password: PASSWORD });
    const cookie = signedIn.headers.get("set-cookie")?.split(";")[0] ?? "";
    const offered = await post(url, "/api/v1/links/offer", { code }, cookie);
    expect(await offered.json()).toMatchObject({ channel: "slack", team });
    expect((await post(url, "/api/v1/links", { code }, cookie)).status).toBe(201);
    expect((await post(url, "/api/v1/links", { code }, cookie)).status).toBe(403);

    const ts = await say("list machines", ops);
    const answers = await until(async () => {
      const { messages } = (await api("conversations.replies", { channel: ops, ts })) as History;
      const ours = (messages ?? []).filter((message) => message.thread_ts === ts && message.blocks);
      return ours.length > 0 ? ours : undefined;
    });
    expect(answers).toHaveLength(1);
  });
});

interface History {
  readonly messages?: readonly { readonly thread_ts?: string; readonly blocks?: unknown }[];
}

async function slackLight(url: string): Promise<unknown> {
  const { checks } = (await (await fetch(`${url}/readyz`)).json()) as { checks: { name: string }[] };
  return checks.find((check) => check.name === "slack");
}

async function post(url: string, path: string, body: object, cookie = ""): Promise<Response> {
  const headers = { "content-type": "application/json", origin: url, ...(cookie !== "" && { cookie }) };
  return await fetch(`${url}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
}

async function until<T>(find: () => Promise<T | undefined>): Promise<T> {
  let found: T | undefined;
  await expect
    .poll(async () => {
      found = await find();
      return found !== undefined;
    })
    .toBe(true);
  return found as T;
}
