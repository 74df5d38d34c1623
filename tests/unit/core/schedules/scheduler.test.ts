import { describe, expect, it } from "vitest";
import { silentLogger } from "../../../../core/kernel/logger.ts";
import type { Schedule } from "../../../../core/model/schedule.ts";
import type { Actor } from "../../../../core/model/user.ts";
import { Scheduler } from "../../../../core/schedules/scheduler.ts";
import { type RunRow, runTable } from "../../../../core/store/tables/run-table.ts";
import type { TaskRequest } from "../../../../core/tasks/task-request.ts";
import { anActor } from "../../../support/actors.ts";
import { CoreWorld, olga } from "../../../support/core-world.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const hourly: Schedule = { kind: "interval", every: "PT1H" };

interface Scene {
  readonly world: CoreWorld;
  owner: Actor | undefined;
  readonly scheduler: Scheduler;
}

async function scene(schedule: Schedule = hourly, request: Partial<TaskRequest> = {}): Promise<Scene> {
  const world = new CoreWorld();
  await world.create({ schedule, ...request });
  const person: { owner: Actor | undefined } = { owner: olga };
  return Object.assign(person, { world, scheduler: aScheduler(world, () => person.owner) });
}

function aScheduler(world: CoreWorld, ownerOf: () => Actor | undefined = () => olga): Scheduler {
  const { store, clock, events, tasks } = world;
  return new Scheduler({ store, clock, events, tasks, logger: silentLogger, ownerOf: async () => ownerOf() });
}

async function runsOf({ world }: Scene): Promise<readonly RunRow[]> {
  return await world.store.select(runTable, { orderBy: [{ column: "seq" }] });
}
const statesOf = async (scene: Scene) => (await runsOf(scene)).map((run) => run.state);

/** What ran is over, and well. */
async function endRuns({ world }: Scene): Promise<void> {
  await world.store.write((writer) => writer.update(runTable, { state: "running" }, { state: "succeeded" }));
}

