import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planLiveness } from "../../../../core/agents/plan-liveness.ts";
import type { Agent } from "../../../../core/model/agent.ts";
import type { Liveness } from "../../../../core/model/states.ts";
import { SYSTEM_ACTOR } from "../../../../core/users/actor-of.ts";
import { anAgentWorld, CHALLENGE, FACTS } from "../../../support/agent-world.ts";
import { aMachine } from "../../../support/conversation-world.ts";
import { NINE } from "../../../support/fake-clock.ts";

const SECOND = 1000;

async function online() {
  const world = anAgentWorld();
  const { agentId } = await world.join("web-1");
  await world.proof.prove(world.key.hello(agentId, 1), CHALLENGE, { challengedAt: 0 });
  await world.liveness.start();
  return { ...world, agentId, state: () => world.got(agentId).liveness };
}

describe("a machine that goes silent", () => {
  it("is out of contact within 20 s and offline after 30 s, each with a line in its history", async () => {
    const { clock, state, history, agentId, liveness } = await online();
    await clock.advance(17 * SECOND);
    expect(state()).toBe("online");
    await clock.advance(3 * SECOND);
    expect(state()).toBe("no-contact");
    await clock.advance(9 * SECOND);
    expect(state()).toBe("no-contact");
    await clock.advance(2 * SECOND);
    expect(state()).toBe("offline");
    expect((await history(agentId)).slice(-2)).toEqual([
      "liveness: online -> no-contact",
      "liveness: no-contact -> offline",
    ]);
    await liveness.stop();
  });

  it("is online for as long as its heart beats, without a line for each beat", async () => {
    const { clock, liveness, state, history, agentId, got } = await online();
    const before = await history(agentId);
    for (let beats = 0; beats < 30; beats += 1) {
      await clock.advance(10 * SECOND);
      liveness.seen(agentId);
      expect(state()).toBe("online");
    }
    await clock.advance(SECOND);
    expect(got(agentId).lastSeenAt).toBe(NINE + 300 * SECOND);
    expect(await history(agentId)).toEqual(before);
  });

  it("is back with its first sign, before the next turn", async () => {
    const { clock, liveness, state, agentId } = await online();
    await clock.advance(60 * SECOND);
    expect(state()).toBe("offline");
    liveness.seen(agentId);
    await clock.advance(0);
    expect(state()).toBe("online");
  });

  it("costs no unit when nothing changes", async () => {
    const { clock, store, liveness } = await online();
    await clock.advance(60 * SECOND);
    let units = 0;
    const write = store.write.bind(store);
    store.write = (unit) => {
      units += 1;
      return write(unit);
    };
    await clock.advance(60 * SECOND);
    expect(units).toBe(0);
    await liveness.stop();
  });

  it("is given its time when it was the server that was away", async () => {
    const { clock, liveness, state } = await online();
    await liveness.stop();
    await clock.advance(3_600 * SECOND);
    await liveness.start();
    await clock.advance(15 * SECOND);
    expect(state()).toBe("online");
    await clock.advance(20 * SECOND);
    expect(state()).toBe("offline");
  });

  it("does not bring a removed machine back by a late sign", async () => {
    const { agents, clock, directory, liveness, write, agentId } = await online();
    liveness.seen(agentId, FACTS);
    await write((writer) => agents.remove(writer, SYSTEM_ACTOR, agentId));
    await clock.advance(5 * SECOND);
    expect(directory.get(agentId)).toBeUndefined();
  });
});

describe("facts in a heartbeat", () => {
  it("are kept, and announced only when they differ", async () => {
    const { clock, events, liveness, got, agentId } = await online();
    let announced = 0;
    events.on("agent.changed", () => {
      announced += 1;
    });
    liveness.seen(agentId, FACTS);
    await clock.advance(SECOND);
    expect(announced).toBe(0);
    liveness.seen(agentId, { ...FACTS, diskFreeBytes: 1 });
    await clock.advance(SECOND);
    expect(announced).toBe(1);
    expect(got(agentId).facts?.diskFreeBytes).toBe(1);
  });
});

