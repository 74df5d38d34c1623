import { describe, expect, it } from "vitest";
import { type CreatedRun, createRun } from "../../../../core/executions/create-run.ts";
import type { NewRun } from "../../../../core/executions/new-run.ts";
import { planRun } from "../../../../core/executions/plan-run.ts";
import { countOf } from "../../../../core/executions/rollout.ts";
import { runTable } from "../../../../core/store/tables/run-table.ts";
import { taskTable } from "../../../../core/store/tables/task-table.ts";
import { anAction } from "../../../support/action-catalog.ts";
import { aFleetMachine, CoreWorld, olga } from "../../../support/core-world.ts";

const action = anAction();

async function aTask(): Promise<{
  world: CoreWorld;
  fire: (extra: Partial<NewRun>) => Promise<CreatedRun | undefined>;
}> {
  const world = new CoreWorld();
  await world.create({ schedule: { kind: "cron", cron: "0 12 * * *" } });
  const [task] = await world.store.select(taskTable, {});
  if (!task) throw new Error("the task was just made");
  const now = world.clock.now();
  const planned = planRun({ action, policy: {}, machines: world.machines, now });
  const wanted = {
    task,
    actor: olga,
    trigger: "schedule",
    dueAt: now,
    now,
    risk: "read",
    conversationId: null,
    planned,
  } as const;
  const fire = (extra: Partial<NewRun>) =>
    world.store.write((writer) => createRun(writer, world.events, { ...wanted, ...extra }));
  return { world, fire };
}

describe("creating a run", () => {
  it("P10: fires a due time once, however many try at once", async () => {
    const { world, fire } = await aTask();
    const runs = await Promise.all([fire({}), fire({}), fire({})]);
    expect(runs.filter(Boolean)).toHaveLength(1);
    expect(await world.store.count(runTable, {})).toBe(1);
    expect(await world.executions()).toHaveLength(3);
  });

  it("fires another due time of the same task, and requests at the same instant, each on its own", async () => {
    const { world, fire } = await aTask();
    await fire({});
    await fire({ dueAt: world.clock.now() + 1 });
    await fire({ trigger: "again" });
    await fire({ trigger: "again" });
    expect(await world.store.count(runTable, {})).toBe(4);
  });

  it("gives numbers that follow each other without holes, also to thousands at once", async () => {
    const { world, fire } = await aTask();
    const machines = Array.from({ length: 3_000 }, (_, index) => aFleetMachine(`m-${index}`));
    await fire({ planned: planRun({ action, policy: {}, machines, now: 0 }) });
    const seqs = (await world.executions()).map((one) => one.seq);
    expect([seqs.length, seqs[0], seqs.at(-1)]).toEqual([3_000, 1, 3_000]);
  });

  it("a run that never starts is born at its end and says why", async () => {
    const { world, fire } = await aTask();
    const born = await fire({ planned: [], stillborn: { state: "missed", reason: "late" } });
    expect(born?.run).toMatchObject({ state: "missed", reason: "late", finishedAt: world.clock.now() });
    expect(world.queued).toEqual([]);
  });
});

describe("planning a run", () => {
  const machines = ["c", "a", "b", "d"].map((name) =>
    aFleetMachine(name, { liveness: name === "a" ? "offline" : "online" }),
  );
  const chosen = (pick: number | string) =>
    planRun({ action, policy: { pick }, machines, now: 0 }).map((one) => one.agentName);

  it("takes connected machines first, then by name, where any will do", () => {
    expect([chosen(2), chosen("50%"), chosen(9)]).toEqual([
      ["b", "c"],
      ["b", "c"],
      ["b", "c", "d", "a"],
    ]);
  });

  it("rounds a share up", () => {
    expect([countOf("25%", 10), countOf("1%", 10), countOf("100%", 10)]).toEqual([3, 1, 10]);
  });

  it("gives the time limit and tries that the policy says, else those of the action", () => {
    const [said] = planRun({ action, policy: { timeout: "PT5S", retries: 2 }, machines, now: 7 });
    expect(said).toMatchObject({ timeoutMs: 5_000, maxAttempts: 3, notBefore: 7, expiresAt: 7 + 600_000 });
    expect(planRun({ action, policy: {}, machines, now: 0 })[0]).toMatchObject({ timeoutMs: 120_000, maxAttempts: 1 });
  });
});
