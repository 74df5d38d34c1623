import { describe, expect, it } from "vitest";
import { silentLogger } from "../../../../core/kernel/logger.ts";
import { runTable } from "../../../../core/store/tables/run-table.ts";
import { BatchChecks } from "../../../../core/tasks/batch-checks.ts";
import { CoreWorld, olga } from "../../../support/core-world.ts";

const rollout = {
  action: "service.restart",
  targets: { include: ["all"], exclude: [] },
  policy: { concurrency: 1, check: { action: "disk.usage" } },
};

/** A fresh one each time, as after a restart: it remembers nothing. */
function checksOf(world: CoreWorld): BatchChecks {
  const { store, clock, events, tasks } = world;
  return new BatchChecks({ store, clock, events, tasks, logger: silentLogger, ownerOf: async () => world.owner });
}

/** The first of three machines is done. */
async function afterFirst(end: "succeeded" | "failed" = "succeeded"): Promise<CoreWorld> {
  const world = new CoreWorld();
  await world.create(rollout);
  await world.end("E-1", end);
  return world;
}

const statesOf = async (world: CoreWorld, runId = "R-1") =>
  (await world.turns(runId)).map((turn) => turn.split(" ")[1]);

describe("a check between two batches", () => {
  it("is made on the machines of the batch, and the next batch begins when it has passed", async () => {
    const world = await afterFirst();
    const [first] = (await world.turns("R-1")).map((turn) => turn.split(" ")[0]);
    expect(await statesOf(world)).toEqual(["succeeded", "held", "held"]);
    expect(await checksOf(world).runOnce()).toBe(1);
    expect(await world.runRow("R-2")).toMatchObject({ action: "disk.usage", trigger: "check", parent_run_id: "R-1" });
    expect(await world.turns("R-2")).toEqual([`${first} queued`]);
    expect(await statesOf(world)).toEqual(["succeeded", "held", "held"]);
    expect(await checksOf(world).runOnce()).toBe(0);
    await world.end("E-4", "succeeded");
    expect(await checksOf(world).runOnce()).toBe(1);
    expect(await statesOf(world)).toEqual(["succeeded", "queued", "held"]);
  });

  it("is made after each batch but the last, once each, whoever looks at the same moment", async () => {
    const world = await afterFirst();
    for (const [check, next] of [
      ["E-4", "E-2"],
      ["E-5", "E-3"],
    ] as const) {
      await Promise.all([checksOf(world).runOnce(), checksOf(world).runOnce()]);
      await world.end(check, "succeeded");
      await Promise.all([checksOf(world).runOnce(), checksOf(world).runOnce()]);
      await world.end(next, "succeeded");
    }
    await checksOf(world).runOnce();
    const runs = await world.store.select(runTable, { orderBy: [{ column: "seq" }] });
    expect(runs.map(({ trigger, state }) => `${trigger} ${state}`)).toEqual([
      "request succeeded",
      "check succeeded",
      "check succeeded",
    ]);
  });

  it("that fails stops the rest, which has not begun, and says so", async () => {
    const world = await afterFirst();
    await checksOf(world).runOnce();
    await world.end("E-4", "failed");
    await checksOf(world).runOnce();
    expect(await statesOf(world)).toEqual(["succeeded", "skipped", "skipped"]);
    const reason = "Stopped because the check after batch 1 did not pass: R-2 failed.";
    expect(await world.runRow("R-1")).toMatchObject({ state: "failed", reason, follow: null });
  });

  it("that nobody knows the end of is waited for", async () => {
    const world = await afterFirst();
    await checksOf(world).runOnce();
    await world.end("E-4", "unknown");
    expect(await checksOf(world).runOnce()).toBe(0);
    expect(await statesOf(world)).toEqual(["succeeded", "held", "held"]);
  });

  it("P17: that may not, or cannot, be made stops the rest and says why", async () => {
    const gone = await afterFirst();
    gone.owner = undefined;
    await checksOf(gone).runOnce();
    expect((await gone.runRow("R-1"))?.reason).toContain("olga, who asked for it, is disabled or gone.");
    const removed = await afterFirst();
    removed.installed = removed.installed.filter(({ name }) => name !== "disk.usage");
    await checksOf(removed).runOnce();
    expect((await removed.runRow("R-1"))?.reason).toContain("could not be made: No installed plugin");
    expect(await statesOf(removed)).toEqual(["succeeded", "skipped", "skipped"]);
  });

  it("is not made where a rule stops the rollout, nor after somebody cancelled it", async () => {
    const world = new CoreWorld();
    await world.create({ ...rollout, policy: { ...rollout.policy, stopAfter: 0 } });
    await world.end("E-1", "failed");
    expect(await checksOf(world).runOnce()).toBe(0);
    const cancelled = await afterFirst();
    await checksOf(cancelled).runOnce();
    await cancelled.store.write((writer) => cancelled.runs.cancelRun(writer, olga, "R-1"));
    await cancelled.end("E-4", "succeeded");
    expect(await checksOf(cancelled).runOnce()).toBe(0);
    expect(await statesOf(cancelled)).toEqual(["succeeded", "cancelled", "cancelled"]);
  });

  it("may only look: what changes something, or does not exist, is refused when it is asked for", async () => {
    const world = new CoreWorld();
    const asked = (action: string) => world.create({ ...rollout, policy: { concurrency: 1, check: { action } } });
    await expect(asked("service.restart")).rejects.toThrow(/may only look at things, and service.restart may change/);
    await expect(asked("moon.fly")).rejects.toThrow(/no installed plugin has the action "moon.fly"/);
  });
});
