import { describe, expect, it } from "vitest";
import { LeaseKeeper } from "../../../../core/dispatch/lease-keeper.ts";
import type { Policy } from "../../../../core/model/policy.ts";
import { CoreWorld } from "../../../support/core-world.ts";

const MINUTE = 60_000;
const TURN = 1_000;

/** Any one of db-1, web-1, web-2; db-1 is chosen. The keeper is past its first hold. */
async function scene(ready: readonly string[], policy: Policy = {}, frozen: readonly string[] = []) {
  const world = new CoreWorld();
  const { store, clock, events } = world;
  const isReady = (id: string) => ready.includes(id.replace("agt_", ""));
  const blocked = (id: string) => (frozen.includes(id.replace("agt_", "")) ? "Blocked by freeze F-1." : undefined);
  const keeper = new LeaseKeeper({ store, clock, events, ready: isReady, blocked });
  await clock.advance(MINUTE);
  await world.create({ targets: { include: ["all"], exclude: [] }, policy: { pick: 1, ...policy } });
  const first = async () => (await world.executions())[0];
  return { world, keeper, clock, first };
}

describe("a machine that was picked and does not begin", () => {
  it("is replaced after a minute by the next previewed one that is ready, as a new attempt of the same part", async () => {
    const { world, keeper, clock, first } = await scene(["web-2"]);
    expect(await first()).toMatchObject({ agent_name: "db-1", attempt: 1, state: "queued" });
    await clock.advance(MINUTE);
    expect(await keeper.runOnce()).toBe(0);
    await clock.advance(TURN);
    world.queued.length = 0;
    expect(await keeper.runOnce()).toBe(1);
    expect(await first()).toMatchObject({ agent_name: "web-2", agent_id: "agt_web-2", attempt: 2, state: "queued" });
    expect(world.queued).toEqual(["agt_web-2"]);
    await world.end("E-1", "succeeded");
    expect(await world.runQueries.getRun("R-1")).toMatchObject({ state: "succeeded", executionCount: 1 });
  });

  it("is not replaced by one that a freeze holds", async () => {
    const { keeper, clock, first } = await scene(["web-1", "web-2"], {}, ["web-1"]);
    await clock.advance(MINUTE + TURN);
    await keeper.runOnce();
    expect(await first()).toMatchObject({ agent_name: "web-2", attempt: 2, state: "queued" });
  });

  it("is replaced when it was told and never asked to begin", async () => {
    const { world, keeper, clock, first } = await scene(["web-1"]);
    await world.force("E-1", { state: "offered" });
    await clock.advance(MINUTE + TURN);
    await keeper.runOnce();
    expect(await first()).toMatchObject({ agent_name: "web-1", attempt: 2, state: "queued" });
  });

  it("has its usual ten minutes where no other is ready, and then expires", async () => {
    const { keeper, clock, first } = await scene([]);
    for (let at = TURN; at <= 10 * MINUTE - TURN; at += TURN) {
      await clock.advance(TURN);
      await keeper.runOnce();
    }
    expect((await first())?.state).toBe("queued");
    await clock.advance(2 * TURN);
    await keeper.runOnce();
    expect(await first()).toMatchObject({ agent_name: "db-1", state: "expired" });
    expect((await first())?.error).toBe("db-1 did not take this within 10 min: it was away or busy.");
  });

  it("tries each other machine once", async () => {
    const { keeper, clock, first } = await scene(["web-1", "web-2"]);
    const names = [];
    for (let turn = 0; turn < 13; turn += 1) {
      await clock.advance(MINUTE + TURN);
      await keeper.runOnce();
      names.push((await first())?.agent_name);
    }
    expect([...new Set(names)]).toEqual(["web-1", "web-2"]);
    expect((await first())?.state).toBe("expired");
  });

  it("keeps what has begun where it began", async () => {
    const { world, keeper, clock, first } = await scene(["web-1"], { retries: 2 });
    await world.force("E-1", { attempt: 2, started_at: clock.now() });
    await clock.advance(11 * MINUTE);
    await keeper.runOnce();
    expect(await first()).toMatchObject({ agent_name: "db-1", state: "expired" });
  });

  it("is not replaced where every machine was asked for", async () => {
    const { world, keeper, clock } = await scene(["web-1", "web-2"], { pick: "100%" });
    await clock.advance(2 * MINUTE);
    expect(await keeper.runOnce()).toBe(0);
    expect((await world.executions()).map((row) => row.agent_name)).toEqual(["db-1", "web-1", "web-2"]);
  });
});
