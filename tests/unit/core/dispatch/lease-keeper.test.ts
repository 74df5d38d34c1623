import { describe, expect, it } from "vitest";
import { LeaseKeeper } from "../../../../core/dispatch/lease-keeper.ts";
import { CoreWorld } from "../../../support/core-world.ts";

const HOLD_MS = 55_000;

async function scene(
  action: string,
  state: string,
): Promise<{ readonly world: CoreWorld; readonly keeper: LeaseKeeper }> {
  const world = new CoreWorld();
  await world.create({ action });
  const now = world.clock.now();
  await world.force("E-1", { state, lease_until: state === "queued" ? null : now - 60_000 });
  const { store, clock, events } = world;
  return { world, keeper: new LeaseKeeper({ store, clock, events }) };
}
const first = async (world: CoreWorld) => (await world.executions())[0];

describe("the lease keeper", () => {
  it("P8: declares nothing lost for a whole lease and margin after a start, then does", async () => {
    const { world, keeper } = await scene("service.restart", "running");
    await world.clock.advance(HOLD_MS - 1);
    expect(await keeper.runOnce()).toBe(0);
    await world.clock.advance(1);
    expect(await keeper.runOnce()).toBe(1);
    expect(await first(world)).toMatchObject({
      state: "unknown",
      lease_until: null,
      error: expect.stringContaining("stopped answering"),
    });
    expect(await world.runQueries.getRun("R-1")).toMatchObject({ state: "unknown" });
  });

  it("P5: tries again what may be repeated, and wakes its machine", async () => {
    const { world, keeper } = await scene("disk.usage", "running");
    world.queued.length = 0;
    await world.clock.advance(HOLD_MS);
    await keeper.runOnce();
    expect(await first(world)).toMatchObject({ state: "queued", attempt: 2 });
    expect(world.queued).toEqual(["agt_web-1"]);
  });

  it("waits for the margin beyond the lease, in which the machine ends it", async () => {
    const { world, keeper } = await scene("service.restart", "running");
    await world.clock.advance(HOLD_MS);
    await world.force("E-1", { lease_until: world.clock.now() - 10_000 });
    expect(await keeper.runOnce()).toBe(0);
    await world.clock.advance(1);
    expect(await keeper.runOnce()).toBe(1);
  });

  it("holds anew after the wall clock stepped, and shortens leases that a step back made too long", async () => {
    const { world, keeper } = await scene("service.restart", "running");
    await world.clock.advance(HOLD_MS);
    await world.force("E-1", { lease_until: world.clock.now() + 45_000 });
    world.clock.step(3_600_000);
    expect(await keeper.runOnce()).toBe(0);
    world.clock.step(-7_200_000);
    expect(await keeper.runOnce()).toBe(0);
    expect((await first(world))?.lease_until).toBe(world.clock.now() + 45_000);
    await world.clock.advance(HOLD_MS + 1);
    expect(await keeper.runOnce()).toBe(1);
  });

  it("P8: what found no machine in time expires, and says so in a sentence", async () => {
    const { world, keeper } = await scene("disk.usage", "queued");
    await world.clock.advance(600_000);
    expect(await keeper.runOnce()).toBe(0);
    await world.clock.advance(1);
    expect(await keeper.runOnce()).toBe(1);
    expect(await first(world)).toMatchObject({
      state: "expired",
      error: "web-1 did not take this within 10 min: it was away or busy.",
    });
    expect(await world.runQueries.getRun("R-1")).toMatchObject({ state: "failed" });
  });

  it("P2: what waited while the server was down is not given up before its machine could come back", async () => {
    const { world } = await scene("disk.usage", "queued");
    await world.clock.advance(24 * 3_600_000);
    const { store, clock, events } = world;
    const afterRestart = new LeaseKeeper({ store, clock, events });
    expect(await afterRestart.runOnce()).toBe(0);
    await world.clock.advance(HOLD_MS);
    expect(await afterRestart.runOnce()).toBe(1);
  });
});
