import { connect } from "node:net";
import { describe, expect, it } from "vitest";
import { ask, problemIn } from "./support/ask.ts";
import { startWeb } from "./support/web-harness.ts";

const TASKS = "/api/v1/tasks";
const CREATE = { as: "admin", json: {} } as const;

describe("a change that comes with the cookie", () => {
  it.each([
    ["another site says it is one", { origin: "https://evil.example", "sec-fetch-site": "cross-site" }],
    ["a sibling site", { "sec-fetch-site": "same-site" }],
    ["an old browser, foreign origin only", { origin: "https://evil.example" }],
    ["a sandboxed page", { origin: "null" }],
    ["our host name on another port", { origin: "http://127.0.0.1:1" }],
    ["a name that begins like ours", { origin: "http://127.0.0.1.evil.example" }],
    [
      "a lie about the site, with a foreign origin",
      { origin: "https://evil.example", "sec-fetch-site": "same-origin" },
    ],
  ])("is refused when it comes from elsewhere: %s", async (_case, headers) => {
    const { url } = await startWeb();
    expect(problemIn(await ask(url, TASKS, { ...CREATE, headers })).code).toBe("access.foreign-origin");
    expect((await ask(url, "/api/v1/session", { method: "DELETE", as: "admin", headers })).status).toBe(403);
  });

  it("is taken from our own page, from a configured site and from a program", async () => {
    const { url } = await startWeb();
    for (const headers of [
      { origin: url, "sec-fetch-site": "same-origin" },
      { origin: url },
      { origin: "https://ops.example", "sec-fetch-site": "cross-site" },
      {},
    ]) {
      const answer = await ask(url, TASKS, { ...CREATE, headers });
      expect(problemIn(answer).code, JSON.stringify(headers)).toBe("request.invalid");
    }
  });

  it("may come from anywhere with a bearer token, which no foreign page can send by itself", async () => {
    const { url } = await startWeb();
    const headers = { origin: "https://evil.example" };
    expect((await ask(url, TASKS, { bearer: "octo_pat_admin", json: {}, headers })).status).toBe(400);
  });

  it("is refused as a form post or as text, before anything is read", async () => {
    const { url } = await startWeb();
    for (const type of ["application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x"]) {
      const answer = await ask(url, TASKS, {
        as: "admin",
        method: "POST",
        body: "{}",
        headers: { "content-type": type },
      });
      expect(problemIn(answer).code).toBe("request.wrong-type");
    }
  });
});

describe("the Host header", () => {
  it.each(["evil.example", "evil.example:8000", "127.0.0.1.evil.example", "localhost.evil.example", "a b"])(
    "is refused when it is not ours: %j",
    async (host) => {
      const { url } = await startWeb();
      expect((await ask(url, "/", { headers: { host } })).status).toBeGreaterThanOrEqual(400);
      expect((await ask(url, "/api/v1/session", { as: "admin", headers: { host } })).status).not.toBe(200);
    },
  );

  it.each(["localhost", "localhost:8000", "127.0.0.1", "[::1]:8000", "192.168.1.7:8000", "octopus.test"])(
    "is accepted when it is an address, localhost or configured: %s",
    async (host) => {
      const { url } = await startWeb();
      expect((await ask(url, "/api/v1/session", { as: "admin", headers: { host } })).status).toBe(200);
    },
  );
});

describe("bodies", () => {
  it("may have 256 KB and not one byte more", async () => {
    const { url } = await startWeb();
    const sized = (bytes: number) => `{"x":"${"a".repeat(bytes - 8)}"}`;
    const send = (body: string) =>
      ask(url, TASKS, { as: "admin", method: "POST", body, headers: { "content-type": "application/json" } });
    expect(problemIn(await send(sized(256 * 1024))).code).toBe("request.invalid");
    expect(problemIn(await send(sized(256 * 1024 + 1))).code).toBe("request.too-large");
    expect(problemIn(await send("a".repeat(2_000_000))).code).toBe("request.too-large");
  });

  it("are refused with a sentence when they are not JSON, compressed, or in another alphabet", async () => {
    const { url } = await startWeb();
    const send = (body: string, headers: Record<string, string> = {}) =>
      ask(url, TASKS, {
        as: "admin",
        method: "POST",
        body,
        headers: { "content-type": "application/json", ...headers },
      });
    expect(problemIn(await send("{oops")).detail).toBe("The body is not valid JSON.");
    expect((await send("{}", { "content-encoding": "gzip" })).status).toBe(415);
    expect((await send("{}", { "content-type": "application/json; charset=latin1" })).status).toBe(415);
    expect((await send('{"__proto__":{"admin":true}}')).status).toBe(400);
  });

  it("name the place and what was expected, and repeat little of the input", async () => {
    const { url } = await startWeb();
    const json = { action: "disk.usage", targets: { include: ["x".repeat(5000)], exclude: [] } };
    const problem = problemIn(await ask(url, TASKS, { as: "admin", json }));
    expect(problem.detail).toMatch(
      /^The body is not valid: targets\.include\.0 must NOT have more than 200 characters/,
    );
    expect(problem.detail.length).toBeLessThan(300);
  });
});

describe("raw bytes on the port", () => {
  it.each([
    "\r\n\r\n",
    "GET / HTTP/9.9\r\n\r\n",
    "\u0000\u0001\u0002".repeat(100),
    `GET /${"a".repeat(20_000)} HTTP/1.1\r\n\r\n`,
  ])("are answered or dropped, and the server goes on: case %#", async (bytes) => {
    const { url, port } = await startWeb();
    const received = await new Promise<string>((resolve) => {
      const socket = connect(port, "127.0.0.1", () => socket.end(bytes));
      let text = "";
      socket.on("data", (chunk) => (text += chunk.toString()));
      socket.on("error", () => undefined);
      socket.on("close", () => resolve(text));
    });
    expect(received).toMatch(/^(HTTP\/1\.1 4\d\d |$)/);
    expect((await ask(url, "/healthz")).status).toBe(200);
  });
});
