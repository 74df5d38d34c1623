import { ApiSession } from "../api-session.ts";
import type { OctopusProcess } from "../octopus-process.ts";
import { until } from "../processes.ts";
import { FakeSlackApi, type ShownMessage } from "./fake-slack-api.ts";
import { FakeSocket } from "./fake-socket.ts";
import { messageEvent, SIGNING_SECRET, signedRequest } from "./slack-deliveries.ts";

const PASSWORD = "eight arms hold twelve things";
/** Slack waits for minutes between its tries; a test need not. */
const AGAIN_AFTER_MS = 300;
const UNHEARD_AFTER_MS = 3_000;

/** A Slack with everything around it, for servers that are processes of their own. */
export class SlackTown {
  readonly api = new FakeSlackApi();
  readonly socket = new FakeSocket();

  static async open(): Promise<SlackTown> {
    const town = new SlackTown();
    await Promise.all([town.api.start(), town.socket.start()]);
    town.api.rooms.push({ id: "C1", name: "ops", is_member: true });
    return town;
  }

  async close(): Promise<void> {
    await Promise.all([this.api.stop(), this.socket.stop()]);
  }

  /** What a server is told, so that this is its Slack and ada its administrator. */
  environment(mode: "http" | "socket"): Record<string, string> {
    this.api.socketUrl = this.socket.url;
    return {
      OCTOPUS_ADMIN_USER: "ada",
      OCTOPUS_ADMIN_PASSWORD: PASSWORD,
      OCTOPUS_SLACK_BOT_TOKEN: "xoxb-fake",
      OCTOPUS_SLACK_API_URL: this.api.url,
      ...(mode === "http"
        ? { OCTOPUS_SLACK_SIGNING_SECRET: SIGNING_SECRET }
        : { OCTOPUS_SLACK_APP_TOKEN: "xapp-fake" }),
    };
  }

  async signIn(server: OctopusProcess): Promise<ApiSession> {
    return await ApiSession.signIn(server.url, "ada", PASSWORD);
  }

  /** Ready, and Slack's light is green. */
  async connected(server: OctopusProcess): Promise<void> {
    await server.ready();
    await until("slack is connected", async () => (await slackLight(server)).detail === "connected");
  }

  /** UADA says who she is, by the address that the bot sends her. */
  async linkAda(server: OctopusProcess, deliver: (delivery: object) => Promise<void>): Promise<ApiSession> {
    const session = await this.signIn(server);
    await session.post("/links", { code: await this.codeFor("UADA", deliver) });
    return session;
  }

  /** What the bot's one-time address ends in. */
  async codeFor(person: string, deliver: (delivery: object) => Promise<void>): Promise<string> {
    this.api.person(person);
    const room = `D${person}`;
    const before = this.api.in(room).length;
    await deliver(messageEvent("link me", { user: person, channel: room, ts: stamp() }));
    const code = () => /code=(\w+)/.exec(JSON.stringify(this.api.in(room).slice(before)))?.[1];
    await until("the address to link", () => code() !== undefined, 60_000);
    return code() ?? "";
  }

  /** As Slack does over HTTP: again until the server has said that it has it. Resolves with the number of tries. */
  async deliverOverHttp(url: string, delivery: object, now = Date.now()): Promise<number> {
    for (let tries = 1; ; tries += 1) {
      const { body, headers } = signedRequest(delivery, now);
      const retry: Record<string, string> = tries > 1 ? { "X-Slack-Retry-Num": String(tries - 1) } : {};
      const answer = await fetch(`${url}/slack/events`, {
        method: "POST",
        body,
        headers: { ...headers, ...retry },
      }).catch(() => undefined);
      if (answer?.status === 200) return tries;
      await pause(AGAIN_AFTER_MS);
    }
  }

  /** As Slack does over sockets: to any that is open, and to another when it was not acknowledged. */
  async deliverOverSocket(delivery: object): Promise<number> {
    for (let tries = 1; ; tries += 1) {
      const envelope = `${JSON.stringify(delivery).length}-${Math.random()}`;
      const sent = this.socket.send(envelope, delivery);
      const deadline = performance.now() + UNHEARD_AFTER_MS;
      while (sent && performance.now() < deadline) {
        if (this.socket.acked.includes(envelope)) return tries;
        await pause(10);
      }
      await pause(AGAIN_AFTER_MS);
    }
  }

  /** The bot's messages in a thread. */
  thread(ts: string, channel = "C1"): readonly ShownMessage[] {
    return this.api.in(channel).filter(({ thread }) => thread === ts);
  }
}

/** Slack's light as the console and /readyz show it. */
export async function slackLight(server: OctopusProcess): Promise<{ readonly ok?: boolean; readonly detail?: string }> {
  const { checks } = (await (await fetch(`${server.url}/readyz`)).json()) as {
    checks: { name: string; ok: boolean; detail?: string }[];
  };
  return checks.find((check) => check.name === "slack") ?? {};
}

let stamps = 0;
/** The time of a message as Slack writes it; every one is another. */
export function stamp(aheadMs = 0): string {
  stamps += 1;
  return `${Math.floor((Date.now() + aheadMs) / 1000)}.${String(stamps).padStart(6, "0")}`;
}

async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}
