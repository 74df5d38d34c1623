import { createServer } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { OctopusError } from "../../../core/kernel/errors.ts";
import type { WebServerDeps } from "../../../web/web-server-deps.ts";
import { ask, problemIn } from "./support/ask.ts";
import { FakeChat } from "./support/fake-chat.ts";
import { anActorOf } from "./support/people.ts";
import { PASSWORD, startWeb } from "./support/web-harness.ts";

const SESSION = "/api/v1/session";

describe("starting", () => {
  it("says which port is taken and what to do", async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", () => resolve()));
    onTestFinished(() => void taken.close());
    const { port } = taken.address() as { port: number };
    await expect(startWeb({}, { port })).rejects.toMatchObject({
      code: "server.port-in-use",
      message: `Port ${port} on 127.0.0.1 is already in use. Stop the program that uses it, or choose another one with OCTOPUS_PORT.`,
    });
  });

  it("says when the address is not one of this machine's", async () => {
    await expect(startWeb({}, { host: "192.0.2.1" })).rejects.toMatchObject({ code: "config.invalid" });
  });

  it("stops although a browser keeps its connection and a socket open, and frees the port", async () => {
    const { url, stop, port } = await startWeb();
    await fetch(`${url}/healthz`);
    await stop();
    await stop();
    const again = await startWeb({}, { port });
    expect(again.port).toBe(port);
  });
});

describe("health", () => {
  it("answers everybody, also before set-up and under any name", async () => {
    const { url } = await startWeb();
    const headers = { host: "probe.internal" };
    expect((await ask(url, "/healthz", { headers })).json).toEqual({ alive: true });
    expect((await ask(url, "/readyz", { headers })).json).toEqual({
      ready: true,
      checks: [{ name: "database", ok: true }],
    });
    const metrics = await ask(url, "/metrics", { headers });
    expect(metrics.text).toContain("octopus_agents_connected 0");
  });

  it("is not ready while a part cannot work, and says which", async () => {
    const check = () => Promise.reject(new OctopusError("storage.unavailable", "Busy."));
    const { url } = await startWeb({ readiness: [{ name: "scheduler", check }] });
    const answer = await ask(url, "/readyz");
    expect(answer.status).toBe(503);
    expect(answer.json).toEqual({ ready: false, checks: [{ name: "scheduler", ok: false }] });
  });

  it("counts requests by route, not by address", async () => {
    const { url } = await startWeb();
    await ask(url, "/api/v1/runs/R-999", { as: "admin" });
    expect((await ask(url, "/metrics")).text).toContain('octopus_http_requests_total{route="run.show",status="404"} 1');
  });
});

