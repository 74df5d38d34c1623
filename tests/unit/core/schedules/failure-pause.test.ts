import { describe, expect, it } from "vitest";
import { silentLogger } from "../../../../core/kernel/logger.ts";
import type { Policy } from "../../../../core/model/policy.ts";
import { FailurePause } from "../../../../core/schedules/failure-pause.ts";
import { Scheduler } from "../../../../core/schedules/scheduler.ts";
import { runTable } from "../../../../core/store/tables/run-table.ts";
import { CoreWorld, olga } from "../../../support/core-world.ts";

const HOUR = 3_600_000;

async function scene(policy: Policy, pauseAfter = 0) {
  const world = new CoreWorld();
  const { store, clock, events, tasks } = world;
  const audit = {
    record: async (_writer: unknown, actor: typeof olga, fact: never) =>
      void world.audited.push({ ...(fact as object), actor: actor.name } as never),
  };
  await world.create({ schedule: { kind: "interval", every: "PT1H" }, policy, conversationId: "cnv_1" });
  const failures = new FailurePause({ store, clock, events, audit, logger: silentLogger, pauseAfter });
  const scheduler = new Scheduler({
    store,
    clock,
    events,
    tasks,
    logger: silentLogger,
    ownerOf: async () => olga,
    pauseIfFailing: (writer, task, dueAt) => failures.pauseIfFailing(writer, task, dueAt),
  });
  /** The next firing, and how it ended. */
  const fire = async (state: "failed" | "succeeded") => {
    await clock.advance(HOUR);
    await scheduler.runOnce();
    await store.write((writer) => writer.update(runTable, { state: "running" }, { state, finished_at: clock.now() }));
    const [last] = await store.select(runTable, { orderBy: [{ column: "seq", descending: true }], limit: 1 });
    events.emit("run.ended", { runId: last?.id ?? "" });
  };
  const state = async () => (await world.taskQueries.get("T-1")).state;
  return { world, failures, scheduler, fire, state };
}

describe("a schedule that fails again and again", () => {
  it("is paused after as many failures in a row as its policy says, and the thread is told", async () => {
    const { world, failures, fire, state } = await scene({ pauseAfter: 2 });
    await failures.start();
    for (const end of ["failed", "succeeded", "failed"] as const) await fire(end);
    expect(await failures.runOnce()).toBe(0);
    await fire("failed");
    await world.clock.advance(1_000);
    expect(await state()).toBe("paused");
    expect(world.topics).toContain("pause:T-1:R-4");
    expect(world.audited.at(-1)).toMatchObject({ action: "task.paused", actor: "octopus" });
    await failures.stop();
  });

  it("is paused before its next firing where the server died before it could say so", async () => {
    const { world, fire, state } = await scene({ pauseAfter: 2 });
    await fire("failed");
    await fire("failed");
    await fire("failed");
    expect(await state()).toBe("paused");
    expect(await world.store.count(runTable, {})).toBe(2);
  });

  it("resumed, has as many tries again, and the ledger says what passed meanwhile", async () => {
    const { world, fire, state } = await scene({ pauseAfter: 2 });
    for (let time = 0; time < 5; time += 1) await fire("failed");
    await world.store.write((writer) => world.tasks.resume(writer, olga, "T-1"));
    const rows = await world.store.select(runTable, { where: { cause: "paused-by-failures" } });
    expect(rows).toMatchObject([{ due_count: 3, state: "skipped" }]);
    await fire("failed");
    expect(await state()).toBe("active");
    await fire("failed");
    await fire("failed");
    expect(await state()).toBe("paused");
  });

  it("goes on where nobody wants it paused, and follows the server's setting where the task says nothing", async () => {
    const never = await scene({ pauseAfter: 0 }, 1);
    const byDefault = await scene({}, 1);
    for (let time = 0; time < 3; time += 1) await never.fire("failed");
    for (let time = 0; time < 2; time += 1) await byDefault.fire("failed");
    expect([await never.state(), await byDefault.state()]).toEqual(["active", "paused"]);
  });
});
