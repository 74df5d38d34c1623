import { describe, expect, it } from "vitest";
import type { FrameStep } from "../../../../core/model/frame.ts";
import { runTable } from "../../../../core/store/tables/run-table.ts";
import type { TaskRequest } from "../../../../core/tasks/task-request.ts";
import { anActor } from "../../../support/actors.ts";
import { aFleetMachine, CoreWorld, olga } from "../../../support/core-world.ts";

const step = (when: FrameStep["when"], action: string, targets?: FrameStep["targets"]): FrameStep => ({
  when,
  action,
  params: {},
  ...(targets && { targets }),
});

async function chain(then: readonly FrameStep[], overrides: Partial<TaskRequest> = {}) {
  const world = new CoreWorld();
  await world.create({ ...overrides, then });
  return world;
}

async function runs(world: CoreWorld): Promise<readonly string[]> {
  const rows = await world.store.select(runTable, { orderBy: [{ column: "seq" }] });
  return rows.map((row) => `${row.id} ${row.action} ${row.state}`);
}

describe("a chain", () => {
  it("goes on where the run before it ran, once, when that has succeeded", async () => {
    const world = await chain([step("success", "service.restart")]);
    expect(await world.follower.runOnce()).toBe(0);
    await world.end("E-1", "succeeded");
    expect((await world.runRow("R-1"))?.follow).toBe("step");
    expect(await world.follower.runOnce()).toBe(1);
    expect(await world.follower.runOnce()).toBe(0);
    expect(await runs(world)).toEqual(["R-1 disk.usage succeeded", "R-2 service.restart running"]);
    expect(await world.turns("R-2")).toEqual(["web-1 queued"]);
    expect(await world.runRow("R-2")).toMatchObject({
      parent_run_id: "R-1",
      root_run_id: "R-1",
      step: 1,
      risk: "change",
    });
  });

  it.each([
    ["failed", "R-2 shell.run running"],
    ["succeeded", "R-2 service.restart running"],
  ] as const)("passes over what does not fit a run that %s", async (end, next) => {
    const admin = anActor("admin", "ada");
    const world = new CoreWorld();
    world.owner = admin;
    const then = [step("success", "service.restart"), step("failure", "shell.run")];
    await world.create({ then }, admin);
    await world.end("E-1", end);
    await world.follower.runOnce();
    expect((await runs(world))[1]).toBe(next);
  });

  it("keeps the machines that were shown, whatever their labels say later", async () => {
    const world = new CoreWorld();
    world.machines = [aFleetMachine("web-1"), aFleetMachine("db-1", { labels: ["db"] }), aFleetMachine("db-2")];
    const then = [step("always", "disk.usage", { include: ["label:db"], exclude: [] })];
    await world.create({ then });
    world.machines = [aFleetMachine("web-1"), aFleetMachine("db-1"), aFleetMachine("db-2", { labels: ["db"] })];
    await world.end("E-1", "failed");
    await world.follower.runOnce();
    expect(await world.turns("R-2")).toEqual(["db-1 queued"]);
  });

  it("waits at an unknown end for a person's word, and then goes on", async () => {
    const world = await chain([step("success", "disk.usage")]);
    await world.end("E-1", "unknown");
    expect(await world.follower.runOnce()).toBe(0);
    await world.store.write((writer) => world.runs.settleUnknown(writer, olga, "E-1", "succeeded"));
    await world.follower.runOnce();
    expect(await runs(world)).toHaveLength(2);
  });

  it("ends when its run is cancelled, even if the work succeeds all the same", async () => {
    const world = await chain([step("always", "disk.usage")]);
    await world.force("E-1", { state: "running", started_at: 1, lease_until: world.clock.now() + 9 });
    await world.store.write((writer) => world.runs.cancelRun(writer, olga, "R-1"));
    await world.force("E-1", { state: "running" });
    await world.end("E-1", "succeeded");
    expect((await world.runRow("R-1"))?.state).toBe("succeeded");
    expect(await world.follower.runOnce()).toBe(0);
  });

  it("is cancelled by the name of any of its runs", async () => {
    const world = await chain([step("always", "disk.usage"), step("always", "disk.usage")]);
    await world.end("E-1", "succeeded");
    await world.follower.runOnce();
    await world.store.write((writer) => world.runs.cancelRun(writer, olga, "R-1"));
    expect(await runs(world)).toEqual(["R-1 disk.usage succeeded", "R-2 disk.usage cancelled"]);
    expect(await world.follower.runOnce()).toBe(0);
  });

  it("asks again at each step whether its person may, and says why not", async () => {
    const world = await chain([step("success", "service.restart")]);
    await world.end("E-1", "succeeded");
    world.owner = anActor("requester", "olga");
    await world.follower.runOnce();
    expect(await world.runRow("R-2")).toMatchObject({ state: "skipped", execution_count: 0 });
    expect((await world.runRow("R-2"))?.reason).toContain("olga may no longer do this");
  });

  it("is refused as a whole where one of its steps may not be done, or does not exist", async () => {
    await expect(chain([step("success", "shell.run")])).rejects.toMatchObject({ code: "approval.needed" });
    await expect(chain([step("success", "no.such")])).rejects.toThrow("no installed plugin has this action");
    const nowhere = step("success", "disk.usage", { include: ["host:nowhere"], exclude: [] });
    await expect(chain([nowhere])).rejects.toThrow('Step 2 (disk.usage): no machine matches "host:nowhere"');
  });
});

