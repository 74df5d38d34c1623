import { describe, expect, it } from "vitest";
import type { Link, LinkEvents } from "../../../agent/connection/link.ts";
import { Links } from "../../../agent/links.ts";
import { ManualClock } from "../../support/agent-engine-world.ts";

const GREETING = { heartbeatMs: 1, leaseMs: 2, marginMs: 1, state: "active", takesReady: false };
const WANT = { type: "want", execution: "E-1", attempt: 1, nonce: "12345678" } as const;

class FakeLink implements Link {
  readonly events: LinkEvents;
  up = false;
  started = false;
  stopped = false;
  sent = 0;

  constructor(events: LinkEvents) {
    this.events = events;
  }
  start(): void {
    this.started = true;
  }
  async stop(): Promise<void> {
    this.stopped = true;
  }
  send(): void {
    this.sent += 1;
  }
  isConnected(): boolean {
    return this.up;
  }
  connect(): void {
    this.up = true;
    this.events.connected(GREETING);
  }
  lose(): void {
    this.up = false;
    this.events.disconnected("gone");
  }
}

function setup(hasToken = true) {
  const clock = new ManualClock();
  const made: { socket?: FakeLink; sync?: FakeLink } = {};
  const news: string[] = [];
  const links = new Links({
    clock,
    makeSocket: (events) => {
      made.socket = new FakeLink(events);
      return made.socket;
    },
    makeSync: hasToken
      ? (events) => {
          made.sync = new FakeLink(events);
          return made.sync;
        }
      : undefined,
    events: {
      connected: () => news.push("connected"),
      disconnected: () => news.push("disconnected"),
      refused: () => news.push("refused"),
      received: () => undefined,
    },
  });
  links.start();
  return { clock, made, links, news };
}

describe("the two ways to the server", () => {
  it("goes over to requests when no socket was held for 30 s, and back", async () => {
    const { clock, made, links, news } = setup();
    await clock.advance(29_999);
    expect(made.sync).toBeUndefined();
    await clock.advance(1);
    made.sync?.connect();
    links.send([WANT]);
    expect(made.sync?.sent).toBe(1);
    const sync = made.sync;
    made.socket?.connect();
    expect(sync?.stopped).toBe(true);
    links.send([WANT]);
    expect([made.socket?.sent, sync?.sent]).toEqual([1, 1]);
    expect(news).toEqual(["connected", "connected"]);
  });

  it("does not go over for a short break", async () => {
    const { clock, made } = setup();
    made.socket?.connect();
    made.socket?.lose();
    await clock.advance(20_000);
    made.socket?.connect();
    await clock.advance(60_000);
    expect(made.sync).toBeUndefined();
  });

  it("is not told of a failing socket while requests work", async () => {
    const { clock, made, news } = setup();
    await clock.advance(30_000);
    made.sync?.connect();
    made.socket?.lose();
    expect(news).toEqual(["connected"]);
  });

  it("stays with the socket when there is no token for requests", async () => {
    const { clock, made, links } = setup(false);
    await clock.advance(120_000);
    expect(made.socket?.started).toBe(true);
    expect(links.isConnected()).toBe(false);
  });
});
