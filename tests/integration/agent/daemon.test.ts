import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { findMarked } from "../../../agent/runner/process-survivors.ts";
import { FakeServer } from "../../support/agent-fake-server.ts";
import { anAction } from "../../support/agent-process-runner.ts";
import { buildAgentBundle } from "../../support/build-agent.ts";

const SOURCE = `
import { spawn } from "node:child_process";
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
export const plugin = { actions: new Map(Object.entries({
  "t.echo": async ({ params, log }) => { log("hello"); return { ok: true, headline: "said " + params.word, data: {} }; },
  "t.slow": async ({ params, log }) => { log("begun"); await sleep(params.ms); return { ok: true, headline: "slept", data: {} }; },
  "t.forever": async ({ log }) => { spawn("setsid", ["sleep", "300"], { stdio: "inherit" }); await sleep(100); log("begun"); await sleep(600000); },
})) };
`;
const actions = [anAction("t.echo", { risk: "read" }), anAction("t.slow"), anAction("t.forever")];

describe("the agent as it ships", () => {
  let bundle: { file: string; bytes: number };
  let folder: string;
  let server: FakeServer;
  let url: string;
  let agents: ChildProcess[] = [];
  beforeAll(async () => {
    bundle = await buildAgentBundle();
  }, 30_000);
  afterAll(() => rmSync(join(bundle.file, ".."), { recursive: true, force: true }));
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "octopus-daemon-"));
    server = new FakeServer(SOURCE, actions);
    url = await server.listen();
  });
  afterEach(async () => {
    for (const agent of agents) agent.kill("SIGKILL");
    agents = [];
    await server.close();
    const stage = join(folder, "stage-path"); // a killed agent leaves its folder to its next start
    if (existsSync(stage)) rmSync(readFileSync(stage, "utf8"), { recursive: true, force: true });
    rmSync(folder, { recursive: true, force: true });
  });

  const call = async (...args: string[]) => {
    const child = spawn(process.execPath, [bundle.file, ...args, "--data-dir", folder], { cwd: folder });
    let text = "";
    child.stdout.on("data", (bytes: Buffer) => {
      text += bytes.toString();
    });
    child.stderr.on("data", (bytes: Buffer) => {
      text += bytes.toString();
    });
    const status = await new Promise((resolve) => child.once("close", resolve));
    return { status, text };
  };
  const joinServer = () => call("join", url, "--token", "right", "--name", "web-1");

  function run() {
    const child = spawn(process.execPath, [bundle.file, "run", "--data-dir", folder]);
    agents.push(child);
    let text = "";
    const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
    const waiters = new Set<() => void>();
    const take = (bytes: Buffer) => {
      text += bytes.toString();
      for (const wake of waiters) wake();
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    const says = async (part: string) => {
      while (!text.includes(part)) await new Promise<void>((resolve) => waiters.add(resolve));
    };
    return { child, exited, says, text: () => text };
  }

  it("is small enough to hand out", () => {
    expect(bundle.bytes).toBeLessThanOrEqual(400 * 1024);
  });

  it("joins with a token once, and keeps its key to itself", async () => {
    expect(await call("join", url, "--token", "wrong")).toEqual({ status: 4, text: "The token is used up.\n" });
    expect(await joinServer()).toMatchObject({ status: 0 });
    expect(statSync(join(folder, "agent.json")).mode & 0o777).toBe(0o600);
    expect(await joinServer()).toMatchObject({ status: 3 });
  });

  it("proves itself with a growing boot counter, runs what is offered and reports it", async () => {
    await joinServer();
    const agent = run();
    await agent.says(`octopus agent web-1 connected to ${url}\n`);
    server.offer("E-1", "t.echo", { word: "octopus" });
    const result = await server.result("E-1");
    expect(result).toMatchObject({ outcome: "succeeded", response: { headline: "said octopus" }, logChunks: 1 });
    expect(result.ranAs).toBe(server.hellos[0]?.facts.runsAs);
    if (process.getuid?.() === 0) expect(result.ranAs).toMatch(/^(octopus-run|nobody) /);
    agent.child.kill("SIGTERM");
    expect(await agent.exited).toBe(0);
    const again = run();
    await again.says("connected");
    expect(server.hellos.map(({ boot }) => boot)).toEqual([1, 2]);
    expect(server.problems).toEqual([]);
  });

  it("keeps a second agent out of its folder, and is not kept out by a dead one", async () => {
    await joinServer();
    const first = run();
    await first.says("connected");
    const second = await call("run");
    expect(second.status).toBe(3);
    expect(second.text).toContain(`Another agent (process ${first.child.pid}) already runs`);
    first.child.kill("SIGKILL");
    await first.exited;
    await run().says("connected");
    expect(server.hellos.map(({ boot }) => boot)).toEqual([1, 2]);
  });

  it("says once that the server is gone, and that it is back", async () => {
    await joinServer();
    const agent = run();
    await agent.says("connected");
    server.dropSocket();
    await agent.says("again, after");
    expect(agent.text().match(/cannot be reached/g)).toHaveLength(1);
  });

  it("finishes what runs before it stops", async () => {
    await joinServer();
    const agent = run();
    await agent.says("connected");
    server.offer("E-1", "t.slow", { ms: 700 });
    await server.until(({ type }) => type === "log");
    agent.child.kill("SIGTERM");
    await agent.says("Finishing 1 running first");
    server.offer("E-2", "t.echo");
    expect(await server.until(({ type }) => type === "refuse")).toMatchObject({ execution: "E-2", kind: "draining" });
    expect(await server.result("E-1")).toMatchObject({ outcome: "succeeded" });
    expect(await agent.exited).toBe(0);
  });

  it("stops at once at the second signal, and reports what it broke off after its restart", async () => {
    await joinServer();
    const agent = run();
    await agent.says("connected");
    server.offer("E-77", "t.forever");
    await server.until(({ type }) => type === "log");
    agent.child.kill("SIGTERM");
    await agent.says("Finishing");
    agent.child.kill("SIGTERM");
    expect(await agent.exited).toBe(0);
    expect(await findMarked("OCTOPUS_EXECUTION=E-77")).toEqual([]);
    const again = run();
    await again.says("connected");
    expect(await server.result("E-77")).toMatchObject({ outcome: "interrupted" });
  });

  it("F07, P5: leaves nothing running when it is killed, and says after its restart that it was interrupted", async () => {
    await joinServer();
    const agent = run();
    await agent.says("connected");
    server.offer("E-78", "t.forever");
    await server.until(({ type }) => type === "log");
    agent.child.kill("SIGKILL");
    await agent.exited;
    const again = run();
    await again.says("connected");
    expect(await server.result("E-78")).toMatchObject({ outcome: "interrupted" });
    expect(await findMarked("OCTOPUS_EXECUTION=E-78")).toEqual([]);
  });

  it("F19, P9: ends an attempt and its tree when it is cancelled", async () => {
    await joinServer();
    const agent = run();
    await agent.says("connected");
    server.offer("E-79", "t.forever");
    await server.until(({ type }) => type === "log");
    server.send({ type: "cancel", execution: "E-79", attempt: 1, graceMs: 300 });
    expect(await server.result("E-79")).toMatchObject({ outcome: "cancelled" });
    expect(await findMarked("OCTOPUS_EXECUTION=E-79")).toEqual([]);
  });

  it("survives messages that are none", async () => {
    await joinServer();
    const agent = run();
    await agent.says("connected");
    for (const bad of [null, 7, { type: "__proto__" }, { type: "go" }]) server.send(bad as never);
    server.offer("E-1", "t.echo", { word: "still" });
    expect(await server.result("E-1")).toMatchObject({ outcome: "succeeded" });
  });

  it("ends with code 4 when the server refuses it for good", async () => {
    await joinServer();
    server.refusal = { code: "agent.cloned", reason: "This machine was copied.", retryable: false };
    const agent = run();
    expect(await agent.exited).toBe(4);
    expect(agent.text()).toContain("The server refuses this machine: This machine was copied.");
  });

  it("does the same work over plain requests", async () => {
    await joinServer();
    writeFileSync(join(folder, "config.json"), JSON.stringify({ transport: "rest" }));
    server.socketsAllowed = false;
    const agent = run();
    await agent.says("connected");
    server.offer("E-1", "t.echo", { word: "curl" });
    expect(await server.result("E-1")).toMatchObject({ response: { headline: "said curl" } });
    expect(server.hellos).toEqual([]);
  });

  it.each([
    ["config.json", '{"transport": "pigeon"}', "transport must be equal to one of the allowed values: auto, rest"],
    ["policy.json", '{"allowAction": []}', 'unknown field "allowAction"'],
  ])("refuses to start with a wrong %s", async (file, content, sentence) => {
    await joinServer();
    writeFileSync(join(folder, file), content);
    const { status, text } = await call("run");
    expect(status).toBe(2);
    expect(text).toContain(sentence);
  });

  it("will not use a key that others can read", async () => {
    await joinServer();
    spawnSync("chmod", ["644", join(folder, "agent.json")]);
    const { status, text } = await call("run");
    expect(status).toBe(2);
    expect(text).toContain("chmod 600");
    expect(text).not.toContain(JSON.parse(readFileSync(join(folder, "agent.json"), "utf8")).privateKey);
  });
});
