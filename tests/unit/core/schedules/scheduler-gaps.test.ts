import { describe, expect, it } from "vitest";
import { silentLogger } from "../../../../core/kernel/logger.ts";
import type { Policy } from "../../../../core/model/policy.ts";
import type { Schedule } from "../../../../core/model/schedule.ts";
import { Scheduler } from "../../../../core/schedules/scheduler.ts";
import { SchedulerLoop } from "../../../../core/schedules/scheduler-loop.ts";
import { runTable } from "../../../../core/store/tables/run-table.ts";
import { CoreWorld, olga } from "../../../support/core-world.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const minutely: Schedule = { kind: "cron", cron: "* * * * *" };

async function scene(schedule: Schedule, policy: Policy = {}) {
  const world = new CoreWorld();
  await world.create({ schedule, policy });
  return { world, scheduler: aScheduler(world) };
}

function aScheduler({ store, clock, events, tasks }: CoreWorld): Scheduler {
  return new Scheduler({ store, clock, events, tasks, logger: silentLogger, ownerOf: async () => olga });
}

async function rowsOf(world: CoreWorld) {
  const rows = await world.store.select(runTable, { orderBy: [{ column: "seq" }] });
  return rows.map((row) => [row.state, row.cause, row.due_count ?? 1]);
}

describe("the ledger after an absence", () => {
  it("P10: of a task of every minute after a week is two rows, and every due time is in one of them", async () => {
    const { world } = await scene(minutely);
    await world.clock.advance(7 * DAY + 30_000);
    // A server that has only just begun: whatever was due before it was due while none ran.
    expect(await aScheduler(world).runOnce()).toBe(2);
    expect(await rowsOf(world)).toEqual([
      ["missed", "down", 10_079],
      ["running", "late", 1],
    ]);
    expect((await world.taskQueries.get("T-1")).firedCount).toBe(10_080);
  });

  it("P10: of one that makes up for all is bounded", async () => {
    const { world, scheduler } = await scene({ kind: "interval", every: "PT1M" }, { misfire: "all", overlap: "allow" });
    await world.clock.advance(DAY);
    while ((await scheduler.runOnce()) > 0);
    const rows = await rowsOf(world);
    expect(rows[0]).toEqual(["missed", "down", 1_340]);
    expect(rows.filter(([state]) => state === "running")).toHaveLength(100);
  });

  it("P10: counts the folded ones as firings of a schedule that has a number of them", async () => {
    const { world, scheduler } = await scene({ ...minutely, count: 50 });
    await world.clock.advance(DAY);
    await scheduler.runOnce();
    expect(await rowsOf(world)).toEqual([
      ["missed", "down", 49],
      ["missed", "down", 1],
    ]);
    expect(await world.taskQueries.get("T-1")).toMatchObject({ state: "finished", firedCount: 50 });
  });

  it("has a row for what passed in a pause, when the pause ends", async () => {
    const { world } = await scene(minutely);
    await world.store.write((writer) => world.tasks.pause(writer, olga, "T-1"));
    await world.clock.advance(5 * MINUTE);
    await world.store.write((writer) => world.tasks.resume(writer, olga, "T-1"));
    expect(await rowsOf(world)).toEqual([["skipped", "paused", 5]]);
  });
});

describe("a server clock that is set forward by more than three hours", () => {
  it("P10: holds schedules for a minute; set right within it, nothing was missed or run twice", async () => {
    const { world, scheduler } = await scene({ kind: "interval", every: "PT1H" });
    world.clock.step(6 * HOUR);
    expect(await scheduler.runOnce()).toBe(0);
    await world.clock.advance(30_000);
    world.clock.step(-6 * HOUR);
    await scheduler.runOnce();
    await world.clock.advance(HOUR - 30_000);
    await scheduler.runOnce();
    expect(await rowsOf(world)).toEqual([["running", "on-time", 1]]);
  });

  it("P10: after the minute follows the misfire rule, and says what happened", async () => {
    const { world, scheduler } = await scene({ kind: "interval", every: "PT1H" });
    world.clock.step(3 * HOUR + 30 * MINUTE);
    await scheduler.runOnce();
    await world.clock.advance(59_000);
    expect(await scheduler.runOnce()).toBe(0);
    await world.clock.advance(2_000);
    await scheduler.runOnce();
    expect(await rowsOf(world)).toEqual([
      ["missed", "clock-step", 1],
      ["missed", "clock-step", 1],
      ["running", "late", 1],
    ]);
  });

  it("P10: set back, fires no due time again", async () => {
    const { world, scheduler } = await scene({ kind: "interval", every: "PT1H" }, { overlap: "allow" });
    await world.clock.advance(HOUR);
    await scheduler.runOnce();
    world.clock.step(-HOUR);
    await world.clock.advance(HOUR);
    await scheduler.runOnce();
    expect(await rowsOf(world)).toHaveLength(1);
  });
});

describe("the loop", () => {
  it("has a turn exactly when something is due, not up to a second later", async () => {
    const { world, scheduler } = await scene({ kind: "once", at: "2026-11-21T10:00:03" });
    const { clock, store } = world;
    const loop = new SchedulerLoop({ scheduler, clock, onError: () => undefined });
    await clock.advance(400);
    await loop.start();
    await clock.advance(3_000);
    const [run] = await store.select(runTable, {});
    expect(run?.created_at).toBe(run?.due_at);
    await loop.stop();
    expect(clock.waiting).toBe(0);
  });
});
