import { rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AgentDto } from "../../web/contract/agent.ts";
import type { ProblemDto } from "../../web/contract/system.ts";
import { ApiSession } from "../support/api-session.ts";
import { AgentProcess, runAgent } from "../support/fleet-commands.ts";
import { freePort, OctopusProcess, runOctopus, temporaryFolder } from "../support/octopus-process.ts";
import { until } from "../support/processes.ts";

const LOGIN = { OCTOPUS_ADMIN_USER: "ada", OCTOPUS_ADMIN_PASSWORD: "eight arms hold twelve things" };
const STACK = /\n\s+at /;
const HOUR_MS = 3_600_000;

describe("a working server that is asked nonsense", () => {
  const folder = temporaryFolder("bad");
  const dataDir = join(folder.path, "data");
  let port: number;
  let octopus: OctopusProcess;
  let session: ApiSession;
  let conversation: string;

  beforeAll(async () => {
    port = await freePort();
    octopus = new OctopusProcess({ dataDir, port, environment: LOGIN });
    await octopus.ready();
    session = await ApiSession.signIn(octopus.url, LOGIN.OCTOPUS_ADMIN_USER, LOGIN.OCTOPUS_ADMIN_PASSWORD);
    conversation = await session.conversation();
  });

  afterAll(async () => {
    await octopus.stop();
    folder.remove();
  });

  const local = (more: Readonly<Record<string, string>> = {}) => ({
    OCTOPUS_DATA_DIR: dataDir,
    OCTOPUS_PORT: String(port),
    ...more,
  });

  async function joinToken(more: object = {}): Promise<string> {
    return (await session.post<{ token: string }>("/agents/join-tokens", { autoApprove: true, ...more })).token;
  }

  describe("over REST", () => {
    let untouched: string;
    beforeAll(async () => {
      untouched = await session.conversation();
    });

    const target = (host: string) => ({ targets: { include: [host], exclude: [] } });
    const task = (more: object) => JSON.stringify({ action: "disk.usage", params: {}, ...target("all"), ...more });

    it.each([
      [
        "a message of 1 MB",
        "POST",
        "messages",
        JSON.stringify({ text: "x".repeat(1 << 20), clientMessageId: "big" }),
        413,
        /larger than 256 KB/,
      ],
      ["JSON that is cut off", "POST", "messages", '{"text":', 400, /not valid JSON/],
      ["a list for an object", "POST", "messages", "[]", 400, /must be object/],
      ["a message without its id", "POST", "messages", '{"text":"help"}', 400, /clientMessageId/],
      ["a number for a text", "POST", "messages", '{"text":5,"clientMessageId":"n"}', 400, /text must be string/],
      [
        "an unknown conversation",
        "GET",
        "/conversations/cnv_none/messages",
        undefined,
        404,
        /no conversation cnv_none/,
      ],
      [
        "an unknown action",
        "POST",
        "/tasks",
        task({ action: "disk.eat" }),
        404,
        /No installed plugin has the action "disk.eat"/,
      ],
      ["an unknown parameter", "POST", "/tasks", task({ params: { colour: "red" } }), 400, /disk.usage.*colour/],
      [
        "an unknown machine as target",
        "POST",
        "/tasks",
        task(target("host:nowhere")),
        409,
        /No machine matches "host:nowhere"/,
      ],
      ["an unknown task", "GET", "/tasks/T-999", undefined, 404, /no task T-999/],
      ["an unknown run", "GET", "/runs/R-999", undefined, 404, /no run R-999/],
      ["an unknown execution", "GET", "/executions/E-999", undefined, 404, /no execution E-999/],
      ["an unknown machine", "GET", "/agents/agt_none", undefined, 404, /no machine agt_none/],
      ["cancelling an unknown run", "POST", "/runs/R-999/cancel", "{}", 404, /no run R-999/],
      ["an unknown address", "GET", "/nothing", undefined, 404, /nothing at \/api\/v1\/nothing/],
      ["a wrong method", "PUT", "/tasks", "{}", 405, /takes GET and POST/],
      ["a wrong page size", "GET", "/runs?limit=many", undefined, 400, /limit must be integer/],
    ] as const)("explains %s", async (_name, method, path, body, status, sentence) => {
      const address = path === "messages" ? `/conversations/${untouched}/messages` : path;
      const answer = await session.ask(method, address, body);
      const problem = JSON.parse(answer.text) as ProblemDto;
      expect(problem.detail).toMatch(sentence);
      expect(problem.code).toMatch(/^[a-z]+\.[a-z-]+$/);
      expect(answer.status).toBe(status);
      expect(await session.messages(untouched)).toEqual([]);
      expect(answer.text).not.toMatch(/node_modules|\.ts:|\.mjs:/);
    });
  });

  describe("in chat", () => {
    it.each([
      ["a message that is too long", "x".repeat(3_000), /3000 characters; I read at most 2000/],
      ["an unknown machine", "check disk space on nowhere", /No machine matches "nowhere"|know no machine "nowhere"/],
      ["an unknown run", "show R-999", /R-999/],
      ["an unknown task", "cancel T-999", /T-999/],
      ["what it does not do", "paint the fence green", /did not understand/],
    ])("answers %s with a card that says what to do", async (name, text, headline) => {
      const [answer] = await session.say(conversation, text, name);
      const card = answer && (await session.finalCard(answer));
      expect(card?.headline).toMatch(headline);
      expect(card?.tone).not.toBe("success");
    });
  });

  describe("on the command line", () => {
    it.each([
      [
        "no server",
        ["say", "help"],
        { OCTOPUS_URL: "http://127.0.0.1:1", OCTOPUS_TOKEN: "t" },
        5,
        /No server answers at http:\/\/127.0.0.1:1. Start it/,
      ],
      [
        "no credential",
        ["say", "help"],
        { OCTOPUS_DATA_DIR: "/nonexistent" },
        2,
        /No credential for the command line in \/nonexistent.*OCTOPUS_URL and OCTOPUS_TOKEN/,
      ],
      [
        "a wrong token",
        ["runs"],
        { OCTOPUS_TOKEN: "octo_wrong" },
        2,
        /does not accept the access token in OCTOPUS_TOKEN/,
      ],
      ["a wrong address", ["runs"], { OCTOPUS_URL: "nonsense" }, 2, /OCTOPUS_URL is no address: "nonsense"/],
      ["a wrong page size", ["agents", "--limit", "abc"], {}, 2, /--limit takes a number/],
      ["a wrong time to wait", ["say", "--wait", "long", "help"], {}, 2, /--wait takes seconds/],
      ["nothing to say", ["say"], {}, 2, /missing required argument 'text'/],
      ["a missing world file", ["parse", "--world", "/nonexistent", "help"], {}, 2, /\/nonexistent cannot be read/],
      ["no schedule", ["when", "purple"], {}, 1, /No schedule was understood in "purple"/],
    ] as const)("says what to do with %s", async (_name, args, environment, code, sentence) => {
      const ended = await runOctopus(args, { environment: local(environment) });
      expect(ended.errors).toMatch(sentence);
      expect(ended.errors).not.toMatch(STACK);
      expect(ended).toMatchObject({ code, output: "" });
    });

    it.each([
      [
        "no server",
        { OCTOPUS_URL: "http://127.0.0.1:1", OCTOPUS_TOKEN: "t" },
        /no server answers at http:\/\/127.0.0.1:1\n +Start it/,
      ],
      ["no credential", { OCTOPUS_DATA_DIR: "/nonexistent/data" }, /no credential yet/],
      [
        "a wrong token",
        { OCTOPUS_TOKEN: "octo_wrong" },
        /FAIL.*machines could not be looked at\n.*does not accept the access token in OCTOPUS_TOKEN/,
      ],
    ])("lets the doctor explain %s", async (_name, environment, sentence) => {
      const { output, errors } = await runOctopus(["doctor"], { environment: local(environment) });
      expect(output).toMatch(sentence);
      expect(errors).toBe("");
    });
  });

  describe("by a machine", () => {
    it("refuses join tokens that are wrong or used, and keeps nothing of the attempt", async () => {
      const target = join(folder.path, "machine");
      const wrong = await runAgent(["join", octopus.url, "--token", "octo_join_wrong", "--data-dir", target]);
      expect(wrong.text).toMatch(/The join token is not complete; copy it again/);
      expect(wrong.code).toBe(4);

      const token = await joinToken({ name: "web-7" });
      const altered = `${token.slice(0, -4)}${token.endsWith("0000") ? "1111" : "0000"}`;
      const mistyped = await runAgent(["join", octopus.url, "--token", altered, "--data-dir", target]);
      expect(mistyped.text).toMatch(/token/i);
      expect(mistyped.code).toBe(4);
      expect(await runAgent(["join", octopus.url, "--token", token, "--data-dir", target])).toMatchObject({ code: 0 });
      const used = await runAgent(["join", octopus.url, "--token", token, "--data-dir", `${target}-2`]);
      expect(used.text).toMatch(/token/i);
      expect(used.code).toBe(4);
      const twice = await runAgent(["join", octopus.url, "--token", token, "--data-dir", target]);
      expect(twice.text).toMatch(/already belongs to machine "web-7"/);
      expect(twice.code).toBe(3);
      for (const ended of [wrong, mistyped, used, twice]) expect(ended.text).not.toMatch(STACK);
      const { items } = await session.get<{ items: AgentDto[] }>("/agents");
      expect(items.filter((agent) => agent.name === "web-7")).toHaveLength(1);
    });

    it("tells a machine that has not joined, or cannot reach the server, what to do", async () => {
      const target = join(folder.path, "stranger");
      const alone = await runAgent(["run", "--data-dir", target]);
      expect(alone).toMatchObject({ code: 2 });
      expect(alone.text).toMatch(/has not joined a server yet; run: octopus agent join URL --token TOKEN/);
      const deaf = await runAgent(["join", "http://127.0.0.1:1", "--token", "t", "--data-dir", target]);
      expect(deaf).toMatchObject({ code: 5 });
      expect(deaf.text).toMatch(/No server answers at http:\/\/127.0.0.1:1. Check the address/);
      const nonsense = await runAgent(["join", "nonsense", "--token", "t", "--data-dir", target]);
      expect(nonsense).toMatchObject({ code: 2 });
      expect(nonsense.text).toMatch(/"nonsense" is no address/);
      const noToken = await runAgent(["join", octopus.url]);
      expect(noToken).toMatchObject({ code: 2 });
      expect(noToken.text).toMatch(/join needs a URL and --token/);
    });

    it("lets a machine with a wrong clock work, and shows it", async () => {
      const shift = join(folder.path, "shift.cjs");
      writeFileSync(
        shift,
        `const real = Date.now; const Old = Date;
         class Late extends Old { constructor(...given) { super(...(given.length ? given : [real() + ${HOUR_MS}])); } }
         Late.now = () => real() + ${HOUR_MS}; globalThis.Date = Late;`,
      );
      const target = join(folder.path, "late");
      const token = await joinToken({ name: "late" });
      expect(await runAgent(["join", octopus.url, "--token", token, "--data-dir", target])).toMatchObject({ code: 0 });
      const agent = new AgentProcess(target, { NODE_OPTIONS: `--require ${shift}` });
      await until("it is online", () => agent.text.includes("connected to"));
      const [answer] = await session.say(conversation, "check disk space on late", "late");
      const card = answer && (await session.finalCard(answer));
      expect(card?.tone).toMatch(/success|attention/);
      const found = async () => {
        const { items } = await session.get<{ items: AgentDto[] }>("/agents");
        return items.find((one) => one.name === "late")?.clockOffsetMs;
      };
      await until("its clock is shown", async () => (await found()) !== undefined);
      expect(Math.abs(((await found()) ?? 0) - HOUR_MS)).toBeLessThan(5_000);
      const doctor = await runOctopus(["doctor"], { environment: local() });
      expect(doctor.output).toMatch(/the clock of late is .* ahead of the server's/);
      expect(await agent.stop()).toBe(0);
    });
  });
});

describe("a machine whose server goes away", () => {
  it("says so once, keeps trying, says when it is back, and ends orderly in between", { timeout: 60_000 }, async () => {
    const folder = temporaryFolder("away");
    const dataDir = join(folder.path, "data");
    const target = join(folder.path, "machine");
    const port = await freePort();
    const start = async () => {
      const server = new OctopusProcess({ command: "server", dataDir, port, environment: LOGIN });
      await server.ready();
      return server;
    };
    let server = await start();
    const session = await ApiSession.signIn(server.url, LOGIN.OCTOPUS_ADMIN_USER, LOGIN.OCTOPUS_ADMIN_PASSWORD);
    const { token } = await session.post<{ token: string }>("/agents/join-tokens", { autoApprove: true });
    await runAgent(["join", server.url, "--token", token, "--data-dir", target]);
    await server.stop();

    const agent = new AgentProcess(target);
    const lines = (pattern: RegExp) => agent.text.split("\n").filter((line) => pattern.test(line)).length;
    await until("it says that the server is away", () => lines(/cannot be reached/) === 1);
    let attempts = 0;
    const deaf = createServer((socket) => {
      attempts += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => deaf.listen(port, "127.0.0.1", resolve));
    await until("it has tried again", () => attempts >= 3);
    expect(lines(/cannot be reached/)).toBe(1);
    await new Promise((resolve) => deaf.close(resolve));
    server = await start();
    await until("it says that the server is back", () => lines(/connected to .* again, after/) === 1);
    expect(agent.text).not.toMatch(STACK);
    expect(await agent.stop()).toBe(0);
    await server.stop();
    const status = await runAgent(["status", "--data-dir", target]);
    expect(status.text).toMatch(/does not answer/);
    expect(status.code).not.toBe(0);
    rmSync(target, { recursive: true });
    folder.remove();
  });
});
