import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { plugin } from "../../../plugins/http/plugin.ts";
import { runAction } from "./run-action.ts";

interface Seen {
  readonly method: string | undefined;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

let server: Server;
let base: string;
let seen: Seen[];

beforeAll(async () => {
  server = createServer((incoming, outgoing) => {
    let body = "";
    incoming.on("data", (chunk) => (body += chunk));
    incoming.on("end", () => {
      seen.push({ method: incoming.method, headers: incoming.headers, body });
      const [, kind = "", value = ""] = /^\/(\w+)\/?(.*)$/.exec(incoming.url ?? "") ?? [];
      if (kind === "status") outgoing.writeHead(Number(value), { "content-type": "text/plain" }).end("as you wish");
      else if (kind === "go") outgoing.writeHead(302, { location: decodeURIComponent(value) }).end();
      else if (kind === "loop") outgoing.writeHead(301, { location: "/loop" }).end();
      else if (kind === "large") outgoing.writeHead(200).end(Buffer.alloc(3 * 1024 * 1024));
      else incoming.socket.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const request = (params: Record<string, never> | object) => {
  seen = [];
  return runAction(plugin, "http.request", { ...params });
};
const go = (target: string) => `${base}/go/${encodeURIComponent(target)}`;

describe("http.request", () => {
  it("says status and time", async () => {
    const answer = await request({ url: `${base}/status/200` });
    expect(answer).toMatchObject({ ok: true, data: { status: 200, body: "as you wish", address: "127.0.0.1" } });
    expect(answer.headline).toMatch(/\/status\/200 answered 200 in \d+ ms$/);
  });

  it.each([
    [404, undefined, false, /answered 404 in \d+ ms, an error$/],
    [404, 404, true, /answered 404 in \d+ ms$/],
    [200, 204, false, /answered 200 in \d+ ms; 204 was expected$/],
    [302, 302, true, /answered 302 in \d+ ms$/],
  ])("judges %d when %s is expected", async (status, expectStatus, ok, headline) => {
    const answer = await request({ url: `${base}/status/${status}`, ...(expectStatus ? { expectStatus } : {}) });
    expect(answer).toMatchObject({ ok, headline: expect.stringMatching(headline) });
  });

  it("sends method, headers and body", async () => {
    await request({ url: `${base}/status/201`, method: "POST", body: "hello", headers: { "X-Key": "k" } });
    expect(seen).toMatchObject([{ method: "POST", body: "hello", headers: { "x-key": "k", "content-length": "5" } }]);
  });

  it("follows redirects without carrying credentials to another site", async () => {
    const elsewhere = base.replace("127.0.0.1", "localhost");
    const answer = await request({
      url: go(`${elsewhere}/status/200`),
      headers: { Authorization: "secret", accept: "a/b" },
    });
    expect(answer).toMatchObject({ ok: true, data: { redirects: 1, status: 200 } });
    expect(seen[1]?.headers).toMatchObject({ accept: "a/b" });
    expect(seen[1]?.headers.authorization).toBeUndefined();
  });

  it.each([
    ["the metadata service", "http://169.254.169.254/latest/meta-data/", /169\.254\.169\.254 is not allowed/],
    ["its disguise", "http://2852039166/", /is not allowed/],
    ["a file", "file:///etc/passwd", /a redirect to file: is not followed/],
  ])("does not follow a redirect to %s", async (_what, target, headline) => {
    const answer = await request({ url: go(target) });
    expect(answer).toMatchObject({ ok: false, headline: expect.stringMatching(headline) });
  });

  it("does not follow redirects for ever, nor after a change", async () => {
    const loop = await request({ url: `${base}/loop` });
    expect(loop).toMatchObject({ ok: false, headline: expect.stringMatching(/more than 5 redirects$/) });
    expect(seen).toHaveLength(6);
    const post = await request({ url: go(`${base}/status/200`), method: "POST" });
    expect(post.data).toMatchObject({ status: 302, redirects: 0 });
  });

  it("reads no more than it needs of a large answer", async () => {
    const answer = await request({ url: `${base}/large` });
    expect(answer.data).toMatchObject({ bodyTruncated: true, sizeBytes: 1024 * 1024 });
  });

  it("says why there is no answer", async () => {
    expect((await request({ url: `${base}/cut` })).headline).toMatch(/the connection was cut$/);
    expect((await request({ url: "http://127.0.0.1:1/" })).headline).toMatch(/the connection was refused$/);
    expect((await request({ url: "http://no-such-host.invalid/" })).headline).toMatch(/is not known here$/);
    expect((await request({ url: base, headers: { Host: "other" } })).headline).toMatch(
      /the header Host cannot be chosen/,
    );
  });
});