describe("a run of a task that has one under way", () => {
  const again = (world: CoreWorld) =>
    world.store.write((writer) => world.tasks.runNow(writer, olga, "T-1", { trigger: "request" }));

  it("waits for it where they queue, and one at most may wait", async () => {
    const world = await chain([], { policy: { overlap: "queue" } });
    await again(world);
    expect(await world.turns("R-2")).toEqual(["web-1 held"]);
    expect((await world.runQueries.getRun("R-2")).waitsFor).toBe("R-1");
    await expect(again(world)).rejects.toMatchObject({ code: "request.conflict" });
    expect(await world.follower.runOnce()).toBe(0);
    await world.end("E-1", "failed");
    await world.follower.runOnce();
    expect(await world.turns("R-2")).toEqual(["web-1 queued"]);
    expect((await world.runQueries.getRun("R-2")).waitsFor).toBeUndefined();
  });

  it("waits for the whole chain", async () => {
    const world = await chain([step("success", "disk.usage")], { policy: { overlap: "queue" } });
    await again(world);
    await world.end("E-1", "succeeded");
    await world.follower.runOnce();
    expect(await world.turns("R-2")).toEqual(["web-1 held"]);
    expect((await world.runQueries.getRun("R-2")).waitsFor).toBe("R-3");
    await world.end("E-3", "succeeded");
    await world.follower.runOnce();
    expect(await world.turns("R-2")).toEqual(["web-1 queued"]);
  });

  it("takes its place where they replace, and starts when nothing of it is left", async () => {
    const world = await chain([], { policy: { overlap: "replace" } });
    await world.force("E-1", { state: "running", started_at: 1, lease_until: world.clock.now() + 9 });
    await again(world);
    expect(await world.turns("R-1")).toEqual(["web-1 cancelling"]);
    expect(await world.turns("R-2")).toEqual(["web-1 held"]);
    await again(world);
    expect(await runs(world)).toEqual(["R-1 disk.usage running", "R-2 disk.usage cancelled", "R-3 disk.usage running"]);
    await world.end("E-1", "cancelled");
    await world.follower.runOnce();
    expect(await world.turns("R-3")).toEqual(["web-1 queued"]);
  });

  it("starts at once where the one before had not begun", async () => {
    const world = await chain([], { policy: { overlap: "replace" } });
    await again(world);
    expect([await world.turns("R-1"), await world.turns("R-2")]).toEqual([["web-1 cancelled"], ["web-1 queued"]]);
  });
});
