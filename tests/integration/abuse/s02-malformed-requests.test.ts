import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Route } from "../../../web/contract/route.ts";
import { ROUTES } from "../../../web/contract/routes.ts";
import { type Answer, ask } from "../web/support/ask.ts";
import { Victim } from "./support/victim.ts";

/** Ending our own session or making people take long (password hashes) would only slow the test down. */
const LEFT_OUT = ["session.revoke-others", "user.create"];
const routes = Object.entries<Route>(ROUTES).filter(([name]) => !LEFT_OUT.includes(name));
const NASTY = [
  "__proto__",
  "constructor",
  "toString",
  "T-1",
  "..",
  "%00",
  "%2e%2e%2f",
  "'; DROP TABLE task; --",
  "\u202e",
  "-1",
  "1e309",
  "9".repeat(400),
  "x".repeat(3000),
  "",
];
const word = fc.oneof(fc.constantFrom(...NASTY), fc.string({ maxLength: 40 }));
const body = fc.oneof(
  fc.json({ maxDepth: 6 }),
  fc.constantFrom(
    '{"__proto__":{"role":"admin"},"name":"x"}',
    '{"action":"journal.write","params":{"__proto__":{"entry":"k"}},"targets":{"include":["all"],"exclude":[]}}',
    '{"action":"constructor","targets":{"include":["__proto__"],"exclude":[]}}',
    `${"[".repeat(50_000)}${"]".repeat(50_000)}`,
    `{"params":${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}}`,
    '{"text":"x","clientMessageId":"\\u0000"}',
    "nul",
    "\ufeff{}",
    "",
  ),
);

function harmless({ status, text, headers }: Answer, folder: string): void {
  expect(status, text).toBeLessThan(500);
  expect(text).not.toMatch(/ {4}at |node_modules|node:internal|SQLITE|better-sqlite3/);
  expect(text).not.toContain(folder);
  if (status >= 400) expect(headers["content-type"]).toMatch(/^application\/problem\+json/);
}

describe("S02: requests that are not what was agreed", () => {
  let victim: Victim;
  beforeAll(async () => {
    victim = await Victim.start();
    await victim.as("admin", "/session");
  });
  afterAll(() => victim.stop());

  it("get an answer below 500 that tells nothing of what is inside, at every address and with every body", async () => {
    const request = fc.record({
      route: fc.constantFrom(...routes),
      path: word,
      query: fc.array(fc.tuple(word, word)),
      body,
    });
    await fc.assert(
      fc.asyncProperty(request, async ({ route: [, route], path, query, body: sent }) => {
        const filled = route.path.replaceAll(/\{\w+\+?\}/g, () => encodeURIComponent(path) || "x");
        const search = query.map((pair) => pair.map(encodeURIComponent).join("=")).join("&");
        const answer = await victim.as("admin", `${filled}?${search}`, {
          method: route.method,
          body: sent,
          headers: { "content-type": "application/json" },
        });
        harmless(answer, victim.folder);
      }),
      { numRuns: 600 },
    );
    expect((await victim.as("admin", "/session")).status).toBe(200);
    expect(({} as { role?: string }).role).toBeUndefined();
  });

  it.each([
    "limit=0",
    "limit=-1",
    "limit=501",
    "limit=1e3",
    "limit=99999999999999999999",
    "limit=5&limit=6",
    `cursor=${"9".repeat(300)}`,
    "cursor[a]=1",
    "before[__proto__]=1",
    "limit",
  ])("are refused when they page by %s", async (query) => {
    for (const path of ["/tasks", "/runs", "/executions", "/agents", "/users", "/audit", "/conversations"]) {
      const answer = await victim.as("admin", `${path}?${query}`);
      expect([path, answer.status]).toEqual([path, 400]);
    }
  });

  it.each(["%2500", "9".repeat(200), "abc", "-1", "9223372036854775808", "0x10", "1;2", "💥"])(
    "page by the cursor %s without an error of ours",
    async (cursor) => {
      for (const path of ["/tasks", "/runs", "/executions", "/agents", "/users", "/audit", "/conversations"]) {
        harmless(await victim.as("admin", `${path}?cursor=${encodeURIComponent(cursor)}`), victim.folder);
      }
    },
  );

  it.each(["TRACE", "CONNECT-X", "OPTIONS", "PUT", "PROPFIND"])("may not come as %s", async (method) => {
    const { status, text } = await ask(victim.url, "/api/v1/tasks", { method });
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect(text).not.toContain("Cannot");
  });

  it("say nothing of the way to a missing or unreadable page", async () => {
    for (const path of ["/nothing.js", "/assets/../../data/audit.key", "/%2e%2e/data/audit.key", "/assets/%00", "/%"]) {
      const answer = await ask(victim.url, path);
      harmless(answer, victim.folder);
      expect(answer.text, path).toMatch(/^(\{"type"|<!doctype html>)/);
    }
  });
});
