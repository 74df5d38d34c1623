import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { silentLogger } from "../../../../core/kernel/logger.ts";
import type { Policy } from "../../../../core/model/policy.ts";
import { DueFiring } from "../../../../core/schedules/due-firing.ts";
import { Scheduler } from "../../../../core/schedules/scheduler.ts";
import { type RunRow, runTable } from "../../../../core/store/tables/run-table.ts";
import { taskTable } from "../../../../core/store/tables/task-table.ts";
import { CoreWorld, olga } from "../../../support/core-world.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const ownerOf = async () => olga;

/** A world with one task for each policy, every ten minutes. */
async function aWorld(policies: readonly Policy[]): Promise<CoreWorld> {
  const world = new CoreWorld();
  for (const policy of policies) await world.create({ policy, schedule: { kind: "interval", every: "PT10M" } });
  return world;
}

function aScheduler({ store, clock, events, tasks }: CoreWorld): Scheduler {
  return new Scheduler({ store, clock, events, tasks, logger: silentLogger, ownerOf });
}

/** Each due time in a unit of its own, in the order in which they are due. */
async function fireSingly(world: CoreWorld): Promise<void> {
  const firing = new DueFiring({ ...world, ownerOf });
  for (;;) {
    const where = { state: "active", next_due_at: { lte: world.clock.now() } } as const;
    const due = await world.store.select(taskTable, { where, orderBy: [{ column: "next_due_at" }] });
    if (due.length === 0) return;
    for (const { id } of due) await world.store.write((writer) => firing.fire(writer, [id], () => "late"));
  }
}

const ledgerOf = async ({ store }: CoreWorld): Promise<readonly RunRow[]> =>
  await store.select(runTable, { orderBy: [{ column: "task_id" }, { column: "due_at" }] });

/** Numbers of runs follow from the order in which they are made; who waits for which does not. */
function withoutNumbers(rows: readonly RunRow[]) {
  const dueAt = new Map(rows.map((row) => [row.id, row.due_at]));
  return rows.map(({ id: _id, seq: _seq, fire_key: _key, ...row }) => ({
    ...row,
    reason: row.reason?.replace(/R-\d+/g, (id) => `the run of ${dueAt.get(id)}`) ?? null,
    waits_for: row.waits_for === null ? null : dueAt.get(row.waits_for),
  }));
}

const policy: fc.Arbitrary<Policy> = fc.record(
  {
    overlap: fc.constantFrom("skip", "queue", "replace", "allow"),
    misfire: fc.constantFrom("skip", "last", "all"),
    pick: fc.constantFrom(1, 2),
  },
  { requiredKeys: [] },
);

describe("many tasks that are due together", () => {
  it("P10: fire once each, and every one has its row and its next due time", async () => {
    const world = await aWorld(Array.from({ length: 130 }, () => ({})));
    await world.clock.advance(10 * MINUTE);
    const scheduler = aScheduler(world);
    expect(await scheduler.runOnce()).toBe(130);
    expect(await scheduler.runOnce()).toBe(0);
    const now = world.clock.now();
    expect(new Set((await ledgerOf(world)).map((run) => `${run.task_id} ${run.due_at}`)).size).toBe(130);
    expect(await world.store.count(taskTable, { next_due_at: now + 10 * MINUTE, fired_count: 1 })).toBe(130);
    expect(new Set((await world.executions()).map(({ id }) => id)).size).toBe(130);
  });

  it("are not held up by one that breaks, and that one fires when it is whole again", async () => {
    const world = await aWorld(Array.from({ length: 60 }, () => ({})));
    await world.create({ action: "service.restart", schedule: { kind: "interval", every: "PT10M" } });
    const { tasks } = world;
    const whole = tasks.preview;
    tasks.preview = function broken(actor, request) {
      if (request.action === "service.restart") throw new Error("bug");
      return whole.call(this, actor, request);
    };
    await world.clock.advance(10 * MINUTE);
    const scheduler = aScheduler(world);
    expect(await scheduler.runOnce()).toBe(60);
    expect(await world.store.count(runTable, { action: "service.restart" })).toBe(0);
    tasks.preview = whole;
    expect(await scheduler.runOnce()).toBe(1);
    expect(await world.store.count(runTable, {})).toBe(61);
  });

  it("P10: leave alone a due time that has a run already, and fire the others", async () => {
    const world = await aWorld([{}, {}, {}]);
    await world.clock.advance(10 * MINUTE);
    await aScheduler(world).runOnce();
    // As after a clock that was set back, or another server that was quicker.
    await world.store.write((writer) => writer.update(taskTable, { id: "T-2" }, { next_due_at: world.clock.now() }));
    await world.clock.advance(10 * MINUTE);
    await world.store.write((writer) => writer.update(runTable, {}, { state: "succeeded" }));
    await aScheduler(world).runOnce();
    const dueTimes = (await ledgerOf(world)).map((run) => `${run.task_id} ${run.due_at}`);
    expect(new Set(dueTimes).size).toBe(dueTimes.length);
    expect(dueTimes).toHaveLength(6);
  });

  it("P10: leave exactly the rows that each of them leaves alone, whatever the rules and however late", async () => {
    const late = fc.constantFrom(10 * MINUTE, 25 * MINUTE, HOUR + MINUTE, 5 * HOUR);
    await fc.assert(
      fc.asyncProperty(
        fc.array(policy, { minLength: 1, maxLength: 6 }),
        fc.array(late, { maxLength: 3 }),
        async (policies, waits) => {
          const [together, singly] = [await aWorld(policies), await aWorld(policies)];
          const scheduler = aScheduler(together);
          for (const wait of waits) {
            for (const world of [together, singly]) await world.clock.advance(wait);
            await scheduler.runOnce();
            await fireSingly(singly);
          }
          expect(withoutNumbers(await ledgerOf(together))).toEqual(withoutNumbers(await ledgerOf(singly)));
        },
      ),
      { numRuns: 25 },
    );
  });
});
