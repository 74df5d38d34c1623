import { describe, expect, it } from "vitest";
import { SlowWatch } from "../../../../core/executions/slow-watch.ts";
import { usualTime } from "../../../../core/executions/usual-time.ts";
import { silentLogger } from "../../../../core/kernel/logger.ts";
import { executionTable, runTable } from "../../../../core/store/tables/run-table.ts";
import { taskTable } from "../../../../core/store/tables/task-table.ts";
import { CoreWorld, olga } from "../../../support/core-world.ts";

const SECOND = 1_000;
const hourly = { schedule: { kind: "interval", every: "PT1H" } } as const;

/** A task whose runs have taken this long so far, in seconds. */
async function worldWith(seconds: readonly number[], request: object = hourly): Promise<CoreWorld> {
  const world = new CoreWorld();
  await world.create(request);
  for (const took of seconds) await runOnce(world, took);
  return world;
}

async function begin(world: CoreWorld): Promise<string> {
  const { run } = await world.store.write((writer) => world.tasks.runNow(writer, olga, "T-1", { trigger: "again" }));
  if (!run) throw new Error("no run");
  return run.id;
}

async function runOnce(world: CoreWorld, seconds: number): Promise<void> {
  const id = await begin(world);
  await world.clock.advance(3 * SECOND);
  const execution = (await world.executions()).find((row) => row.run_id === id);
  const startedAt = world.clock.now();
  await world.clock.advance(seconds * SECOND);
  await world.end(execution?.id ?? "", "succeeded");
  await world.force(execution?.id ?? "", { started_at: startedAt });
}

describe("how long runs usually take", () => {
  it("is the middle of the last good ones, without the time they waited", async () => {
    const world = await worldWith([12, 11, 13, 12, 60, 12]);
    const run = await world.runQueries.getRun("R-1");
    expect(await world.runQueries.usualTime(run, world.clock.now())).toMatchObject({ medianMs: 12_000, count: 6 });
  });

  it("is nothing that fewer than five can say", async () => {
    const world = await worldWith([12, 12, 12, 12]);
    const run = await world.runQueries.getRun("R-1");
    expect(await world.runQueries.usualTime(run, world.clock.now())).toBeUndefined();
  });

  it("of a task that is new is that of its action on about as many machines, and of no other", async () => {
    const world = await worldWith([2, 2, 2, 2, 2]);
    const kind = { taskId: "T-9", action: "disk.usage", executionCount: 1, trigger: "request" };
    const usual = (change: object) => world.runQueries.usualTime({ ...kind, ...change }, world.clock.now());
    expect(await usual({})).toMatchObject({ medianMs: 2_000 });
    expect(await usual({ executionCount: 30 })).toBeUndefined();
    expect(await usual({ action: "service.restart" })).toBeUndefined();
  });

  it("calls nothing slow that the spread of the others covers, nor what takes a moment longer", () => {
    const steady = usualTime([12, 12, 12, 12, 12].map((seconds) => seconds * SECOND));
    expect(steady?.slowFromMs).toBe(24_000);
    const wild = usualTime([2, 40, 80, 120, 160].map((seconds) => seconds * SECOND));
    expect(wild?.slowFromMs).toBe(280_000);
    expect(usualTime([10, 10, 10, 10, 10])?.slowFromMs).toBe(5_010);
  });
});

describe("a run that becomes slower than usual", () => {
  it("has its card drawn once at that moment, and not before", async () => {
    const world = await worldWith([12, 12, 12, 12, 12]);
    await world.store.write((writer) => writer.update(taskTable, { id: "T-1" }, { conversation_id: "cnv_1" }));
    const { clock, events, runQueries, store } = world;
    const watch = new SlowWatch({ store, clock, events, runQueries, logger: silentLogger });
    const id = await begin(world);
    const execution = (await world.executions()).find((row) => row.run_id === id);
    await world.force(execution?.id ?? "", { state: "running", started_at: clock.now(), lease_until: clock.now() });
    world.topics.length = 0;
    await clock.advance(20 * SECOND);
    expect(await watch.runOnce()).toBe(0);
    await clock.advance(5 * SECOND);
    expect(await watch.runOnce()).toBe(1);
    expect(world.topics).toEqual([`run:${id}`]);
    await clock.advance(60 * SECOND);
    expect(await watch.runOnce()).toBe(0);
  });

  it("is found although more runs are under way than are looked at in one turn", async () => {
    const world = await worldWith([12, 12, 12, 12, 12]);
    const { clock, events, runQueries, store } = world;
    const [like] = await store.select(runTable, { limit: 1 });
    if (!like) throw new Error("no run was made");
    const waiting = Array.from({ length: 600 }, (_one, at) => ({
      ...like,
      id: `R-${100 + at}`,
      seq: 100 + at,
      fire_key: `wait:${at}`,
      state: "running",
      finished_at: null,
      created_at: clock.now(),
    }));
    await store.write((writer) => writer.insert(runTable, waiting));
    const [done] = await world.executions();
    if (!done) throw new Error("nothing ran");
    const slow = { ...done, id: "E-900", seq: 900, run_id: "R-699", state: "running", finished_at: null };
    await store.write((writer) => writer.insert(executionTable, [{ ...slow, started_at: clock.now() }]));
    const watch = new SlowWatch({ store, clock, events, runQueries, logger: silentLogger });
    await clock.advance(30 * SECOND);
    expect([await watch.runOnce(), await watch.runOnce()]).toEqual([0, 1]);
    expect([await watch.runOnce(), await watch.runOnce()]).toEqual([0, 0]);
  });
});