describe("a drain with an end", () => {
  it("ends by itself, in the name of the program", async () => {
    const { agents, clock, write, got, agentId, audit, history } = await online();
    const until = NINE + 60 * SECOND;
    await write((writer) => agents.drain(writer, SYSTEM_ACTOR, agentId, { reason: "new disk", until }));
    await clock.advance(59 * SECOND);
    expect(got(agentId)).toMatchObject({ state: "draining", stateReason: "new disk" });
    await clock.advance(2 * SECOND);
    expect(got(agentId)).toMatchObject({ state: "active", stateReason: undefined });
    expect(await history(agentId)).toContain("state: draining -> active");
    const [entry] = (await audit.list({ action: "agent.enable" }, { limit: 1 })).items;
    expect(entry).toMatchObject({ actorName: "system", rule: "end-reached" });
  });

  it("does not end a later decision without an end", async () => {
    const { agents, clock, write, got, agentId } = await online();
    await write((writer) => agents.drain(writer, SYSTEM_ACTOR, agentId, { until: NINE + 60 * SECOND }));
    await write((writer) => agents.disable(writer, SYSTEM_ACTOR, agentId));
    await clock.advance(120 * SECOND);
    expect(got(agentId).state).toBe("disabled");
  });
});

describe("planning liveness", () => {
  const rules = { now: NINE, listeningSince: 0, noContactMs: 18_000, offlineMs: 30_000 };
  const planned = (liveness: Liveness, agoMs: number | undefined, since = 0): Liveness => {
    const lastSeenAt = agoMs === undefined ? undefined : NINE - agoMs;
    const agent: Agent = aMachine("web-1", { liveness, lastSeenAt });
    return planLiveness([agent], { ...rules, listeningSince: since })[0]?.to ?? liveness;
  };

  it.each<readonly [Liveness, number | undefined, Liveness]>([
    ["offline", undefined, "offline"],
    ["online", undefined, "offline"],
    ["offline", 0, "online"],
    ["no-contact", 17_999, "online"],
    ["online", 18_000, "no-contact"],
    ["online", 29_999, "no-contact"],
    ["online", 30_000, "offline"],
    ["offline", 18_000, "offline"],
  ])("%s, last seen %s ms ago: %s", (from, agoMs, to) => {
    expect(planned(from, agoMs)).toBe(to);
  });

  it("never brings a machine nearer by silence alone", () => {
    const nearness: Record<Liveness, number> = { online: 2, "no-contact": 1, offline: 0 };
    const states = fc.constantFrom<Liveness>("online", "no-contact", "offline");
    fc.assert(
      fc.property(
        states,
        fc.integer({ min: 18_000, max: 90_000 }),
        fc.integer({ min: 0, max: 60_000 }),
        (from, ago, since) => {
          return nearness[planned(from, ago, NINE - since)] <= nearness[from];
        },
      ),
    );
  });
});

describe("a machine whose clock is wrong", () => {
  const MINUTE = 60 * SECOND;

  it("is shown with the difference, over changes of its row, until the clock is right again", async () => {
    const { clock, directory, liveness, agentId, got } = await online();
    liveness.seen(agentId, undefined, clock.now() + 10 * MINUTE);
    expect(got(agentId).clockOffsetMs).toBe(10 * MINUTE);
    liveness.seen(agentId, { ...FACTS, cpuCount: 99 }, clock.now() + 10 * MINUTE);
    await clock.advance(2 * SECOND);
    expect(got(agentId)).toMatchObject({ facts: { cpuCount: 99 }, clockOffsetMs: 10 * MINUTE });
    expect(directory.byName("web-1")?.clockOffsetMs).toBe(10 * MINUTE);
    liveness.seen(agentId, undefined, clock.now() - 20);
    expect(got(agentId)).not.toHaveProperty("clockOffsetMs");
    await liveness.stop();
  });

  it.each([
    ["a late heartbeat", -3 * SECOND],
    ["a machine without a clock of its own", -NINE],
  ])("is not what %s means", async (_name, offsetMs) => {
    const { clock, liveness, agentId, got } = await online();
    liveness.seen(agentId, undefined, clock.now() === NINE + offsetMs ? 0 : clock.now() + offsetMs);
    expect(got(agentId)).not.toHaveProperty("clockOffsetMs");
    await liveness.stop();
  });
});
