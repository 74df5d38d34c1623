import { describe, expect, it } from "vitest";
import { ROLES } from "../../../core/model/user.ts";
import { userTable } from "../../../core/store/tables/user-table.ts";
import { API_PREFIX } from "../../../web/contract/routes.ts";
import { ask, problemIn } from "./support/ask.ts";
import { startWeb } from "./support/web-harness.ts";

const WANT = { action: "service.restart", params: {}, targets: { include: ["host:web-1"], exclude: [] } };
const AT = `${API_PREFIX}/approvals`;

async function start() {
  const world = await startWeb();
  const common = { state: "active", password_hash: null, time_zone: null, created_at: 0 };
  const rows = ROLES.map((role) => ({ id: `usr_${role}`, name: role, name_key: role, role, ...common }));
  await world.store.write((writer) => writer.insert(userTable, rows));
  return world;
}

describe("approvals over REST", () => {
  it("what needs a yes is refused with its own code, asked for, and made by the yes of another person", async () => {
    const { url, audited } = await start();
    const refused = await ask(url, `${API_PREFIX}/tasks`, { as: "requester", json: WANT });
    expect([refused.status, problemIn(refused)]).toMatchObject([403, { code: "approval.needed" }]);
    const asked = await ask(url, AT, { as: "requester", json: WANT });
    expect([asked.status, asked.json]).toMatchObject([
      201,
      { id: "A-1", state: "pending", own: true, mayAnswer: false, machines: [{ name: "web-1" }], params: {} },
    ]);
    const listed = await ask(url, `${AT}?state=pending`, { as: "approver" });
    expect(listed.json).toMatchObject({ items: [{ id: "A-1", mayAnswer: true, own: false }] });
    const granted = await ask(url, `${AT}/A-1/approve`, { as: "approver", json: { note: "ok" } });
    expect([granted.status, granted.json]).toMatchObject([
      200,
      { state: "approved", decidedByName: "approver", note: "ok", runId: "R-1" },
    ]);
    const twice = await ask(url, `${AT}/A-1/approve`, { as: "admin", json: {} });
    expect([twice.status, problemIn(twice).detail]).toEqual([
      409,
      "A-1 is already approved by approver. Nothing was started by this.",
    ]);
    const runs = await ask(url, `${API_PREFIX}/runs`, { as: "viewer" });
    expect((runs.json as { items: object[] }).items).toHaveLength(1);
    expect(audited.map(({ action }) => action)).toEqual(
      expect.arrayContaining(["approval.request", "approval.approved", "task.create"]),
    );
  });

  it("are seen by those who could answer, and else by whoever asked", async () => {
    const { url } = await start();
    await ask(url, AT, { as: "requester", json: WANT });
    const seen = async (as: (typeof ROLES)[number]) =>
      ((await ask(url, AT, { as })).json as { items: { id: string }[] }).items.map(({ id }) => id);
    expect(await Promise.all(ROLES.map(async (role) => [role, await seen(role)]))).toEqual([
      ["viewer", []],
      ["requester", ["A-1"]],
      ["operator", []],
      ["approver", ["A-1"]],
      ["admin", ["A-1"]],
    ]);
    const statuses = await Promise.all(ROLES.map(async (as) => (await ask(url, `${AT}/A-1`, { as })).status));
    expect(statuses).toEqual([404, 200, 404, 200, 200]);
  });

  it("nobody answers their own, an operator nobody's", async () => {
    const { url } = await start();
    await ask(url, `${API_PREFIX}/protections`, { as: "admin", json: { targets: WANT.targets } });
    expect((await ask(url, AT, { as: "admin", json: WANT })).status).toBe(201);
    const own = await ask(url, `${AT}/A-1/approve`, { as: "admin", json: {} });
    expect(problemIn(own)).toMatchObject({ code: "access.denied", detail: expect.stringContaining("somebody else") });
    const operator = await ask(url, `${AT}/A-1/approve`, { as: "operator", json: {} });
    expect(problemIn(operator).code).toBe("access.denied");
  });

  it("is refused with a reason, withdrawn by who asked, and let go in an emergency by an administrator", async () => {
    const { url } = await start();
    await ask(url, AT, { as: "requester", json: WANT });
    const refused = await ask(url, `${AT}/A-1/refuse`, { as: "approver", json: { note: "too risky" } });
    expect(refused.json).toMatchObject({ state: "refused", note: "too risky" });
    await ask(url, AT, { as: "requester", json: WANT });
    expect(problemIn(await ask(url, `${AT}/A-2/withdraw`, { as: "operator", method: "POST" })).code).toBe(
      "access.denied",
    );
    expect((await ask(url, `${AT}/A-2/withdraw`, { as: "requester", method: "POST" })).json).toMatchObject({
      state: "withdrawn",
    });
    await ask(url, AT, { as: "requester", json: WANT });
    const glass = await ask(url, `${AT}/A-3/override`, { as: "admin", json: { reason: "the shop is down" } });
    expect(glass.json).toMatchObject({ state: "overridden", note: "the shop is down", runId: "R-1" });
  });

  it("a yes to what has changed starts nothing and says so", async () => {
    const { url } = await start();
    await ask(url, AT, { as: "requester", json: WANT });
    await ask(url, `${API_PREFIX}/protections`, { as: "admin", json: { targets: WANT.targets } });
    const late = await ask(url, `${AT}/A-1/approve`, { as: "approver", json: {} });
    expect([late.status, problemIn(late).code]).toEqual([409, "request.conflict"]);
    expect((await ask(url, `${AT}/A-1`, { as: "admin" })).json).toMatchObject({ state: "changed" });
    expect(problemIn(await ask(url, `${AT}/A-9`, { as: "viewer" })).code).toBe("approval.not-found");
  });

  it("protected places are set and lifted by administrators, and seen by all", async () => {
    const { url } = await start();
    const body = { targets: WANT.targets };
    expect((await ask(url, `${API_PREFIX}/protections`, { as: "operator", json: body })).status).toBe(403);
    expect((await ask(url, `${API_PREFIX}/protections`, { as: "admin", json: body })).status).toBe(201);
    const listed = await ask(url, `${API_PREFIX}/protections`, { as: "viewer" });
    expect(listed.json).toMatchObject({ items: [{ id: "G-1", risk: "change" }] });
    const needed = await ask(url, `${API_PREFIX}/tasks`, { as: "operator", json: WANT });
    expect(problemIn(needed).code).toBe("approval.needed");
    expect((await ask(url, `${API_PREFIX}/protections/G-1`, { as: "admin", method: "DELETE" })).status).toBe(200);
    expect((await ask(url, `${API_PREFIX}/tasks`, { as: "operator", json: WANT })).status).toBe(201);
  });
});
