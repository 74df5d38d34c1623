import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CreatedTask } from "../../../core/tasks/task-service.ts";
import type { Route } from "../../../web/contract/route.ts";
import { ROUTES } from "../../../web/contract/routes.ts";
import { FACTS } from "../../support/agent-world.ts";
import { closed } from "../web/support/sockets.ts";
import { aResult, Machine } from "./support/machine.ts";
import { Victim } from "./support/victim.ts";

describe("S09: a machine that is ours and means harm", () => {
  let victim: Victim;
  let good: Machine;
  let rogue: Machine;
  beforeAll(async () => {
    victim = await Victim.start();
    good = await Machine.join(victim, "good", { rest: true });
    rogue = await Machine.join(victim, "rogue", { rest: true });
    await good.connect();
  });
  afterAll(async () => {
    good.hangUp();
    rogue.hangUp();
    await victim.stop();
  });

  /** An execution of the good machine, running. */
  async function anExecution(): Promise<string> {
    good.received.length = 0;
    const targets = { include: ["host:good"], exclude: [] };
    const json = { action: "journal.write", params: { entry: "k1" }, targets };
    const answer = await victim.as("admin", "/tasks", { json });
    const [execution] = (answer.json as CreatedTask).executions;
    const offer = await good.told("offer");
    expect(offer.execution).toBe(execution?.id);
    return offer.execution;
  }
  const shown = async (id: string) => (await victim.as("admin", `/executions/${id}`)).json as { state: string };
  const sync = (messages: readonly object[]) =>
    victim.ask(`/agents/${rogue.id}/sync`, { bearer: rogue.restToken, json: { messages } });
  const lies = (execution: string) => [
    { type: "want", execution, attempt: 1, nonce: "12345678" },
    { type: "refuse", execution, attempt: 1, kind: "policy", reason: "I say no for it" },
    { type: "log", execution, attempt: 1, seq: 0, stream: "out", text: "forged", sinceStartMs: 1 },
    { type: "progress", execution, attempt: 1, percent: 99, text: "forged" },
    { type: "beat", sentAt: 1, running: [{ execution, attempt: 1 }], waiting: [], wallClock: 1, draining: false },
    aResult(execution),
    aResult(execution, { outcome: "never_started" }),
    aResult(execution, { attempt: 2 }),
  ];
  const logs = async (id: string) => (await victim.as("admin", `/executions/${id}/logs`)).json;

  it("changes nothing of another machine's attempt by whatever it reports over requests", async () => {
    const execution = await anExecution();
    const answer = await sync(lies(execution));
    expect(answer.status).toBe(200);
    expect(answer.text).not.toContain('"type":"go"');
    expect(await shown(execution)).toMatchObject({ state: "offered" });
    expect(await logs(execution)).toEqual({ items: [] });
  });

  it("changes nothing of it over its socket either, and the rightful machine goes on", async () => {
    const execution = await anExecution();
    const { socket } = await rogue.connect();
    socket.emit("messages", lies(execution));
    const no = await rogue.told("no");
    expect(no).toMatchObject({ execution, reason: expect.stringContaining("not yours") });
    expect(rogue.received.map(({ type }) => type)).not.toContain("go");
    expect(await shown(execution)).toMatchObject({ state: "offered" });
    const { socket: own } = await good.connect();
    own.emit("messages", [{ type: "want", execution, attempt: 1, nonce: "abcdefgh" }]);
    await good.told("go");
    socket.emit("messages", lies(execution));
    own.emit("messages", [aResult(execution, { response: { ok: true, headline: "mine", data: {} } })]);
    await good.told("rack");
    expect(await shown(execution)).toMatchObject({ state: "succeeded", headline: "mine" });
    expect(await logs(execution)).toEqual({ items: [] });
  });

  it("cannot report a result for what it was not told to start, nor change one that it gave", async () => {
    const execution = await anExecution();
    const { socket } = await good.connect();
    socket.emit("messages", [aResult(execution)]);
    await good.told("rack");
    expect(await shown(execution)).toMatchObject({ state: "failed" });
    socket.emit("messages", [aResult(execution, { response: { ok: true, headline: "changed", data: {} } })]);
    await expect.poll(() => good.received.filter(({ type }) => type === "rack").length).toBe(2);
    expect(await shown(execution)).toMatchObject({ state: "failed" });
  });

  it("reaches nothing of what is for people, by none of its credentials", async () => {
    const { reply } = await rogue.connect();
    const bearers = [rogue.restToken, reply.ok ? reply.httpToken : ""];
    for (const [name, route] of Object.entries<Route>(ROUTES)) {
      if (route.access !== "person") continue;
      const path = route.path.replace("{id}", good.id).replaceAll(/\{\w+\+?\}/g, "x");
      for (const bearer of bearers) {
        const { status } = await victim.ask(path, { method: route.method, bearer });
        expect([name, status]).toEqual([name, 403]);
      }
    }
    for (const bearer of bearers) {
      const path = `/agents/${good.id}/sync`;
      expect((await victim.ask(path, { bearer, json: { messages: [] } })).status).toBe(403);
    }
  });

  it("can say nothing that makes it attract work: labels are not its own to choose", async () => {
    const messages = [
      { type: "beat", sentAt: 1, running: [], waiting: [], wallClock: 1, draining: false, labels: ["env:production"] },
      { type: "labels", labels: ["env:production"] },
      {
        type: "beat",
        sentAt: 1,
        running: [],
        waiting: [],
        wallClock: 1,
        draining: false,
        facts: { ...FACTS, labels: [] },
      },
    ];
    expect((await sync(messages)).json).toMatchObject({ refused: [{ position: 0 }, { position: 1 }, { position: 2 }] });
    expect(victim.composed.core.directory.get(rogue.id)?.labels).toEqual([]);
  });

  it.each([
    ["a host name of 10 MB", { hostname: "x".repeat(10_000_000) }],
    ["a host name of 256 letters", { hostname: "x".repeat(256) }],
    ["facts of another kind", { cpuCount: "many" }],
    ["a prototype", JSON.parse('{"__proto__":{"state":"active"}}') as object],
  ])("is not let in with %s", async (_what, change) => {
    const { socket, challenge } = await rogue.dial();
    rogue.boot += 1;
    const hello = rogue.hello(challenge, { facts: Object.assign(Object.create(null), FACTS, change) });
    if ("__proto__" in change) Object.defineProperty(hello.facts, "__proto__", { value: {}, enumerable: true });
    const reply = await socket
      .timeout(5000)
      .emitWithAck("hello", hello)
      .catch(() => ({ ok: false }));
    expect(reply).toMatchObject({ ok: false });
  });

  it.each([1_000_000, 10_000_000])("is cut off for a frame of %d bytes, and nobody else is", async (bytes) => {
    const { socket } = await rogue.connect();
    socket.emit("messages", ["x".repeat(bytes)]);
    await closed(socket);
    expect((await victim.as("admin", "/session")).status).toBe(200);
    expect(victim.composed.core.connections.isConnected(good.id)).toBe(true);
  });

  it("gets a plugin's listed files and nothing beside them, whatever path it asks for", async () => {
    const ask = (path: string) => victim.ask(`/plugins/journal/1.0.0/files/${path}`, { bearer: rogue.restToken });
    expect((await ask("journal.sh")).status).toBe(200);
    for (const path of [
      "../../../data/audit.key",
      "..%2f..%2f..%2fdata%2faudit.key",
      "%2e%2e/%2e%2e/data/audit.key",
      "..%5c..%5cdata",
      "%2fetc%2fpasswd",
      "/etc/passwd",
      "journal.sh/../manifest.json%00",
      "./journal.sh",
      "JOURNAL.SH",
      "journal.sh%00",
      "%",
      "%ff",
      "",
    ]) {
      const { status, text } = await ask(path);
      expect(status, path).toBeGreaterThanOrEqual(400);
      expect(status, path).toBeLessThan(500);
      expect(text).not.toMatch(/root:|node_modules|\/tmp\//);
    }
  });
});
