import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { safeNext } from "../../../web/client/model/safe-next.ts";
import { ask, problemIn } from "../web/support/ask.ts";
import { closed, openSocket } from "../web/support/sockets.ts";
import { PASSWORD, Victim } from "./support/victim.ts";

describe("S19: what another site, or whoever had the browser before, can do with a session", () => {
  let victim: Victim;
  beforeAll(async () => {
    victim = await Victim.start();
  });
  afterAll(() => victim.stop());

  const show = async (cookie: string) => (await victim.ask("/session", { headers: { cookie } })).status;

  it("no change through the cookie from a foreign page, whichever way it hides", async () => {
    const { cookie } = await victim.signIn();
    for (const headers of [
      { origin: "https://evil.example" },
      { origin: "null" },
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
      { origin: victim.url, "sec-fetch-site": "cross-site" },
      { origin: "https://evil.example", "x-forwarded-host": "evil.example" },
      { origin: "http://evil.example", host: "evil.example" },
    ]) {
      const answer = await victim.ask("/tokens", { json: { name: "x" }, headers: { cookie, ...headers } });
      expect(problemIn(answer).code, JSON.stringify(headers)).toBe("access.foreign-origin");
    }
    const { json } = await victim.ask("/tokens", { headers: { cookie } });
    expect((json as { items: { name: string }[] }).items.map(({ name }) => name)).not.toContain("x");
  });

  it("no live news for a foreign page, nor for a page without a session", async () => {
    const { cookie } = await victim.signIn();
    for (const headers of [{ cookie, origin: "https://evil.example" }, { cookie }, { origin: victim.url }]) {
      expect((await openSocket(victim.url, "/live", headers)).refused).toBeDefined();
    }
    expect((await openSocket(victim.url, "/live", { cookie, origin: victim.url })).refused).toBeUndefined();
  });

  it("no cookie that a script can read, that leaves this host or outlives the session", async () => {
    const { answer } = await victim.signIn();
    const [cookie = ""] = [answer.headers["set-cookie"] ?? []].flat();
    expect(cookie).toMatch(/^octo-session=octo_ses_[0-9a-f]{64}_\w{6}; Path=\/; Expires=.*; HttpOnly; SameSite=Lax$/);
  });

  it("over TLS only the cookie that is bound to host and transport", async () => {
    const secure = await Victim.start({ publicUrl: "https://octopus.example", trustedProxies: ["127.0.0.1"] });
    const { answer } = await secure.signIn({ headers: { "x-forwarded-proto": "https" } });
    const [cookie = ""] = [answer.headers["set-cookie"] ?? []].flat();
    expect(cookie).toMatch(/^__Host-octo=\S+; Path=\/; Expires=.*; HttpOnly; Secure; SameSite=Lax$/);
    expect(answer.headers["strict-transport-security"]).toBe("max-age=31536000");
    await secure.stop();
  });

  it("no fixed session: signing in makes a new one, ends the one before, and takes none that was planted", async () => {
    const before = await victim.signIn();
    const after = await victim.signIn({ headers: { cookie: before.cookie } });
    expect(after.cookie).not.toBe(before.cookie);
    expect([await show(before.cookie), await show(after.cookie)]).toEqual([401, 200]);
    const planted = `octo-session=octo_ses_${"0".repeat(64)}_000000`;
    const real = await victim.signIn({ headers: { cookie: planted } });
    expect([await show(planted), await show(real.cookie)]).toEqual([401, 200]);
    expect(await show(`octo-session=x; ${real.cookie}`)).toBe(401);
  });

  it("no session that its owner cannot see and end, with its live socket", async () => {
    const mine = await victim.signIn({ headers: { "user-agent": "mine" } });
    const lost = await victim.signIn({ headers: { "user-agent": "lost" } });
    const listed = await victim.ask("/sessions", { headers: { cookie: mine.cookie } });
    const { items } = listed.json as { items: { id: string; userAgent: string; current: boolean }[] };
    expect(items.find(({ current }) => current)?.userAgent).toBe("mine");
    const other = items.find(({ userAgent }) => userAgent.startsWith("lost"));
    const { socket } = await openSocket(victim.url, "/live", { cookie: lost.cookie, origin: victim.url });
    const end = (role: "viewer" | "admin", id: string) => victim.as(role, `/sessions/${id}`, { method: "DELETE" });
    expect((await end("viewer", other?.id ?? "")).status).toBe(404);
    expect((await end("admin", other?.id ?? "")).status).toBe(204);
    await closed(socket);
    expect([await show(mine.cookie), await show(lost.cookie)]).toEqual([200, 401]);
    const third = await victim.signIn();
    await victim.ask("/sessions", { method: "DELETE", headers: { cookie: mine.cookie } });
    expect([await show(mine.cookie), await show(third.cookie)]).toEqual([200, 401]);
  });

  it("no way back in after the password changed, from anywhere", async () => {
    const fresh = await Victim.start();
    const mine = await fresh.signIn();
    const other = await fresh.signIn();
    const json = { current: PASSWORD, next: "nine arms hold thirteen things" };
    const changed = await fresh.ask("/session/password", { json, headers: { cookie: mine.cookie } });
    expect(changed.status).toBe(204);
    const works = async (cookie: string) => (await fresh.ask("/session", { headers: { cookie } })).status;
    expect([await works(mine.cookie), await works(other.cookie)]).toEqual([401, 401]);
    const [own = ""] = [changed.headers["set-cookie"] ?? []].flat();
    expect(await works(own.split(";")[0] ?? "")).toBe(200);
    await fresh.stop();
  });

  it("no sign-in, failure or end that is not in the audit log, and no flood of it", async () => {
    const fresh = await Victim.start();
    const wrong = (username: string) => fresh.ask("/session", { json: { username, password: "not this one" } });
    await fresh.signIn();
    for (let count = 0; count < 30; count += 1) await wrong(`name ${count} hunter2`);
    await wrong("ada");
    const { cookie } = await fresh.signIn();
    await fresh.ask("/session", { method: "DELETE", headers: { cookie } });
    const { json, text } = await fresh.as("admin", "/audit?limit=100");
    const lines = (json as { items: { action: string; decision: string; rule: string }[] }).items;
    const count = (action: string, decision: string) =>
      lines.filter((line) => line.action === action && line.decision === decision).length;
    expect(count("session.create", "allowed")).toBe(2);
    expect(count("session.create", "refused")).toBe(10);
    expect(count("session.end", "allowed")).toBe(1);
    expect(text).not.toContain("hunter2");
    expect(await fresh.composed.core.audit.verify()).toMatchObject({ ok: true });
    await fresh.stop();
  });

  it("no page of ours in a frame, and no way from our sign-in to another site", async () => {
    const { headers } = await ask(victim.url, "/sign-in", { headers: { accept: "text/html" } });
    expect(headers["x-frame-options"]).toBe("DENY");
    expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
    for (const next of [
      "//evil.example",
      "/\\evil.example",
      "https://evil.example",
      "javascript:alert(1)",
      "/\t/evil",
    ]) {
      expect(safeNext(next)).toMatch(/^\/([a-z]|$)/);
    }
  });
});
