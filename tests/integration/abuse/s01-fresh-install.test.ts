import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Route } from "../../../web/contract/route.ts";
import { ROUTES } from "../../../web/contract/routes.ts";
import { ask, problemIn } from "../web/support/ask.ts";
import { PASSWORD, Victim } from "./support/victim.ts";

const PUBLIC = ["setup.state", "setup.complete", "session.create", "agent.join"];
const FIRST = { username: "eve", password: PASSWORD };

describe("S01, P21: a fresh server that nobody has set up", () => {
  let victim: Victim;
  let code = "";
  beforeAll(async () => {
    victim = await Victim.start({ admin: undefined });
    code = (await victim.composed.core.setup.begin()) ?? "";
  });
  afterAll(() => victim.stop());

  it("can be reached from this machine alone", async () => {
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ internal, family }) => !internal && family === "IPv4");
    for (const { address } of others) {
      const outcome = await new Promise((resolve) => {
        const socket = connect(victim.port, address, () => resolve("open"));
        socket.once("error", (error: NodeJS.ErrnoException) => resolve(error.code));
      });
      expect(outcome).toBe("ECONNREFUSED");
    }
  });

  it("answers every address but those of set-up with 401 and what to do", async () => {
    for (const [name, route] of Object.entries<Route>(ROUTES)) {
      if (PUBLIC.includes(name)) continue;
      const path = route.path.replaceAll(/\{\w+\+?\}/g, "x");
      const answer = await victim.ask(path, { method: route.method });
      expect([name, answer.status, problemIn(answer).code]).toEqual([name, 401, "setup.required"]);
    }
  });

  it("tells strangers nothing by its health and its figures", async () => {
    for (const path of ["/healthz", "/readyz", "/metrics"]) {
      const { status, text } = await ask(victim.url, path);
      expect(status).toBe(200);
      expect(text).not.toContain(victim.folder);
      expect(text).not.toContain(code);
    }
  });

  it.each([
    ["X-Forwarded-For: 127.0.0.1", { "x-forwarded-for": "127.0.0.1" }],
    ["Forwarded", { forwarded: "for=127.0.0.1" }],
    ["X-Real-IP", { "x-real-ip": "::1" }],
    ["a public name", { host: "203.0.113.7" }],
  ])("is not set up through a proxy, even with the right code: %s", async (_what, headers) => {
    const answer = await victim.ask("/setup", { json: { code, ...FIRST }, headers });
    expect(problemIn(answer).code).toBe("access.denied");
  });

  it("is not set up through a proxy that leaves no trace but its old protocol", async () => {
    const body = JSON.stringify({ code, ...FIRST });
    const head = `POST /api/v1/setup HTTP/1.0\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
    const text = await new Promise<string>((resolve) => {
      let received = "";
      const socket = connect(victim.port, "127.0.0.1", () => socket.write(head + body));
      socket.on("data", (chunk) => {
        received += chunk.toString();
      });
      socket.on("close", () => resolve(received));
    });
    expect(text).toContain("access.denied");
  });

  it("is not set up by a page of another site in the browser of this machine", async () => {
    const headers = { origin: "https://evil.example", "sec-fetch-site": "cross-site" };
    const answer = await victim.ask("/setup", { json: { code, ...FIRST }, headers });
    expect(problemIn(answer).code).toBe("access.foreign-origin");
  });

  it("needs the code, which dies after five wrong tries", async () => {
    const other = await Victim.start({ admin: undefined });
    const right = (await other.composed.core.setup.begin()) ?? "";
    const guess = async (text: string) => (await other.ask("/setup", { json: { code: text, ...FIRST } })).status;
    expect(await Promise.all(["a", "b", "c", "d", "e"].map(guess))).toEqual([403, 403, 403, 403, 403]);
    expect(await guess(right)).toBe(403);
    const fresh = (await other.composed.core.setup.begin()) ?? "";
    expect(await guess(fresh)).toBe(201);
    expect(await guess(fresh)).toBe(409);
    await other.stop();
  });

  it("is set up once although two try at the same moment", async () => {
    const other = await Victim.start({ admin: undefined });
    const right = (await other.composed.core.setup.begin()) ?? "";
    const tries = ["eve", "mallory"].map((username) =>
      other.ask("/setup", { json: { code: right, username, password: PASSWORD } }),
    );
    const statuses = (await Promise.all(tries)).map(({ status }) => status).sort();
    expect(statuses[0]).toBe(201);
    expect(statuses[1]).toBeGreaterThanOrEqual(400);
    expect(await other.composed.core.userQueries.all()).toHaveLength(1);
    await other.stop();
  });
});

describe("S01: a server that other machines can reach", () => {
  it("takes no password over plain HTTP from them, and tells them why", async () => {
    const victim = await Victim.start({ trustedProxies: ["127.0.0.1"] });
    const from = (headers: Record<string, string>) => victim.signIn({ headers });
    const plain = await from({ "x-forwarded-for": "203.0.113.9", "x-forwarded-proto": "http" });
    expect(problemIn(plain.answer).detail).toContain("plain HTTP");
    expect(plain.cookie).toBe("");
    expect((await from({ "x-forwarded-for": "203.0.113.9", "x-forwarded-proto": "https" })).answer.status).toBe(201);
    await victim.stop();
  });

  it("takes it when the administrator allowed that", async () => {
    const victim = await Victim.start({ trustedProxies: ["127.0.0.1"], insecureHttp: true });
    expect((await victim.signIn({ headers: { "x-forwarded-for": "203.0.113.9" } })).answer.status).toBe(201);
    await victim.stop();
  });

  it("counts wrong passwords by the address behind the proxy, which nobody can choose", async () => {
    const victim = await Victim.start({ trustedProxies: ["127.0.0.1"], insecureHttp: true });
    const guess = (lie: string, client: string) =>
      victim.ask("/session", {
        json: { username: "ada", password: "wrong" },
        headers: { "x-forwarded-for": `${lie}, ${client}` },
      });
    const statuses: number[] = [];
    for (let count = 0; count < 7; count += 1) statuses.push((await guess(`1.1.1.${count}`, "203.0.113.9")).status);
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429]);
    expect((await guess("1.1.1.1", "203.0.113.10")).status).toBe(401);
    await victim.stop();
  });
});
