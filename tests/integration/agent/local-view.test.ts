import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { decodeReply } from "../../../agent/local/local-protocol.ts";
import { findMarked } from "../../../agent/runner/process-survivors.ts";
import { FakeServer } from "../../support/agent-fake-server.ts";
import { anAction } from "../../support/agent-process-runner.ts";
import { buildAgentBundle } from "../../support/build-agent.ts";
import { freePort } from "../../support/octopus-process.ts";

const SOURCE = `
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
export const plugin = { actions: new Map(Object.entries({
  "t.echo": async ({ params, log }) => { log("one"); log("two"); log(params.word); return { ok: true, headline: "said", data: {} }; },
  "t.forever": async ({ log }) => { log("begun"); for (let n = 0; ; n += 1) { await sleep(50); log("line " + n); } },
})) };
`;
const actions = [anAction("t.echo", { risk: "read" }), anAction("t.forever")];

describe("an agent asked from its own machine", () => {
  let bundle: { file: string; bytes: number };
  let root: string;
  let folder: string;
  let server: FakeServer;
  let url: string;
  let children: ChildProcess[] = [];

  beforeAll(async () => {
    bundle = await buildAgentBundle();
  }, 30_000);
  afterAll(() => rmSync(join(bundle.file, ".."), { recursive: true, force: true }));
  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), "octopus-view-"));
    folder = join(root, "agent");
    server = new FakeServer(SOURCE, actions);
    url = await server.listen();
  });
  afterEach(async () => {
    for (const child of children) child.kill("SIGKILL");
    children = [];
    await server.close();
    const stage = join(folder, "stage-path"); // a killed agent leaves its folder to its next start
    if (existsSync(stage)) rmSync(readFileSync(stage, "utf8"), { recursive: true, force: true });
    rmSync(root, { recursive: true, force: true });
  });

  /** Starts the agent's program; what it prints can be waited for. */
  function start(...args: string[]) {
    const child = spawn(process.execPath, [bundle.file, ...args, "--data-dir", folder]);
    children.push(child);
    let text = "";
    const waiters = new Set<() => void>();
    const take = (bytes: Buffer) => {
      text += bytes.toString();
      for (const wake of waiters) wake();
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
    const says = async (part: string) => {
      while (!text.includes(part)) await new Promise<void>((resolve) => waiters.add(resolve));
    };
    return { child, ended, says, text: () => text };
  }
  const call = async (...args: string[]) => {
    const program = start(...args);
    return { code: await program.ended, text: program.text() };
  };

  async function runningAgent(config: object = {}) {
    await call("join", url, "--token", "right", "--name", "web-1");
    writeFileSync(join(folder, "config.json"), JSON.stringify(config));
    const agent = start("run");
    await agent.says("connected");
    return agent;
  }
  const socketPath = () => join(folder, "agent.sock");

  /** Sends raw bytes to the socket; resolves with every line of the answer. */
  async function raw(bytes: string): Promise<readonly unknown[]> {
    return await new Promise((resolve) => {
      let text = "";
      const socket = connect(socketPath(), () => socket.write(bytes));
      socket.on("data", (chunk) => {
        text += chunk.toString();
      });
      socket.on("close", () =>
        resolve(
          text
            .split("\n")
            .filter(Boolean)
            .map((line) => JSON.parse(line) as unknown),
        ),
      );
    });
  }

  it("listens for its owner alone, and leaves nothing behind", async () => {
    const agent = await runningAgent();
    expect(statSync(socketPath()).isSocket()).toBe(true);
    expect(statSync(socketPath()).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    agent.child.kill("SIGTERM");
    expect(await agent.ended).toBe(0);
    expect(existsSync(socketPath())).toBe(false);
  });

  it("answers again after it was killed and left its socket", async () => {
    const agent = await runningAgent();
    agent.child.kill("SIGKILL");
    await agent.ended;
    expect(existsSync(socketPath())).toBe(true);
    expect(await call("tasks")).toMatchObject({ code: 6, text: expect.stringContaining("No agent runs on") });
    await start("run").says("connected");
    expect(await call("tasks")).toEqual({ code: 0, text: "This machine holds nothing.\n" });
  });

  it("lists what it holds and what ended, with who asked", async () => {
    await runningAgent();
    server.offer("E-1", "t.echo", { word: "three" });
    await server.result("E-1");
    server.offer("E-2", "t.forever");
    await server.until((one) => one.type === "log" && one.execution === "E-2");
    const { code, text } = await call("tasks");
    expect(code).toBe(0);
    expect(text).toMatch(/^E-2 {2}attempt 1 {2}t\.forever {2}runs, since .*, asked for by ada\n\nEnded since .*:\n/);
    expect(text).toMatch(/E-1 {2}attempt 1 {2}t\.echo {2}succeeded .* ago, took .*, asked for by ada\n$/);
    const listed = JSON.parse((await call("tasks", "--json")).text) as Record<string, unknown[]>;
    expect(listed["held"]).toMatchObject([{ execution: "E-2", phase: "running", action: "t.forever" }]);
    expect(listed["finished"]).toMatchObject([{ execution: "E-1", outcome: "succeeded" }]);
    const status = await call("status");
    expect(status.code).toBe(1); // this server knows no /healthz
    expect(status.text).toMatch(/^agent {5}runs \(process \d+, version .*\), connected, actions run as /);
    expect(status.text).toMatch(/attempts {2}1 running/);
  });

  it("shows the last lines of an attempt that is over, and follows one that runs to its end", async () => {
    await runningAgent();
    server.offer("E-1", "t.echo", { word: "three \u001b[31mred" });
    await server.result("E-1");
    const over = await call("log", "E-1", "--lines", "2");
    expect(over).toEqual({ code: 0, text: "two\nthree red\nE-1 is over: succeeded.\n" });
    server.offer("E-2", "t.forever");
    await server.until((one) => one.type === "log" && one.execution === "E-2");
    const follower = start("log", "E-2", "--follow");
    await follower.says("line 5\n");
    expect((await call("log", "E-2", "--lines", "1000")).text).toMatch(/^begun\nline 0\nline 1\n/);
    server.send({ type: "cancel", execution: "E-2", attempt: 1, graceMs: 300 });
    expect(await follower.ended).toBe(0);
    expect(follower.text()).toMatch(/^begun\n(line \d+\n)+E-2 is over: cancelled\.\n$/);
  });

  it("cancels what runs, waits until nothing is left, and tells the server whose decision it was", async () => {
    await runningAgent({ killGraceMs: 300 });
    server.offer("E-81", "t.forever");
    await server.until(({ type }) => type === "log");
    const { code, text } = await call("cancel", "E-81");
    expect(text).toBe(
      "E-81 is being ended; after 300 ms it is killed.\nE-81 was cancelled; nothing of it is left. The server is told.\n",
    );
    expect(code).toBe(0);
    expect(await findMarked("OCTOPUS_EXECUTION=E-81")).toEqual([]);
    const result = await server.result("E-81");
    expect(result).toMatchObject({ outcome: "cancelled", error: "It was cancelled on the machine." });
    expect(await call("cancel", "E-81")).toEqual({ code: 1, text: "E-81 is over on this machine: cancelled.\n" });
    const unknown = await call("cancel", "E-9");
    expect(unknown).toEqual({ code: 1, text: "This machine does not hold E-9. It holds nothing.\n" });
  });

  it("cancels while the server is away, and reports it afterwards", async () => {
    await runningAgent({ killGraceMs: 300 });
    server.offer("E-82", "t.forever");
    await server.until(({ type }) => type === "log");
    server.socketsAllowed = false;
    server.dropSocket();
    const { code, text } = await call("cancel", "E-82");
    expect(text).toContain("The server is told when it can be reached again.");
    expect(code).toBe(0);
    server.socketsAllowed = true;
    expect(await server.result("E-82")).toMatchObject({ outcome: "cancelled" });
  });

  it.each([
    ["no JSON", "hello\n", /^The request is not understood/],
    ["an unknown request", '{"type":"shutdown"}\n', /^The request is not understood/],
    ["a field too many", '{"type":"tasks","all":true}\n', /^The request is not understood/],
    ["a line without end", "x".repeat(5000), /^The request is not understood/],
  ])("refuses %s in words, and works on", async (_what, bytes, problem) => {
    await runningAgent();
    const answers = await raw(bytes);
    expect(answers).toEqual([{ type: "refused", problem: expect.stringMatching(problem) as unknown }]);
    expect(answers.map((answer) => decodeReply(answer).ok)).toEqual([true]);
    expect((await call("tasks")).code).toBe(0);
  });

  it.each([["tasks"], ["cancel", "E-1"], ["log", "E-1"]])(
    "says that no agent runs when asked for %s",
    async (...args) => {
      expect(await call(...args)).toMatchObject({ code: 6, text: expect.stringMatching(/has not joined a server/) });
      await call("join", url, "--token", "right", "--name", "web-1");
      const sentence = `No agent runs on ${folder}; start it with: octopus agent run --data-dir ${folder}\n`;
      expect(await call(...args)).toEqual({ code: 6, text: sentence });
    },
  );

  it("works where the path is too long for a socket, and says that nobody can ask it", async () => {
    folder = join(root, "x".repeat(90), "agent");
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const agent = await runningAgent();
    expect(agent.text()).toMatch(/Nobody can ask this agent at .*: the path of a socket has at most 103 bytes\./);
    server.offer("E-1", "t.echo", { word: "still" });
    expect(await server.result("E-1")).toMatchObject({ outcome: "succeeded" });
  });

  it("answers GET /tasks on the loopback address only where its owner asks for that", async () => {
    const port = await freePort();
    await runningAgent({ httpPort: port });
    server.offer("E-2", "t.forever");
    await server.until(({ type }) => type === "log");
    const answer = await fetch(`http://127.0.0.1:${port}/tasks`);
    const tasks = (await answer.json()) as { held: { since: string }[] };
    expect(tasks).toMatchObject({ held: [{ execution: "E-2", phase: "running", requestedBy: "ada" }], finished: [] });
    expect(Date.parse(tasks.held[0]?.since ?? "")).toBeLessThanOrEqual(Date.now());
    expect((await fetch(`http://127.0.0.1:${port}/tasks`, { method: "POST" })).status).toBe(405);
    expect((await fetch(`http://127.0.0.1:${port}/cancel`)).status).toBe(404);
    await expect(fetch(`http://[::1]:${port}/tasks`)).rejects.toThrow();
    const foreign = await new Promise<string>((resolve) => {
      const socket = connect(port, "127.0.0.1", () =>
        socket.write("GET /tasks HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"),
      );
      let text = "";
      socket.on("data", (chunk) => {
        text += chunk.toString();
      });
      socket.on("close", () => resolve(text));
    });
    expect(foreign).toMatch(/^HTTP\/1\.1 421 /);
    expect(foreign).not.toContain("E-2");
  });
});
