import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { executionOf } from "../../../../core/executions/run-row.ts";
import { anActor } from "../../../support/actors.ts";
import { aFleetMachine, olga } from "../../../support/core-world.ts";
import { ada, LimitWorld } from "../../../support/limit-world.ts";

const hosts = (...names: string[]) => ({ targets: { include: names.map((name) => `host:${name}`), exclude: [] } });
const everywhere = { targets: { include: ["all"], exclude: [] } };
const idsOf = async (world: LimitWorld) => (await world.atWork()).map(({ id }) => id);
const waitsOf = async (world: LimitWorld) =>
  (await world.executions()).flatMap((row) => {
    const { id, waits } = executionOf(row);
    return waits === undefined ? [] : [`${id}: ${waits}`];
  });

async function limited(most: number, of: object): Promise<LimitWorld> {
  const world = new LimitWorld();
  await world.dispatcher.start();
  await world.limit({ most, ...of });
  return world;
}

/** E-2 waits for the one disk check while there is room on the web machines; E-3 and E-4 take that. */
async function heldTwice(): Promise<LimitWorld> {
  const world = await limited(1, { action: "disk.usage" });
  await world.limit({ most: 2, targets: { include: ["host:web-*"], exclude: [] } });
  await world.create(hosts("db-1"));
  await world.create(hosts("web-1"));
  await world.settle();
  for (let at = 0; at < 2; at += 1) await world.create({ ...hosts("web-2"), action: "service.restart" });
  await world.settle();
  return world;
}

