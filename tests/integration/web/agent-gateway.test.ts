import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Hello, HelloReply, ToAgent } from "../../../core/protocol/messages.ts";
import { ask, problemIn } from "./support/ask.ts";
import { closed, openSocket } from "./support/sockets.ts";
import { startWeb, type WebWorld } from "./support/web-harness.ts";

const FACTS = {
  hostname: "web-1",
  os: "linux",
  osRelease: "6.1",
  arch: "x64",
  cpuCount: 2,
  memoryBytes: 1,
  nodeVersion: "20.19.0",
  agentVersion: "0.1.0",
  runsAs: "nobody",
  capabilities: [],
} as const;

const aHello = (change: Partial<Hello> = {}): Hello => ({
  agentId: "agt_web-1",
  protocol: 1,
  boot: 1,
  signature: "good",
  facts: FACTS,
  ...change,
});

const BEAT = { type: "beat", sentAt: 1, running: [], waiting: [], wallClock: 1, draining: false };
const RACK: ToAgent = { type: "rack", execution: "E-1", attempt: 1 };

async function joined(world: WebWorld, agentId = "agt_web-1") {
  const { socket, received } = await openSocket(world.url, "/agents");
  const reply = (await socket.timeout(2000).emitWithAck("hello", aHello({ agentId }))) as HelloReply;
  if (!reply.ok) throw new Error(reply.reason);
  await expect.poll(() => world.agents.connects.includes(agentId)).toBe(true);
  return { socket, received, reply };
}

