import { describe, expect, it } from "vitest";
import { Dispatcher } from "../../../../core/dispatch/dispatcher.ts";
import { LeaseKeeper } from "../../../../core/dispatch/lease-keeper.ts";
import { silentLogger } from "../../../../core/kernel/logger.ts";
import type { Policy } from "../../../../core/model/policy.ts";
import type { ToAgent } from "../../../../core/protocol/messages.ts";
import { Scheduler } from "../../../../core/schedules/scheduler.ts";
import { runTable } from "../../../../core/store/tables/run-table.ts";
import { CoreWorld, olga } from "../../../support/core-world.ts";
import { countingRandomness } from "../../../support/counting-randomness.ts";

const HOUR = 3_600_000;
const REASON = "Blocked by freeze F-1 until Mon 23 Nov 08:00 UTC (release week; by ada) on web-1.";
const restart = { action: "service.restart", schedule: { kind: "interval", every: "PT1H" } } as const;

/** A scheduled restart that has just come due on machines of which `held` are frozen when their turn comes. */
async function scene(held: ReadonlySet<string>, include: readonly string[], policy: Policy = {}) {
  const world = new CoreWorld();
  const { store, clock, events, actions, tasks } = world;
  const sent: ToAgent[] = [];
  const dispatcher = new Dispatcher({
    ...{ store, clock, events, actions, logger: silentLogger, randomness: countingRandomness() },
    channel: { isConnected: () => true, send: (_agentId, messages) => sent.push(...messages) > 0 },
    takesWork: () => true,
    mayRun: async () => ({ allowed: true, rule: "own" }),
    blocked: (agentId) => (held.has(agentId) ? REASON : undefined),
  });
  await world.create({ ...restart, policy, targets: { include, exclude: [] } });
  const scheduler = new Scheduler({ store, clock, events, tasks, logger: silentLogger, ownerOf: async () => olga });
  await clock.advance(HOUR);
  await scheduler.runOnce();
  return { world, dispatcher, sent };
}

describe("work whose machine is frozen when its turn comes", () => {
  it("P17: is not offered; the run is skipped, says why, and the ledger knows it as freeze", async () => {
    const { world, dispatcher, sent } = await scene(new Set(["agt_web-1"]), ["host:web-1"]);
    await dispatcher.connected("agt_web-1");
    expect(sent).toEqual([]);
    expect(await world.executions()).toMatchObject([{ state: "skipped", error: REASON }]);
    expect(await world.store.select(runTable, {})).toMatchObject([
      { state: "skipped", cause: "freeze", reason: REASON },
    ]);
  });

  it("leaves the other machines of the run to run", async () => {
    const { world, dispatcher } = await scene(new Set(["agt_web-1"]), ["host:web-1", "host:web-2"]);
    await dispatcher.connected("agt_web-1");
    await dispatcher.connected("agt_web-2");
    expect((await world.executions()).map((row) => row.state)).toEqual(["skipped", "offered"]);
    expect(await world.store.select(runTable, {})).toMatchObject([{ state: "running", cause: "on-time" }]);
  });

  it("P17: does not start where the freeze began between offer and want", async () => {
    const held = new Set<string>();
    const { world, dispatcher, sent } = await scene(held, ["host:web-1"]);
    await dispatcher.connected("agt_web-1");
    held.add("agt_web-1");
    await dispatcher.receive("agt_web-1", [{ type: "want", execution: "E-1", attempt: 1, nonce: "n" }]);
    expect(sent.map((message) => message.type)).toEqual(["offer", "no"]);
    expect(await world.executions()).toMatchObject([{ state: "skipped", error: REASON }]);
  });
});

describe("a rollout in which a freeze begins", () => {
  it("looks at freezes again as each batch opens, leaves out what is held, and goes on with the rest", async () => {
    const held = new Set<string>();
    const { world, dispatcher } = await scene(held, ["all"], { concurrency: 1 });
    const names = ["db-1", "web-1", "web-2"];
    for (const name of names) await dispatcher.connected(`agt_${name}`);
    const turn = async () => await world.turns("R-1");
    expect((await turn()).map((one) => one.split(" ")[1])).toEqual(["offered", "held", "held"]);
    const [first, second] = (await turn()).map((one) => one.split(" ")[0] ?? "");
    held.add(`agt_${second}`);
    await world.force("E-1", { state: "queued" });
    await world.end("E-1", "succeeded");
    for (const name of names) await dispatcher.connected(`agt_${name}`);
    for (const name of names) await dispatcher.connected(`agt_${name}`);
    expect(await turn()).toEqual([
      `${first} succeeded`,
      `${second} skipped`,
      expect.stringMatching(/ offered$/) as unknown as string,
    ]);
    expect((await world.executions())[1]?.error).toBe(REASON);
  });
});

describe("an expected run that no machine takes", () => {
  it("waits as long as its policy says, and then is in the ledger as expired", async () => {
    const world = new CoreWorld();
    const { store, clock, events, tasks } = world;
    await world.create({ schedule: { kind: "once", at: "2026-11-21T11:00:00" }, policy: { waitForMachine: "PT2H" } });
    const keeper = new LeaseKeeper({ store, clock, events });
    const scheduler = new Scheduler({ store, clock, events, tasks, logger: silentLogger, ownerOf: async () => olga });
    await clock.advance(HOUR);
    await scheduler.runOnce();
    await clock.advance(2 * HOUR - 1);
    expect(await keeper.runOnce()).toBe(0);
    await clock.advance(1_000);
    expect(await keeper.runOnce()).toBe(1);
    expect(await store.select(runTable, {})).toMatchObject([
      { state: "failed", cause: "expired", reason: "web-1 did not take this within 2 h: it was away or busy." },
    ]);
  });
});