describe("how much may be under way at once", () => {
  it("of an action is kept to over all machines, what is left waits and says for what, and goes on in order", async () => {
    const world = await limited(2, { action: "disk.usage", what: "disk checks" });
    await world.create(everywhere);
    await world.settle();
    expect(await idsOf(world)).toEqual(["E-1", "E-2"]);
    expect(await waitsOf(world)).toEqual(["E-3: 2 of 2 disk checks are running (limit L-1)"]);
    await world.finish("E-1");
    expect(await idsOf(world)).toEqual(["E-2", "E-3"]);
    expect(await waitsOf(world)).toEqual([]);
  });

  it("leaves other work alone, also what stands behind waiting work on the same machine", async () => {
    const world = await limited(1, { action: "disk.usage" });
    for (let at = 0; at < 12; at += 1) await world.create(hosts("web-1"));
    await world.create({ ...hosts("web-1"), action: "service.restart" });
    await world.settle();
    expect((await world.busy()).map(({ action }) => action)).toEqual(["disk.usage", "service.restart"]);
  });

  it("counts no offer to a machine that went away, and offers that anew when the machine is back", async () => {
    const world = await limited(1, { action: "disk.usage" });
    world.deaf.add("agt_web-1");
    await world.create({ ...hosts("web-1"), policy: { waitForMachine: "P3D" } });
    await world.settle();
    expect(await idsOf(world)).toEqual(["E-1"]);
    world.goOffline("agt_web-1");
    await world.create(hosts("web-2"));
    await world.settle();
    expect(await idsOf(world)).toEqual(["E-2"]);
    await world.dispatcher.receive("agt_web-1", [{ type: "want", execution: "E-1", attempt: 1, nonce: "late" }]);
    expect(world.began).toEqual(["E-2"]);
    world.comeBack("agt_web-1");
    await world.settle();
    expect(await waitsOf(world)).toEqual(["E-1: 1 of 1 runs of disk.usage are running (limit L-1)"]);
    await world.finish("E-2");
    expect(world.began).toEqual(["E-2", "E-1"]);
  });

  it("of machines counts whatever runs on them", async () => {
    const world = await limited(2, { targets: { include: ["host:web-*"], exclude: [] } });
    await world.create({ ...hosts("web-1"), action: "service.restart" });
    await world.create(everywhere);
    await world.settle();
    expect((await world.busy()).map(({ on }) => on)).toEqual(["web-1", "web-1", "db-1"]);
  });

  it("of a task counts its runs and no others", async () => {
    const world = new LimitWorld();
    await world.dispatcher.start();
    await world.create(hosts("web-1"));
    await world.limit({ most: 1, task: "T-1" });
    await world.store.write((writer) => world.tasks.runNow(writer, olga, "T-1", { trigger: "again" }));
    await world.create(hosts("web-2"));
    await world.settle();
    expect(await idsOf(world)).toEqual(["E-1", "E-3"]);
    await world.finish("E-1");
    expect(await idsOf(world)).toEqual(["E-2", "E-3"]);
  });

  it("of one person counts runs, and everybody has as much", async () => {
    const world = await limited(1, { person: "each" });
    await world.create(everywhere);
    await world.create(hosts("web-1"));
    await world.create(hosts("web-1"), ada);
    await world.settle();
    expect(await idsOf(world)).toEqual(["E-1", "E-2", "E-3", "E-5"]);
    for (const id of ["E-1", "E-2", "E-3"]) await world.finish(id);
    expect(await idsOf(world)).toEqual(["E-4", "E-5"]);
  });

  it("is not given up while it waits, however long the others take", async () => {
    const world = await limited(1, { action: "disk.usage" });
    await world.create(hosts("web-1"));
    await world.create(hosts("web-2"));
    await world.settle();
    for (let minutes = 0; minutes < 60; minutes += 4) {
      await world.clock.advance(4 * 60_000);
      await world.settle();
    }
    const [, waiting] = await world.executions();
    expect(waiting?.expires_at).toBeGreaterThan(world.clock.now());
    await world.finish("E-1");
    expect(await idsOf(world)).toEqual(["E-2"]);
  });

  it("keeps no place for a machine that is away", async () => {
    const world = await limited(1, { action: "disk.usage" });
    await world.create(hosts("web-1"));
    await world.create(hosts("web-2"));
    await world.settle();
    world.offline.add("agt_web-2");
    await world.create(hosts("db-1"));
    await world.finish("E-1");
    expect(await idsOf(world)).toEqual(["E-3"]);
  });

  it("keeps no place for a machine that has its hands full", async () => {
    const world = await limited(1, { action: "disk.usage" });
    await world.create(hosts("db-1"));
    await world.create(hosts("web-1"));
    await world.settle();
    for (let at = 0; at < 10; at += 1) await world.create({ ...hosts("web-1"), action: "service.restart" });
    await world.create(hosts("db-1"));
    await world.settle();
    await world.finish("E-1");
    expect(await idsOf(world)).toContain("E-13");
  });

  it("leaves no place empty that is wanted by what another limit holds back", async () => {
    const world = await heldTwice();
    expect(await idsOf(world)).toEqual(["E-1", "E-3", "E-4"]);
    expect(await waitsOf(world)).toEqual(["E-2: 1 of 1 runs of disk.usage are running (limit L-1)"]);
  });

  it("keeps the places of all its limits for what has waited long, so that it has its turn", async () => {
    const world = await heldTwice();
    await world.clock.advance(11 * 60_000);
    await world.create({ ...hosts("web-2"), action: "service.restart" });
    await world.create(hosts("db-1"));
    await world.finish("E-1");
    expect(await idsOf(world)).toEqual(["E-3", "E-4"]);
    await world.finish("E-3");
    expect(await idsOf(world)).toEqual(["E-2", "E-4"]);
    await world.finish("E-2");
    expect(await idsOf(world)).toEqual(["E-4", "E-5", "E-6"]);
  });

  it("lets everything go on when it is lifted", async () => {
    const world = await limited(1, { action: "disk.usage" });
    await world.create(everywhere);
    await world.settle();
    await world.lift("L-1");
    await world.settle();
    expect(await idsOf(world)).toEqual(["E-1", "E-2", "E-3"]);
  });

  it.each([0, -1, 1.5, 10_001, Number.NaN])("is refused where it is %s, which is no limit", async (most) => {
    const refused = limited(most, { action: "disk.usage" });
    await expect(refused).rejects.toMatchObject({ code: "request.invalid" });
    await expect(refused).rejects.toThrow(/whole number from 1 to 10000/);
  });

  it("is refused for what does not exist, and lifted by who set it or an administrator", async () => {
    const world = await limited(1, { action: "disk.usage" });
    await expect(world.limit({ most: 1 })).rejects.toMatchObject({ code: "request.invalid" });
    await expect(world.limit({ most: 1, action: "moon.fly" })).rejects.toMatchObject({ code: "action.unknown" });
    await expect(world.limit({ most: 1, targets: { include: ["label:moon"], exclude: [] } })).rejects.toMatchObject({
      code: "run.no-machine",
    });
    await expect(world.limit({ most: 1, person: "nobody" })).rejects.toMatchObject({ code: "user.not-found" });
    await expect(world.lift("L-9")).rejects.toMatchObject({ code: "limit.not-found" });
    const other = world.store.write((writer) => world.limitService.lift(writer, olga, "L-1"));
    await expect(other).rejects.toMatchObject({ code: "access.denied" });
  });
});