describe("the door for agents", () => {
  it("challenges, checks the proof, and then carries messages both ways", async () => {
    const world = await startWeb();
    const { socket, received, reply } = await joined(world);
    expect(received.all("challenge")).toMatchObject([
      { serverId: "srv_test", nonce: expect.stringMatching(/^\w{48}$/) },
    ]);
    expect(reply).toMatchObject({ heartbeatMs: 10_000, httpToken: expect.stringMatching(/^octo_dl_/) });
    socket.emit("messages", [BEAT]);
    await expect.poll(() => world.agents.received).toMatchObject([{ agentId: "agt_web-1", message: { type: "beat" } }]);
    expect(world.connections.send("agt_web-1", [RACK])).toBe(true);
    expect(await received.atLeast("messages", 1)).toEqual([[RACK]]);
  });

  it("gathers what is sent in one turn into one frame", async () => {
    const world = await startWeb();
    const { received } = await joined(world);
    for (let count = 0; count < 5; count += 1) world.connections.send("agt_web-1", [RACK]);
    expect(await received.atLeast<ToAgent[]>("messages", 1)).toHaveLength(1);
    expect(received.all<ToAgent[]>("messages")[0]).toHaveLength(5);
  });

  it("is shut for browsers, whatever their origin", async () => {
    const { url } = await startWeb();
    for (const origin of [url, "https://ops.example", "https://evil.example"]) {
      expect((await openSocket(url, "/agents", { origin })).refused, origin).toBeDefined();
    }
  });

  it("turns away a wrong proof with the reason, and ends the socket", async () => {
    const { url, connections } = await startWeb();
    const { socket } = await openSocket(url, "/agents");
    const reply = (await socket.timeout(2000).emitWithAck("hello", aHello({ signature: "bad" }))) as HelloReply;
    expect(reply).toMatchObject({ ok: false, code: "agent.proof-refused" });
    await closed(socket);
    expect(connections.isConnected("agt_web-1")).toBe(false);
  });

  it("takes no message before the hello and no second hello", async () => {
    const world = await startWeb();
    const { socket } = await openSocket(world.url, "/agents");
    socket.emit("messages", [BEAT]);
    await socket.timeout(2000).emitWithAck("hello", aHello());
    socket.emit("hello", aHello({ agentId: "agt_web-2" }), () => undefined);
    socket.emit("messages", [BEAT]);
    await expect.poll(() => world.agents.received.length).toBe(1);
    expect(world.connections.agentIds()).toEqual(["agt_web-1"]);
  });

  it("keeps one connection for each agent: the newer one, and it stays when the older one ends", async () => {
    const world = await startWeb();
    const older = await joined(world);
    const newer = await joined(world);
    await closed(older.socket);
    expect(newer.socket.connected).toBe(true);
    expect(world.connections.isConnected("agt_web-1")).toBe(true);
    expect(world.agents.disconnects).toEqual([]);
  });

  it("lets a valid message through although its neighbours are not", async () => {
    const world = await startWeb();
    const { socket } = await joined(world);
    socket.emit("messages", [null, { type: "toString" }, BEAT, { type: "want", execution: "../x", attempt: 0 }]);
    await expect.poll(() => world.agents.received.length).toBe(1);
    expect(socket.connected).toBe(true);
  });

  it("F24, P14: ends a socket that keeps sending nonsense, after twenty times", async () => {
    const world = await startWeb();
    const { socket } = await joined(world);
    socket.emit("messages", Array(20).fill(7));
    socket.emit("messages", [BEAT]);
    await expect.poll(() => world.agents.received.length).toBe(1);
    socket.emit("nonsense");
    await closed(socket);
    await expect.poll(() => world.agents.disconnects).toEqual(["agt_web-1"]);
  });

  it("F24, P14: ends a socket whose frame is larger than the limit", async () => {
    const { socket } = await joined(await startWeb());
    socket.emit("messages", ["x".repeat(300_000)]);
    await closed(socket);
  });

  it.each([
    ["disabled", (world: WebWorld) => world.agents.disable({ ...ADMIN }, "agt_web-1")],
    ["removed", (world: WebWorld) => world.agents.remove({ ...ADMIN }, "agt_web-1")],
  ])("cuts off a machine that is %s, and its download token, at once", async (_word, act) => {
    const world = await startWeb();
    const { socket, reply } = await joined(world);
    const bearer = reply.httpToken;
    const file = "/api/v1/plugins/disk/1.0.0";
    expect((await ask(world.url, file, { bearer })).status).toBe(200);
    await act(world);
    await closed(socket);
    await expect.poll(async () => (await ask(world.url, file, { bearer })).status).toBe(401);
  });

  it("goes on when the dispatcher or the proof breaks", async () => {
    const world = await startWeb();
    const { socket } = await joined(world);
    world.agents.onReceive = () => Promise.reject(new Error("broken"));
    socket.emit("messages", [BEAT]);
    await expect.poll(() => world.logged.map(({ sentence }) => sentence)).toContain("agent messages were not taken");
    world.agents.hello = () => Promise.reject(new Error("broken"));
    const other = await openSocket(world.url, "/agents");
    other.socket.emit("hello", aHello(), () => undefined);
    await closed(other.socket);
    expect(socket.connected).toBe(true);
    expect((await ask(world.url, "/healthz")).status).toBe(200);
  });

  it("survives hundreds of random events, before and after the hello", async () => {
    const world = await startWeb();
    const event = fc.record({
      name: fc.oneof(fc.constantFrom("hello", "messages", "toString", "__proto__"), fc.string({ minLength: 1 })),
      values: fc.array(
        fc.oneof(fc.jsonValue(), fc.array(fc.record({ type: fc.constantFrom("want", "beat", "result", "log") }))),
        {
          maxLength: 3,
        },
      ),
    });
    const reserved = ["connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener"];
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 5, maxLength: 15 }), fc.boolean(), async (sent, greet) => {
        const { socket } = await openSocket(world.url, "/agents");
        if (greet) await socket.timeout(2000).emitWithAck("hello", aHello());
        for (const { name, values } of sent.filter((one) => !reserved.includes(one.name))) socket.emit(name, ...values);
        socket.disconnect();
      }),
      { numRuns: 40 },
    );
    expect((await ask(world.url, "/healthz")).status).toBe(200);
    expect(world.logged.filter(({ level }) => level === "error")).toEqual([]);
  });
});

const ADMIN = { userId: undefined, name: "admin", role: "admin", via: "test" } as const;

