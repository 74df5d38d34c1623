import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SYSTEM_ACTOR } from "../../../core/users/actor-of.ts";
import { FACTS } from "../../support/agent-world.ts";
import { buildAgentBundle } from "../../support/build-agent.ts";
import { problemIn } from "../web/support/ask.ts";
import { closed } from "../web/support/sockets.ts";
import { Machine } from "./support/machine.ts";
import { Victim } from "./support/victim.ts";

describe("S08, P19: a stolen join token or machine key", () => {
  let victim: Victim;
  beforeAll(async () => {
    victim = await Victim.start();
  });
  afterAll(() => victim.stop());

  const join = (token: string, name: string) =>
    victim.ask("/agents/join", { json: { token, publicKey: "", name, facts: FACTS } });
  const state = (id: string) => victim.composed.core.directory.get(id)?.state;

  it("works for one machine, also when two use it at the same moment", async () => {
    const token = await victim.joinToken({ rest: true });
    const answers = await Promise.all([join(token, "one"), join(token, "two"), join(token, "three")]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 403, 403]);
    expect(problemIn(await join(token, "four")).code).toBe("agent.join-refused");
  });

  it("gives the machine no other name, labels or rights than were decided when the token was made", async () => {
    const machine = await Machine.join(victim, "anything", { name: "db-9", labels: ["db"], autoApprove: false });
    expect(victim.composed.core.directory.get(machine.id)).toMatchObject({
      name: "db-9",
      labels: ["db"],
      state: "pending",
    });
    const token = await victim.joinToken({});
    const json = { token, publicKey: "", name: "x", facts: FACTS, labels: ["env:production"], autoApprove: true };
    expect((await victim.ask("/agents/join", { json })).status).toBe(400);
  });

  it("is worth nothing from the moment on when the machine is disabled or removed", async () => {
    const machine = await Machine.join(victim, "stolen-1", { rest: true });
    const { socket, reply } = await machine.connect();
    const bearers = [machine.restToken, reply.ok ? reply.httpToken : ""];
    expect((await victim.as("admin", `/agents/${machine.id}`, { method: "DELETE" })).status).toBe(204);
    await closed(socket);
    for (const bearer of bearers) {
      expect((await victim.ask("/heartbeat", { bearer, json: { messages: [] } })).status).toBe(401);
    }
    expect((await machine.connect()).reply).toMatchObject({ ok: false, code: "agent.proof-refused" });
  });

  it("is noticed when two use it: both are cut off, with a line in the history and in the audit log", async () => {
    const machine = await Machine.join(victim, "stolen-2");
    const real = await machine.connect();
    expect(real.reply.ok).toBe(true);
    const { socket, challenge } = await machine.dial();
    const reply = await socket.timeout(5000).emitWithAck("hello", machine.hello(challenge));
    expect(reply).toMatchObject({ ok: false, code: "agent.cloned" });
    await closed(real.socket);
    expect(state(machine.id)).toBe("quarantined");
    const audit = await victim.as("admin", `/audit?object=${machine.id}`);
    expect((audit.json as { items: object[] }).items[0]).toMatchObject({ action: "agent.quarantine", rule: "cloned" });
    const { items } = await victim.composed.core.agents.events(machine.id, { limit: 5 });
    expect(items[0]).toMatchObject({ from: "active", to: "quarantined" });
  });
});

describe("S08, P19: a copied machine", () => {
  let victim: Victim;
  let bundle: string;
  const processes: ChildProcess[] = [];
  beforeAll(async () => {
    victim = await Victim.start();
    bundle = (await buildAgentBundle()).file;
  }, 60_000);
  afterAll(async () => {
    for (const child of processes) child.kill("SIGKILL");
    await victim.stop();
    rmSync(join(bundle, ".."), { recursive: true, force: true });
  });

  const agent = (...args: string[]) => {
    const child = spawn(process.execPath, [bundle, ...args], { stdio: "ignore" });
    processes.push(child);
    return child;
  };
  const directory = () => victim.composed.core.directory;
  const online = () => expect.poll(() => directory().byName("web-1")?.liveness).toBe("online");

  it("is found out with its original within one heartbeat, while a restart and a lost line are not blamed", async () => {
    const folder = join(victim.folder, "agent");
    const joining = agent(
      "join",
      victim.url,
      "--token",
      await victim.joinToken(),
      "--name",
      "web-1",
      "--data-dir",
      folder,
    );
    expect(await new Promise((resolve) => joining.once("close", resolve))).toBe(0);
    const id = directory().byName("web-1")?.id ?? "";
    const connected = () => victim.composed.core.connections.isConnected(id);

    const first = agent("run", "--data-dir", folder);
    await online();
    first.kill("SIGKILL");
    await expect.poll(connected).toBe(false);
    agent("run", "--data-dir", folder);
    await expect.poll(connected).toBe(true);
    victim.composed.core.connections.close(id);
    await expect.poll(connected).toBe(false);
    await expect.poll(connected).toBe(true);
    expect(directory().get(id)?.state).toBe("active");

    const copy = join(victim.folder, "copy");
    cpSync(folder, copy, { recursive: true, filter: (path) => !/agent\.(?:lock|sock)$|stage/.test(path) });
    agent("run", "--data-dir", copy);
    await expect.poll(() => directory().get(id)?.state).toBe("quarantined");
    expect(connected()).toBe(false);
    expect(directory().get(id)?.stateReason).toContain("copied");

    // An administrator says that one of them is gone; the other may go on, and two are noticed again.
    await victim.composed.core.store.write((writer) => victim.composed.core.agents.enable(writer, SYSTEM_ACTOR, id));
    await expect.poll(() => directory().get(id)?.state).toBe("quarantined");
  }, 60_000);
});