describe("signing in", () => {
  it("sets a cookie that scripts and other sites cannot use, and that signing out ends", async () => {
    const { url } = await startWeb();
    const answer = await ask(url, SESSION, { json: { username: "operator", password: PASSWORD } });
    expect(answer.status).toBe(201);
    const [cookie = ""] = answer.headers["set-cookie"] as string[];
    expect(cookie).toMatch(/^octo-session=opened-1; Path=\/; Expires=.+; HttpOnly; SameSite=Lax$/);
    const headers = { cookie: "octo-session=opened-1" };
    expect((await ask(url, SESSION, { headers })).json).toMatchObject({ user: { name: "operator" } });
    const goodbye = await ask(url, SESSION, { method: "DELETE", headers });
    expect(goodbye.status).toBe(204);
    expect(String(goodbye.headers["set-cookie"])).toMatch(/^octo-session=; Path=\/; Expires=Thu, 01 Jan 1970/);
    expect((await ask(url, SESSION, { headers })).status).toBe(401);
  });

  it("over TLS uses the cookie that is bound to host and transport, and no other", async () => {
    const { url } = await startWeb({}, { publicUrl: "https://octopus.test" });
    const answer = await ask(url, SESSION, { json: { username: "operator", password: PASSWORD } });
    expect(String(answer.headers["set-cookie"])).toMatch(/^__Host-octo=.*; HttpOnly; Secure; SameSite=Lax$/);
    expect(answer.headers["strict-transport-security"]).toBe("max-age=31536000");
    expect((await ask(url, SESSION, { headers: { cookie: "octo-session=sess-admin" } })).status).toBe(401);
  });

  it("takes a fresh session even when the browser came with a known one", async () => {
    const { url } = await startWeb();
    const answer = await ask(url, SESSION, { as: "viewer", json: { username: "operator", password: PASSWORD } });
    expect(String(answer.headers["set-cookie"])).toContain("octo-session=opened-1");
  });

  it("is closed after five wrong tries, for that account and address, and says for how long", async () => {
    const { url } = await startWeb();
    const attempt = (username: string, password: string) => ask(url, SESSION, { json: { username, password } });
    for (let tries = 0; tries < 5; tries += 1) expect((await attempt("admin", "wrong")).status).toBe(401);
    const closed = await attempt("ADMIN", PASSWORD);
    expect(problemIn(closed)).toMatchObject({ code: "request.rate-limited", retryable: true });
    expect(Number(closed.headers["retry-after"])).toBeGreaterThan(800);
    expect((await attempt("operator", PASSWORD)).status).toBe(201);
  });

  it("counts parallel tries too", async () => {
    const { url } = await startWeb();
    const tries = Array.from({ length: 20 }, () =>
      ask(url, SESSION, { json: { username: "admin", password: "wrong" } }),
    );
    const statuses = (await Promise.all(tries)).map((answer) => answer.status);
    expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(5);
  });
});

describe("set-up", () => {
  const setup = { code: "abc", username: "ada", password: PASSWORD };
  const needed = (base: WebServerDeps["accounts"]): WebServerDeps["accounts"] => ({
    ...base,
    setupNeeded: async () => true,
    completeSetup: async () => ({
      ...anActorOf("admin"),
      id: "usr_admin" as never,
      state: "active",
      timeZone: undefined,
      createdAt: 1,
    }),
  });

  it("is what every other address asks for until it is done", async () => {
    const { url } = await startWeb({
      accounts: needed({ openSession: async () => ({ secret: "s", expiresAt: 1 }) } as never),
    });
    expect(problemIn(await ask(url, "/api/v1/tasks")).code).toBe("setup.required");
    expect((await ask(url, "/api/v1/setup")).json).toEqual({ needed: true });
    expect((await ask(url, "/api/v1/setup", { json: setup })).status).toBe(201);
  });

  it("is refused through a proxy, which makes strangers look local", async () => {
    const { url } = await startWeb({ accounts: needed({} as never) });
    const headers = { "x-forwarded-for": "203.0.113.9" };
    expect(problemIn(await ask(url, "/api/v1/setup", { json: setup, headers })).code).toBe("access.denied");
  });
});

describe("limits", () => {
  it("slow down one person and leave the others alone", async () => {
    const { url } = await startWeb({}, { limits: { requestsPerSecond: 1, loginFailures: 5, loginWindowMs: 1000 } });
    const statuses: number[] = [];
    for (let count = 0; count < 12; count += 1) statuses.push((await ask(url, SESSION, { as: "viewer" })).status);
    expect(statuses.slice(0, 10)).toEqual(Array(10).fill(200));
    expect(statuses.slice(10)).toEqual([429, 429]);
    expect((await ask(url, SESSION, { as: "admin" })).status).toBe(200);
  });
});