describe("an agent without a socket", () => {
  const SYNC = "/api/v1/agents/agt_web-1/sync";
  const sync = (world: WebWorld, messages: readonly unknown[]) =>
    ask(world.url, SYNC, { bearer: "rest-token-web-1", json: { messages } });

  it("says its messages and is told what waits for it, the answers of this very request included", async () => {
    const world = await startWeb();
    world.agents.onReceive = async (agentId) => void world.connections.send(agentId, [RACK]);
    expect((await sync(world, [])).json).toEqual({ messages: [], refused: [], more: false });
    expect(world.agents.connects).toEqual(["agt_web-1"]);
    expect((await sync(world, [BEAT])).json).toEqual({ messages: [RACK], refused: [], more: false });
    expect(world.agents.connects).toHaveLength(1);
  });

  it("needs not name itself where its token does", async () => {
    const world = await startWeb();
    const beat = (bearer?: string) =>
      ask(world.url, "/api/v1/heartbeat", { ...(bearer && { bearer }), json: { messages: [BEAT] } });
    expect((await beat("rest-token-web-1")).json).toEqual({ messages: [], refused: [], more: false });
    expect(world.agents.received).toMatchObject([{ agentId: "agt_web-1" }]);
    expect([(await beat()).status, (await beat("octo_pat_admin")).status]).toEqual([401, 403]);
  });

  it("is told which of its messages were not understood; the others count", async () => {
    const world = await startWeb();
    const answer = await sync(world, [{ type: "dance" }, BEAT]);
    expect(answer.json).toMatchObject({ refused: [{ position: 0, problem: 'unknown message type "dance"' }] });
    expect(world.agents.received).toHaveLength(1);
  });

  it("gets a repeated message once, and more than fits one answer in turns", async () => {
    const world = await startWeb();
    await sync(world, []);
    const racks = Array.from(
      { length: 300 },
      (_one, index): ToAgent => ({ type: "rack", execution: `E-${index}`, attempt: 1 }),
    );
    world.connections.send("agt_web-1", racks);
    world.connections.send("agt_web-1", racks.slice(0, 100));
    const first = (await sync(world, [])).json as { messages: unknown[]; more: boolean };
    const second = (await sync(world, [])).json as { messages: unknown[]; more: boolean };
    expect([first.messages.length, first.more]).toEqual([200, true]);
    expect([second.messages.length, second.more]).toEqual([100, false]);
  });

  it("is refused from the moment on when it is disabled", async () => {
    const world = await startWeb();
    await sync(world, []);
    expect(world.connections.isConnected("agt_web-1")).toBe(true);
    await world.agents.disable({ ...ADMIN }, "agt_web-1");
    expect(world.connections.isConnected("agt_web-1")).toBe(false);
    expect((await sync(world, [BEAT])).status).toBe(401);
  });

  it("may not send more than a batch", async () => {
    const world = await startWeb();
    expect(problemIn(await sync(world, Array(201).fill(BEAT))).code).toBe("request.invalid");
  });
});

describe("joining", () => {
  it("needs the token and nothing else, and gives the machine its identity", async () => {
    const { url } = await startWeb();
    const request = { token: "octo_join_1", publicKey: "PEM", name: "web-9", facts: FACTS };
    expect((await ask(url, "/api/v1/agents/join", { json: request })).json).toEqual({
      agentId: "agt_new",
      serverId: "srv_test",
      name: "web-9",
      state: "active",
    });
    const wrong = await ask(url, "/api/v1/clients/join", { json: { ...request, token: "octo_join_2" } });
    expect(problemIn(wrong).code).toBe("agent.join-refused");
  });

  it("is one printed line, with the address that the administrator uses", async () => {
    const { url } = await startWeb();
    const headers = { host: "192.168.1.7:8000" };
    const answer = await ask(url, "/api/v1/agents/join-tokens", {
      as: "admin",
      json: { labels: ["env:test"] },
      headers,
    });
    expect(answer.json).toMatchObject({
      command: "curl -fsSL http://192.168.1.7:8000/install.sh | sh -s -- --token octo_join_1",
    });
  });
});