describe("firing what is due", () => {
  it("fires at the due time, not before, and once", async () => {
    const one = await scene();
    expect(await one.scheduler.runOnce()).toBe(0);
    await one.world.clock.advance(HOUR);
    expect(await one.scheduler.runOnce()).toBe(1);
    expect(await one.scheduler.runOnce()).toBe(0);
    expect(await runsOf(one)).toMatchObject([
      { state: "running", trigger: "schedule", requested_by: "usr_olga", due_at: one.world.clock.now() },
    ]);
    expect(await one.world.taskQueries.get("T-1")).toMatchObject({
      firedCount: 1,
      nextDueAt: one.world.clock.now() + HOUR,
    });
    expect(one.world.queued).toEqual(["agt_web-1"]);
  });

  it("P10: fires a due time once also when two schedulers look at the same moment, and after a restart", async () => {
    const one = await scene();
    await one.world.clock.advance(HOUR);
    await Promise.all([one.scheduler.runOnce(), aScheduler(one.world).runOnce()]);
    await aScheduler(one.world).runOnce();
    expect(await statesOf(one)).toEqual(["running"]);
  });

  it("fires nothing while it is held, and makes up afterwards as after any absence", async () => {
    const one = await scene();
    const { store, clock, events, tasks } = one.world;
    const hold = { now: true };
    const ownerOf = async () => olga;
    const deps = { store, clock, events, tasks, logger: silentLogger, ownerOf, holds: () => hold.now };
    const scheduler = new Scheduler(deps);
    await clock.advance(HOUR);
    expect(await scheduler.runOnce()).toBe(0);
    expect(await scheduler.untilNextDue(5000)).toBe(5000);
    expect(scheduler.lastTurnAt).toBe(clock.now());
    hold.now = false;
    await scheduler.runOnce();
    expect(await statesOf(one)).toEqual(["running"]);
  });

  it("P10: after hours of absence makes up for the last due time only, and every one leaves a row", async () => {
    const one = await scene();
    await one.world.clock.advance(5 * HOUR + 10 * MINUTE);
    expect(await one.scheduler.runOnce()).toBe(5);
    expect(await statesOf(one)).toEqual(["missed", "missed", "missed", "missed", "running"]);
  });

  it("P10: makes up for nothing that is more than an hour late, or where the policy says so", async () => {
    const daily = await scene({ kind: "cron", cron: "0 12 * * *" });
    await daily.world.clock.advance(5 * HOUR);
    await daily.scheduler.runOnce();
    expect(await statesOf(daily)).toEqual(["missed"]);
    const strict = await scene(hourly, { policy: { misfire: "skip" } });
    await strict.world.clock.advance(HOUR + MINUTE);
    await strict.scheduler.runOnce();
    expect(await statesOf(strict)).toEqual(["missed"]);
  });

  it("keeps up with a schedule of every second", async () => {
    const one = await scene({ kind: "interval", every: "PT1S" }, { policy: { overlap: "allow" } });
    for (let turn = 0; turn < 5; turn += 1) {
      await one.world.clock.advance(2_000);
      await one.scheduler.runOnce();
    }
    expect(await statesOf(one)).toEqual(Array.from({ length: 10 }, () => "running"));
  });

  it("lets one run wait for the one under way where they queue, and starts it when that is over", async () => {
    const one = await scene(hourly, { policy: { overlap: "queue" } });
    for (let turn = 0; turn < 3; turn += 1) {
      await one.world.clock.advance(HOUR);
      await one.scheduler.runOnce();
    }
    expect(await statesOf(one)).toEqual(["running", "running", "skipped"]);
    expect((await runsOf(one))[2]?.reason).toBe("R-2 waits already for its turn, and one at most may wait.");
    expect(await one.world.turns("R-2")).toEqual(["web-1 held"]);
    await one.world.end("E-1", "succeeded");
    await one.world.follower.runOnce();
    expect(await one.world.turns("R-2")).toEqual(["web-1 queued"]);
  });

  it("cancels the run under way where they replace, and starts the new one when it is gone", async () => {
    const one = await scene(hourly, { policy: { overlap: "replace" } });
    await one.world.clock.advance(HOUR);
    await one.scheduler.runOnce();
    await one.world.force("E-1", { state: "running", started_at: 1, lease_until: one.world.clock.now() + 9 });
    await one.world.clock.advance(HOUR);
    await one.scheduler.runOnce();
    expect(await one.world.turns("R-1")).toEqual(["web-1 cancelling"]);
    expect(await one.world.turns("R-2")).toEqual(["web-1 held"]);
    await one.world.end("E-1", "cancelled");
    await one.world.follower.runOnce();
    expect(await one.world.turns("R-2")).toEqual(["web-1 queued"]);
  });

  it("takes a chain for one run: between two steps it is under way", async () => {
    const step = { when: "success", action: "disk.usage", params: {} } as const;
    // biome-ignore lint/suspicious/noThenProperty: the frame contract names the field
    const one = await scene(hourly, { then: [step] });
    await one.world.clock.advance(HOUR);
    await one.scheduler.runOnce();
    await one.world.end("E-1", "succeeded");
    await one.world.clock.advance(HOUR);
    await one.scheduler.runOnce();
    await one.world.follower.runOnce();
    expect((await runsOf(one)).map((run) => `${run.state} ${run.trigger}`)).toEqual([
      "succeeded schedule",
      "skipped schedule",
      "running step",
    ]);
  });

  it("skips while the run before is under way or unknown, and says which", async () => {
    const one = await scene();
    for (const state of ["running", "unknown"]) {
      await one.world.clock.advance(HOUR);
      await one.scheduler.runOnce();
      await one.world.store.write((writer) => writer.update(runTable, { id: "R-1" }, { state }));
    }
    await one.world.clock.advance(HOUR);
    await one.scheduler.runOnce();
    expect((await runsOf(one)).map((run) => run.reason)).toEqual([
      null,
      "The run before was still under way.",
      expect.stringContaining("Nobody has said yet"),
    ]);
  });

  it("after as many firings as asked for, or its one time, the task is finished", async () => {
    for (const schedule of [
      { ...hourly, count: 1 },
      { kind: "once", at: "2026-11-21T11:00:00" },
    ] as const) {
      const one = await scene(schedule);
      await one.world.clock.advance(HOUR);
      await one.scheduler.runOnce();
      expect(await one.world.taskQueries.get("T-1")).toMatchObject({
        state: "finished",
        nextDueAt: undefined,
        firedCount: 1,
      });
      expect(await statesOf(one)).toEqual(["running"]);
    }
  });

  it("runs the last of counted firings although its schedule would go on", async () => {
    const one = await scene({ ...hourly, count: 2 });
    await one.world.clock.advance(HOUR);
    await one.scheduler.runOnce();
    await endRuns(one);
    await one.world.clock.advance(HOUR + 30 * MINUTE);
    await one.scheduler.runOnce();
    expect(await statesOf(one)).toEqual(["succeeded", "running"]);
    expect(await one.world.taskQueries.get("T-1")).toMatchObject({ state: "finished" });
  });
});

