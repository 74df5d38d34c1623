import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SYSTEM_ACTOR } from "../../../../core/users/actor-of.ts";
import { aKey, anAgentWorld, CHALLENGE, FACTS } from "../../../support/agent-world.ts";

const EARLIER = { challengedAt: 0 };

async function joined() {
  const world = anAgentWorld();
  const { agentId } = await world.join("web-1");
  const instant = async () => {
    await world.clock.advance(1);
    return world.clock.monotonic();
  };
  /** On a connection that was challenged just now, or at the instant given. */
  const say = async (boot: number, challengedAt?: number) => {
    const options = { challengedAt: challengedAt ?? (await instant()) };
    return await world.proof.prove(world.key.hello(agentId, boot), CHALLENGE, options);
  };
  return { ...world, agentId, instant, say };
}

describe("a machine's hello", () => {
  it("is welcomed with the numbers both live by, and the machine is online with its facts", async () => {
    const { say, got, agentId, history } = await joined();
    expect(await say(1)).toEqual({
      ok: true,
      serverId: "srv_1",
      heartbeatMs: 10_000,
      leaseMs: 45_000,
      marginMs: 10_000,
      state: "active",
      takesReady: true,
    });
    expect(got(agentId)).toMatchObject({ liveness: "online", facts: FACTS });
    expect(await history(agentId)).toEqual(["joined:  -> active", "liveness: offline -> online"]);
  });

  it("is refused when another key signed it, and nothing changes", async () => {
    const { proof, got, agentId } = await joined();
    const before = got(agentId);
    const answer = await proof.prove(aKey().hello(agentId, 1), CHALLENGE, EARLIER);
    expect(answer).toMatchObject({ ok: false, code: "agent.proof-refused", retryable: false });
    expect(got(agentId)).toBe(before);
  });

  it("is refused when any signed part is another one", async () => {
    const { proof, key, agentId, join } = await joined();
    const other = await join("web-2");
    const hello = key.hello(agentId, 1);
    const answers = [
      await proof.prove(hello, { ...CHALLENGE, nonce: "another" }, EARLIER),
      await proof.prove(hello, { ...CHALLENGE, serverId: "srv_2" }, EARLIER),
      await proof.prove({ ...hello, boot: 2 }, CHALLENGE, EARLIER),
      await proof.prove({ ...hello, agentId: other.agentId }, CHALLENGE, EARLIER),
      await proof.prove({ ...hello, signature: "" }, CHALLENGE, EARLIER),
      await proof.prove({ ...hello, signature: "!!!" }, CHALLENGE, EARLIER),
    ];
    expect(answers.map((answer) => answer.ok)).toEqual(answers.map(() => false));
  });

  it("sounds the same for an unknown machine and a wrong key", async () => {
    const { proof, key, agentId } = await joined();
    const unknown = await proof.prove(key.hello("agt_nobody", 1), CHALLENGE, EARLIER);
    expect(unknown).toEqual(await proof.prove(aKey().hello(agentId, 1), CHALLENGE, EARLIER));
  });

  it.each([0, 2, 99])("is told what to do when it speaks protocol %d", async (protocol) => {
    const { proof, key, agentId } = await joined();
    const answer = await proof.prove(key.hello(agentId, 1, { protocol }), CHALLENGE, EARLIER);
    expect(answer).toMatchObject({ ok: false, code: "agent.protocol-mismatch" });
  });

  it("is worthless after the machine was removed", async () => {
    const { agents, write, say, agentId } = await joined();
    await write((writer) => agents.remove(writer, SYSTEM_ACTOR, agentId));
    expect(await say(1)).toMatchObject({ ok: false, code: "agent.proof-refused" });
  });

  it("is refused while the machine is disabled, and welcome again after", async () => {
    const { agents, write, say, agentId } = await joined();
    await write((writer) => agents.disable(writer, SYSTEM_ACTOR, agentId));
    expect(await say(1)).toMatchObject({ ok: false, code: "agent.disabled", retryable: true });
    await write((writer) => agents.enable(writer, SYSTEM_ACTOR, agentId));
    expect(await say(1)).toMatchObject({ ok: true });
  });
});