describe("answers", () => {
  it("carry the strict headers, and no cache keeps what the interface says", async () => {
    const { url } = await startWeb();
    for (const path of ["/", SESSION, "/nothing.png"]) {
      const { headers } = await ask(url, path, { as: "admin" });
      expect(headers["content-security-policy"]).toMatch(
        /default-src 'none';script-src 'self';.*frame-ancestors 'none'/,
      );
      expect(headers["x-content-type-options"]).toBe("nosniff");
      expect(headers["referrer-policy"]).toBe("no-referrer");
      expect(headers["x-frame-options"]).toBe("DENY");
      expect(headers["x-powered-by"]).toBeUndefined();
      expect(headers["strict-transport-security"]).toBeUndefined();
    }
    expect((await ask(url, SESSION, { as: "admin" })).headers["cache-control"]).toBe("no-store");
  });

  it("are problem documents for unknown addresses and unreadable ones", async () => {
    const { url } = await startWeb();
    for (const path of ["/api/v1/nothing", "/api/v2/tasks", "/nothing.png", "/assets/gone-a1b2c3d4.js"]) {
      expect(problemIn(await ask(url, path, { as: "admin" })).code, path).toBe("request.not-found");
    }
    expect((await ask(url, "/api/v1/tasks/%E0%A4%A", { as: "admin" })).status).toBe(400);
  });

  it("never tell a stranger what broke inside, only where the log has it", async () => {
    class BrokenChat extends FakeChat {
      override async list(): Promise<never> {
        throw new TypeError("secret /srv/path is undefined");
      }
    }
    const { url, logged } = await startWeb({ chat: new BrokenChat() });
    const answer = await ask(url, "/api/v1/conversations", { as: "admin" });
    const problem = problemIn(answer);
    expect(problem).toMatchObject({ status: 500, code: "server.bug" });
    expect(answer.text).not.toContain("secret");
    expect(answer.headers["x-request-id"]).toBe(problem.instance);
    expect(logged).toMatchObject([{ level: "error", fields: { requestId: problem.instance } }]);
  });

  it("are held against their schema: one that breaks it is a bug, not an answer", async () => {
    class SloppyChat extends FakeChat {
      override async list(): Promise<never> {
        return { items: [{ id: "cnv_1" }] } as never;
      }
    }
    const { url } = await startWeb({ chat: new SloppyChat() });
    expect((await ask(url, "/api/v1/conversations", { as: "admin" })).status).toBe(500);
  });
});

describe("files", () => {
  it("show the console at every page address, and let browsers keep only what never changes", async () => {
    const { url } = await startWeb();
    for (const path of ["/", "/runs/R-92", "/setup?code=abc"]) {
      const answer = await ask(url, path, { headers: { accept: "text/html" } });
      expect(answer.text, path).toContain("<title>Octopus</title>");
      expect(answer.headers["cache-control"]).toBe("no-cache");
    }
    const script = await ask(url, "/assets/index-a1b2c3d4.js");
    expect(script.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
  });

  it("do not lead out of their folder", async () => {
    const { url } = await startWeb();
    for (const path of ["/../agent.cjs", "/%2e%2e/agent.cjs", "/assets/..%2f..%2fagent.cjs", "/..%5cagent.cjs"]) {
      expect((await ask(url, path)).text, path).not.toContain("// agent");
    }
  });

  it("hand a new machine the agent and a script that names this server", async () => {
    const { url } = await startWeb();
    expect((await ask(url, "/agent.cjs")).text).toBe("// agent");
    const script = await ask(url, "/install.sh", { headers: { host: "localhost:8123" } });
    expect(script.text).toContain('join "http://localhost:8123" "$@"');
  });

  it("of a plugin go to machines and people, listed ones only", async () => {
    const { url } = await startWeb();
    const file = "/api/v1/plugins/disk/1.0.0/files/lib/plugin.mjs";
    const answer = await ask(url, file, { bearer: "rest-token-web-1" });
    expect(answer.text).toBe("hello");
    expect(answer.headers["content-type"]).toBe("application/octet-stream");
    expect((await ask(url, file.replace("plugin.mjs", "..%2f..%2fsecret"), { as: "admin" })).status).toBe(404);
    expect((await ask(url, file)).status).toBe(401);
  });
});