describe("what may stand in the way of a firing", () => {
  it.each<[string, (one: Scene) => unknown, RegExp]>([
    ["its owner is gone or disabled", (one) => Object.assign(one, { owner: undefined }), /disabled or gone/],
    [
      "its owner may only look now",
      (one) => Object.assign(one, { owner: anActor("viewer", "olga") }),
      /may no longer do this/,
    ],
    ["its plugin was removed", (one) => Object.assign(one.world, { installed: [] }), /No installed plugin/],
    ["its machine was removed", (one) => Object.assign(one.world, { machines: [] }), /No machine matches/],
    [
      "its parameters fit no more",
      (one) => Object.assign(one.world, { paramsProblem: "depth must be integer" }),
      /depth must be integer/,
    ],
  ])("P17: %s: it is skipped, says why, and goes on to the next due time", async (_what, happen, reason) => {
    const one = await scene();
    happen(one);
    await one.world.clock.advance(HOUR);
    expect(await one.scheduler.runOnce()).toBe(1);
    expect(await one.scheduler.runOnce()).toBe(0);
    expect(await runsOf(one)).toMatchObject([{ state: "skipped", reason: expect.stringMatching(reason) }]);
    expect(await one.world.executions()).toEqual([]);
    expect(await one.world.taskQueries.get("T-1")).toMatchObject({
      state: "active",
      nextDueAt: one.world.clock.now() + HOUR,
    });
  });

  it("one task that breaks does not hold up the others, and the turn counts as done", async () => {
    const one = await scene();
    await one.world.create({ action: "service.restart", schedule: hourly });
    const { preview } = one.world.tasks;
    one.world.tasks.preview = function broken(actor, request) {
      if (request.action === "disk.usage") throw new Error("bug");
      return preview.call(this, actor, request);
    };
    await one.world.clock.advance(HOUR);
    expect(await one.scheduler.runOnce()).toBe(1);
    expect(await runsOf(one)).toMatchObject([{ task_id: "T-2" }]);
    expect(one.scheduler.lastTurnAt).toBe(one.world.clock.now());
  });
});

describe("pauses", () => {
  it("fire nothing, and end by themselves at their time, for the due times after it", async () => {
    const one = await scene();
    const until = one.world.clock.now() + 2 * HOUR + 30 * MINUTE;
    await one.world.store.write((writer) => one.world.tasks.pause(writer, olga, "T-1", until));
    await one.world.clock.advance(2 * HOUR);
    expect(await one.scheduler.runOnce()).toBe(0);
    await one.world.clock.advance(30 * MINUTE);
    await one.scheduler.runOnce();
    expect(await one.world.taskQueries.get("T-1")).toMatchObject({ state: "active", nextDueAt: until + 30 * MINUTE });
    expect(await runsOf(one)).toMatchObject([{ state: "skipped", cause: "paused", due_count: 2 }]);
  });

  it("that outlast the schedule leave the task finished, not waiting for ever", async () => {
    const one = await scene({ kind: "once", at: "2026-11-21T11:00:00" });
    await one.world.store.write((writer) =>
      one.world.tasks.pause(writer, olga, "T-1", one.world.clock.now() + 2 * HOUR),
    );
    await one.world.clock.advance(2 * HOUR);
    await one.scheduler.runOnce();
    expect(await one.world.taskQueries.get("T-1")).toMatchObject({ state: "finished", nextDueAt: undefined });
  });
});