const MACHINES = ["web-1", "web-2", "web-3", "db-1", "db-2"];
const PEOPLE = ["olga", "otto", "oskar"].map((name) => anActor("operator", name));
const ACTIONS = ["disk.usage", "service.restart"] as const;
const target = fc.subarray(MACHINES, { minLength: 1 });
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant("ask" as const), on: target, by: fc.nat(2), what: fc.nat(1) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("end" as const), which: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("away" as const), who: fc.nat(4) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("back" as const), who: fc.nat(4) }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

async function take(world: LimitWorld, one: Step): Promise<void> {
  if (one.do === "ask")
    await world.create({ ...hosts(...one.on), action: ACTIONS[one.what] ?? "disk.usage" }, PEOPLE[one.by]);
  if (one.do === "away") world.offline.add(`agt_${MACHINES[one.who]}`);
  if (one.do === "back") world.offline.delete(`agt_${MACHINES[one.who]}`);
  const busy = one.do === "end" ? await idsOf(world) : [];
  const id = one.do === "end" ? busy[one.which % Math.max(1, busy.length)] : undefined;
  if (id === undefined) await world.settle();
  else await world.finish(id);
}

/** Never more than 2 restarts, 3 on web machines, and 2 runs of one person. */
async function expectKept(world: LimitWorld): Promise<void> {
  const busy = await world.busy();
  expect(busy.filter(({ action }) => action === "service.restart").length).toBeLessThanOrEqual(2);
  expect(busy.filter(({ on }) => on.startsWith("web")).length).toBeLessThanOrEqual(3);
  for (const person of PEOPLE) {
    const runs = new Set(busy.filter(({ by }) => by === person.userId).map(({ run }) => run));
    expect(runs.size).toBeLessThanOrEqual(2);
  }
}

describe("whatever is asked for, ends, goes away and comes back", () => {
  it("limits are never exceeded, and everything has its turn in the end", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        const world = new LimitWorld();
        world.machines = MACHINES.map((name) => aFleetMachine(name));
        await world.dispatcher.start();
        await world.limit({ most: 2, action: "service.restart" });
        await world.limit({ most: 3, targets: { include: ["host:web-*"], exclude: [] } });
        await world.limit({ most: 2, person: "each" });
        for (const one of steps) {
          await take(world, one);
          await expectKept(world);
        }
        world.offline.clear();
        await world.settle();
        for (let busy = await idsOf(world); busy.length > 0; busy = await idsOf(world)) {
          await world.finish(busy[0] ?? "");
          await expectKept(world);
        }
        expect((await world.executions()).filter((row) => row.state !== "succeeded")).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  it("the one that waits longest is the next, although younger work keeps coming on other machines", async () => {
    const world = await limited(1, { action: "disk.usage" });
    await world.create(hosts("web-1"));
    for (let round = 0; round < 10; round += 1) {
      await world.create(hosts(round % 2 === 0 ? "web-2" : "db-1"));
      await world.settle();
    }
    for (let round = 1; round <= 11; round += 1) await world.finish(`E-${round}`);
    expect(world.began).toEqual(Array.from({ length: 11 }, (_, at) => `E-${at + 1}`));
  });
});
