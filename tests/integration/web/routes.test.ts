import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decideAccess } from "../../../core/model/permission.ts";
import { ROLES } from "../../../core/model/user.ts";
import type { FlatCapability, Route } from "../../../web/contract/route.ts";
import { API_PREFIX, ROUTES } from "../../../web/contract/routes.ts";
import { ask, problemIn } from "./support/ask.ts";
import { anActorOf } from "./support/people.ts";
import { startWeb } from "./support/web-harness.ts";

const ALL = Object.entries<Route>(ROUTES);
const OWNED = ["run", "task.change", "run.cancel", "execution.output", "freeze.end"];
const IDS: Readonly<Record<string, string>> = { id: "nothing-1", name: "nothing", version: "1.0.0", "path+": "a/b" };

const address = (path: string) =>
  API_PREFIX + path.replace(/\{(\w+\+?)\}/g, (_whole, name: string) => IDS[name] ?? "x");
const addressesOf = (route: Route) => [route.path, ...(route.aliases ?? [])].map(address);

describe("every route of the table", () => {
  it("refuses strangers, under its aliases too, unless it is public", async () => {
    const { url } = await startWeb();
    for (const [name, route] of ALL.filter(([, one]) => one.access !== "public")) {
      for (const path of addressesOf(route)) {
        const answer = await ask(url, path, { method: route.method });
        expect(problemIn(answer).code, `${name} ${path}`).toBe("access.unauthenticated");
      }
    }
  });

  it("refuses made-up, foreign and expired credentials like none", async () => {
    const { url } = await startWeb();
    const credentials = [
      { bearer: "octo_pat_unknown" },
      { bearer: "octo_dl_000000000000" },
      { headers: { authorization: "Basic YWRtaW46YWRtaW4=" } },
      { headers: { cookie: "octo-session=nobody" } },
      { headers: { cookie: "octo-session=%73ess-admin" } },
      { headers: { cookie: "__Host-octo=sess-admin" } },
      { headers: { cookie: "octo-session=sess-admin", authorization: "Bearer wrong-wrong" } },
    ];
    for (const credential of credentials) {
      expect((await ask(url, `${API_PREFIX}/users`, credential)).status, JSON.stringify(credential)).toBe(401);
    }
  });

  it.each(ROLES)("lets a %s reach exactly what the role allows", async (role) => {
    const { url, audited } = await startWeb();
    let refusals = 0;
    for (const [name, route] of ALL.filter(([, one]) => one.access.startsWith("person"))) {
      const answer = await ask(url, address(route.path), { method: route.method, bearer: `octo_pat_${role}` });
      const capability = route.capability ?? "";
      const allowed =
        OWNED.includes(capability) || decideAccess(anActorOf(role), { name: capability as FlatCapability }).allowed;
      if (allowed) expect([401, 403, 405, 500], `${name} for ${role}`).not.toContain(answer.status);
      else {
        expect(problemIn(answer).code, `${name} for ${role}`).toBe("access.denied");
        refusals += 1;
      }
    }
    expect(audited.filter((fact) => fact.decision === "refused")).toHaveLength(refusals);
  });

  it("keeps machines from everything that people do, and people from what machines do", async () => {
    const { url } = await startWeb();
    for (const [name, route] of ALL.filter(([, one]) => one.access === "person")) {
      const answer = await ask(url, address(route.path), { method: route.method, bearer: "rest-token-web-1" });
      expect(problemIn(answer).code, name).toBe("access.denied");
    }
    const sync = `${API_PREFIX}/agents/agt_web-1/sync`;
    expect((await ask(url, sync, { as: "admin", json: { messages: [] } })).status).toBe(403);
    expect((await ask(url, sync, { bearer: "octo_pat_admin", json: { messages: [] } })).status).toBe(403);
  });

  it("lets a machine speak for itself and for no other", async () => {
    const { url } = await startWeb();
    const as = { bearer: "rest-token-web-1", json: { messages: [] } };
    expect((await ask(url, `${API_PREFIX}/agents/agt_web-1/sync`, as)).status).toBe(200);
    expect((await ask(url, `${API_PREFIX}/clients/agt_web-1/heartbeat`, as)).status).toBe(200);
    expect((await ask(url, `${API_PREFIX}/agents/agt_web-2/sync`, as)).status).toBe(403);
  });

  it("answers a method that is not in the table with 405 and what would do", async () => {
    const { url } = await startWeb();
    const answer = await ask(url, `${API_PREFIX}/tasks`, { method: "DELETE", as: "admin" });
    expect(problemIn(answer).code).toBe("request.wrong-method");
    expect(answer.headers["allow"]).toBe("GET, POST");
  });

  it("answers everything random with less than 500 and with a problem document", async () => {
    const { url, logged } = await startWeb();
    const json = fc.jsonValue({ maxDepth: 3 });
    const value = fc.oneof(
      { weight: 3, arbitrary: json },
      fc.record({
        text: fc.oneof(fc.string(), json),
        clientMessageId: fc.oneof(fc.string(), json),
        action: fc.oneof(fc.constant("disk.usage"), json),
        targets: fc.oneof(fc.constant({ include: ["all"], exclude: [] }), json),
        params: json,
        messages: fc.oneof(fc.array(json), json),
        labels: fc.oneof(fc.array(fc.string()), json),
      }),
    );
    const part = fc.oneof(fc.constantFrom("T-1", "cnv_admin", "agt_web-1", "..", "%00", "__proto__"), fc.webSegment());
    const query = fc.oneof(
      fc.constant(""),
      fc.webQueryParameters().map((text) => `?${text}`),
    );
    const cases = fc.record({ route: fc.constantFrom(...ALL), part, query, value, raw: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(cases, async ({ route: [, route], part: id, query: search, value: body, raw }) => {
        const path = API_PREFIX + route.path.replace(/\{\w+\+?\}/g, id) + search;
        const credential = route.access === "agent" ? { bearer: "rest-token-web-1" } : { as: "admin" as const };
        const sent = raw ? { body: String(JSON.stringify(body)).slice(1), headers: JSON_TYPE } : { json: body };
        const answer = await ask(url, path, { ...credential, ...sent, method: route.method });
        expect(answer.status).toBeLessThan(500);
        if (answer.status >= 400) expect(problemIn(answer).detail).not.toMatch(/\/work|node_modules|\.ts:/);
      }),
      { numRuns: 400 },
    );
    expect(logged.filter(({ level }) => level === "error")).toEqual([]);
  });
});

const JSON_TYPE = { "content-type": "application/json" };
