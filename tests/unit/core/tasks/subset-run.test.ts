import { describe, expect, it } from "vitest";
import { EXECUTION_MOVES, type ExecutionState, isFinal } from "../../../../core/model/states.ts";
import { isInSubset, RUN_SUBSETS } from "../../../../core/tasks/subset-request.ts";
import { anActor } from "../../../support/actors.ts";
import { aFleetMachine, CoreWorld, olga } from "../../../support/core-world.ts";

/** a succeeded, b failed, c was cancelled while it ran, d and e never began. */
async function ended() {
  const world = new CoreWorld();
  world.machines = ["a", "b", "c", "d", "e"].map((name) => aFleetMachine(name, { labels: ["web"] }));
  await world.create({ targets: { include: ["label:web"], exclude: [] }, action: "service.restart" });
  await world.end("E-1", "succeeded");
  await world.end("E-2", "failed");
  await world.end("E-3", "cancelled");
  await world.store.write((writer) => world.runs.cancelRun(writer, olga, "R-1"));
  world.machines = world.machines.map((machine) => ({ ...machine, labels: [] }));
  return world;
}

describe("an earlier run on a part of its machines", () => {
  it.each([
    ["failed", ["b", "c"]],
    ["not-started", ["d", "e"]],
    ["succeeded", ["a"]],
    ["all", ["a", "b", "c", "d", "e"]],
  ] as const)("takes up exactly the %s, after a cancel and whatever their labels say now", async (subset, names) => {
    const world = await ended();
    const { run, executions } = await world.store.write((writer) =>
      world.tasks.retryRun(writer, olga, "R-1", { subset }),
    );
    expect(executions.map((execution) => execution.agentName)).toEqual(names);
    expect(run).toMatchObject({ id: "R-2", taskId: "T-1", parentRunId: "R-1", subset, trigger: "retry" });
    expect(world.audited.at(-1)).toMatchObject({ action: "run.retry", object: "R-1", decision: "allowed" });
  });

  it("is for whoever may do it now", async () => {
    const world = await ended();
    const may = world.store.write((writer) =>
      world.tasks.retryRun(writer, anActor("requester", "rita"), "R-1", { subset: "failed" }),
    );
    await expect(may).rejects.toMatchObject({ code: "approval.needed" });
  });

  it("names a machine that is gone instead of leaving it out", async () => {
    const world = await ended();
    world.machines = world.machines.filter((machine) => machine.name !== "c");
    const again = world.store.write((writer) => world.tasks.retryRun(writer, olga, "R-1", { subset: "failed" }));
    await expect(again).rejects.toThrow('No machine matches "host:c"');
  });

  it("is refused while it is under way, and where no machine is in that part", async () => {
    const world = new CoreWorld();
    await world.create();
    const retry = (subset: "failed" | "succeeded") =>
      world.store.write((writer) => world.tasks.retryRun(writer, olga, "R-1", { subset }));
    await expect(retry("failed")).rejects.toMatchObject({ code: "request.conflict" });
    await world.end("E-1", "succeeded");
    await expect(retry("failed")).rejects.toMatchObject({ code: "run.no-machine" });
    expect((await retry("succeeded")).run?.id).toBe("R-2");
  });

  it("has every ended execution in exactly one part, and none that may still be at work in any", () => {
    for (const state of Object.keys(EXECUTION_MOVES) as ExecutionState[]) {
      for (const startedAt of [undefined, 5]) {
        const parts = RUN_SUBSETS.filter((subset) => subset !== "all" && isInSubset({ state, startedAt }, subset));
        expect(parts).toHaveLength(isFinal(state) ? 1 : 0);
      }
    }
  });
});

describe("the bounds of what is taken on", () => {
  it("allow as many machines and waiting executions as the settings say, and refuse one more", async () => {
    const world = new CoreWorld();
    const all = { include: ["all"], exclude: [] };
    world.machines = Array.from({ length: 1000 }, (_, index) => aFleetMachine(`m-${index}`));
    await world.create({ targets: all });
    await world.create({ targets: all });
    await expect(world.create({ targets: { include: ["host:m-1"], exclude: [] } })).rejects.toMatchObject({
      code: "run.queue-full",
    });
    world.machines = [...world.machines, aFleetMachine("one-more")];
    await expect(world.create({ targets: all })).rejects.toThrow("One task may have 1000 machines, and this has 1001.");
  });
});