describe("two machines with one identity", () => {
  it("are quarantined when the counter goes back", async () => {
    const { say, got, agentId, auditActions } = await joined();
    await say(5);
    expect(await say(4)).toMatchObject({ ok: false, code: "agent.cloned" });
    expect(got(agentId).state).toBe("quarantined");
    expect(await say(6)).toMatchObject({ ok: false, code: "agent.cloned" });
    expect(await auditActions()).toContain("agent.quarantine");
  });

  it("are quarantined when both used the same count, with a line in the history and in the audit log", async () => {
    const { say, got, agentId, auditActions, history } = await joined();
    await say(5);
    expect(await say(5)).toMatchObject({ ok: false, code: "agent.cloned", reason: expect.stringContaining("copied") });
    expect(got(agentId).state).toBe("quarantined");
    expect(await auditActions()).toContain("agent.quarantine");
    expect((await history(agentId)).at(-1)).toBe("state: active -> quarantined");
  });

  it("are found out within three connections, however far apart their counts are", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(20), fc.nat(20), fc.boolean(), async (ahead, behind, copyFirst) => {
        const { say, got, agentId } = await joined();
        await say(1);
        const counts = copyFirst ? [2 + ahead, 2 + behind] : [2 + behind, 2 + ahead];
        // Whoever is thrown out comes back with its next count.
        const answers = [await say(counts[0]!), await say(counts[1]!), await say(counts[0]! + 1)];
        expect(answers.some((answer) => !answer.ok)).toBe(true);
        expect(got(agentId).state).toBe("quarantined");
      }),
      { numRuns: 50 },
    );
  });

  it("are let in by an administrator with whatever counter comes first, and watched again from there", async () => {
    const { agents, write, say, agentId } = await joined();
    await say(5);
    await say(4);
    await write((writer) => agents.enable(writer, SYSTEM_ACTOR, agentId));
    expect(await say(4)).toMatchObject({ ok: true });
    expect(await say(3)).toMatchObject({ ok: false, code: "agent.cloned" });
  });
});

describe("one machine whose line is bad", () => {
  it("may come back as often as it likes, also without having heard the answer, and with counts it never used", async () => {
    const { say } = await joined();
    for (const boot of [1, 2, 3, 10, 11, 500]) expect(await say(boot)).toMatchObject({ ok: true });
  });

  it("is not blamed for a hello that comes after that of its next connection", async () => {
    const { say, got, instant, agentId } = await joined();
    const first = await instant();
    expect(await say(2)).toMatchObject({ ok: true });
    expect(await say(1, first)).toMatchObject({ ok: false, code: "request.conflict", retryable: true });
    expect(got(agentId).state).toBe("active");
    expect(await say(3)).toMatchObject({ ok: true });
  });
});

describe("a REST token", () => {
  it("is worth something only whole, and only while the machine takes part", async () => {
    const { agents, join, proof, write } = anAgentWorld();
    const { agentId, restToken = "" } = await join("printer", { rest: true });
    const other = await join("other", { rest: true });
    expect((await proof.proveToken(restToken))?.id).toBe(agentId);
    const mixed = restToken.replace(agentId.slice(4), other.agentId.slice(4));
    for (const wrong of ["", mixed, `${restToken}0`, restToken.slice(0, -1)]) {
      expect(await proof.proveToken(wrong)).toBeUndefined();
    }
    await write((writer) => agents.disable(writer, SYSTEM_ACTOR, agentId));
    expect(await proof.proveToken(restToken)).toBeUndefined();
    await write((writer) => agents.remove(writer, SYSTEM_ACTOR, other.agentId));
    expect(await proof.proveToken(other.restToken ?? "")).toBeUndefined();
  });
});

describe("what a machine says of itself", () => {
  it("is kept as text that cannot act on a reader", async () => {
    const { proof, key, agentId, clock, got } = await joined();
    const facts = { ...FACTS, hostname: "\u001b[2Jweb\u202e1\u0000", capabilities: ["tar\u200b"] };
    await clock.advance(1);
    await proof.prove(key.hello(agentId, 1, { facts }), CHALLENGE, { challengedAt: clock.monotonic() });
    expect(got(agentId).facts).toMatchObject({ hostname: "[2Jweb 1", capabilities: ["tar"] });
  });
});
