import { generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { JOIN_TOKEN_LIFE_MS } from "../../../../core/agents/join-service.ts";
import { joinTokenTable } from "../../../../core/store/tables/agent-table.ts";
import { SYSTEM_ACTOR } from "../../../../core/users/actor-of.ts";
import { anActor } from "../../../support/actors.ts";
import { anAgentWorld, FACTS } from "../../../support/agent-world.ts";

describe("a join token", () => {
  it("is shown once and kept as a digest", async () => {
    const { aToken, store } = anAgentWorld();
    const token = await aToken();
    expect(token).toMatch(/^octo_join_/);
    expect(JSON.stringify(await store.select(joinTokenTable, {}))).not.toContain(token.slice(10, 70));
  });

  it.each(["viewer", "requester", "operator", "approver"] as const)("is not made by a %s", async (role) => {
    const { joins, write } = anAgentWorld();
    const wanted = { labels: [], autoApprove: true, rest: false };
    const making = write((writer) => joins.createToken(writer, anActor(role), wanted));
    await expect(making).rejects.toMatchObject({ code: "access.denied" });
  });

  it.each([
    { labels: ["Web"] },
    { labels: ["a b"] },
    { labels: ["env:"] },
    { labels: Array.from({ length: 51 }, (_, index) => `l${index}`) },
    { name: "Web-1" },
    { name: "-web" },
    { name: "x".repeat(64) },
    { lifeMs: 0 },
    { lifeMs: 8 * 24 * 3_600_000 },
  ])("cannot carry %j", async (wanted) => {
    const { aToken } = anAgentWorld();
    await expect(aToken(wanted)).rejects.toMatchObject({ code: "request.invalid" });
  });
});

describe("joining", () => {
  it("makes a machine with the labels that the admin chose, ready when the token says so", async () => {
    const { join, got, history, auditActions } = anAgentWorld();
    const reply = await join("web-1", { labels: ["web", "env:production"] });
    expect(reply).toEqual({ agentId: reply.agentId, serverId: "srv_1", name: "web-1", state: "active" });
    expect(got(reply.agentId)).toMatchObject({
      labels: ["env:production", "web"],
      state: "active",
      liveness: "offline",
    });
    expect(await history(reply.agentId)).toEqual(["joined:  -> active"]);
    expect(await auditActions()).toEqual(["agent.join-token", "agent.join"]);
  });

  it("leaves a machine waiting when the token does not approve it", async () => {
    const { join, directory } = anAgentWorld();
    const { agentId, state } = await join("web-1", { autoApprove: false });
    expect(state).toBe("pending");
    expect([directory.mayConnect(agentId), directory.takesWork(agentId)]).toEqual([true, false]);
  });

  it("gives the machine the name of the token, whatever it calls itself", async () => {
    const { join } = anAgentWorld();
    expect((await join("localhost", { name: "web-1" })).name).toBe("web-1");
  });

  it("works once, also for two that come at the same moment", async () => {
    const { aToken, joins, key, directory } = anAgentWorld();
    const token = await aToken();
    const ask = (name: string) => joins.join({ token, publicKey: key.publicKey, name, facts: FACTS });
    const results = await Promise.allSettled([ask("web-1"), ask("web-2")]);
    expect(results.map((result) => result.status)).toEqual(["fulfilled", "rejected"]);
    await expect(ask("web-3")).rejects.toThrow(/used before/);
    expect(directory.all().map((agent) => agent.name)).toEqual(["web-1"]);
  });

  it("works for an hour", async () => {
    const { aToken, joins, key, clock } = anAgentWorld();
    const [early, late] = [await aToken(), await aToken()];
    const ask = (token: string, name: string) => joins.join({ token, publicKey: key.publicKey, name, facts: FACTS });
    await clock.advance(JOIN_TOKEN_LIFE_MS - 1);
    expect((await ask(early, "web-1")).state).toBe("active");
    await clock.advance(1);
    await expect(ask(late, "web-2")).rejects.toMatchObject({ code: "agent.join-refused" });
  });

  it("does not use the token up when the name is taken", async () => {
    const { aToken, join, joins, key } = anAgentWorld();
    await join("web-1");
    const token = await aToken();
    const ask = (name: string) => joins.join({ token, publicKey: key.publicKey, name, facts: FACTS });
    await expect(ask("web-1")).rejects.toMatchObject({ code: "agent.name-taken" });
    expect((await ask("web-2")).name).toBe("web-2");
  });

  it("refuses a token that nobody made, or that is not complete", async () => {
    const { joins, key, aToken } = anAgentWorld();
    const token = await aToken();
    for (const wrong of ["", "octo_join_", token.slice(0, -1), token.replace("octo_join", "octo_pat")]) {
      const asking = joins.join({ token: wrong, publicKey: key.publicKey, name: "web-1", facts: FACTS });
      await expect(asking).rejects.toMatchObject({ code: "agent.join-refused" });
    }
  });

  it("refuses keys that are not Ed25519", async () => {
    const { aToken, joins } = anAgentWorld();
    const token = await aToken();
    const spki = { type: "spki", format: "pem" } as const;
    const rsa = generateKeyPairSync("rsa", { modulusLength: 1024 }).publicKey.export(spki).toString();
    const secret = generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    for (const publicKey of ["nonsense", rsa, secret]) {
      const asking = joins.join({ token, publicKey, name: "web-1", facts: FACTS });
      await expect(asking).rejects.toMatchObject({ code: "request.invalid" });
    }
  });

  it("needs no key for a machine that speaks REST, and only for such a one", async () => {
    const { aToken, joins, proof } = anAgentWorld();
    const keyless = async (rest: boolean) =>
      joins.join({ token: await aToken({ rest }), publicKey: "", name: "printer", facts: FACTS });
    await expect(keyless(false)).rejects.toMatchObject({ code: "agent.join-refused" });
    const reply = await keyless(true);
    expect((await proof.proveToken(reply.restToken ?? ""))?.id).toBe(reply.agentId);
  });

  it("announces a machine that can be found at once", async () => {
    const { join, directory, events } = anAgentWorld();
    const found: unknown[] = [];
    events.on("agent.changed", ({ agentId }) => found.push(directory.get(agentId)?.name));
    await join("web-1");
    expect(found).toEqual(["web-1"]);
    expect(directory.byName("WEB-1")?.name).toBe("web-1");
  });

  it("never gives an id twice", async () => {
    const { agents, join, write } = anAgentWorld();
    const first = await join("web-1");
    await write((writer) => agents.remove(writer, SYSTEM_ACTOR, first.agentId));
    expect((await join("web-1")).agentId).not.toBe(first.agentId);
  });
});
