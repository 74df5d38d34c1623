import { describe, expect, it } from "vitest";
import { changeExecution } from "../../../../core/executions/change-execution.ts";
import type { ExecutionChange } from "../../../../core/executions/move-execution.ts";
import { outboxTable } from "../../../../core/store/tables/conversation-table.ts";
import { attemptTable, type ExecutionRow } from "../../../../core/store/tables/run-table.ts";
import { CoreWorld } from "../../../support/core-world.ts";

async function aRun(): Promise<{
  readonly world: CoreWorld;
  readonly first: ExecutionRow;
  readonly second: ExecutionRow;
}> {
  const world = new CoreWorld();
  const targets = { include: ["host:web-*"], exclude: [] };
  await world.create({ targets, conversationId: "cnv_1" });
  const [first, second] = await world.executions();
  if (!first || !second) throw new Error("a run on two machines has two executions");
  return { world, first, second };
}
const move = (world: CoreWorld, from: ExecutionRow, change: ExecutionChange) =>
  world.store.write((writer) => changeExecution(writer, world.events, from, change, world.clock.now()));

describe("moving an execution", () => {
  it("happens once when two decided on the same state of it", async () => {
    const { world, first } = await aRun();
    expect(await move(world, first, { state: "offered" })).toBe(true);
    expect(await move(world, first, { state: "cancelled" })).toBe(false);
    expect((await world.executions())[0]?.state).toBe("offered");
  });

  it("does not happen when another attempt took its place", async () => {
    const { world, first } = await aRun();
    await world.force(first.id, { attempt: 2 });
    expect(await move(world, first, { state: "offered" })).toBe(false);
  });

  it("does not happen against the table of moves", async () => {
    const { world, first } = await aRun();
    expect(await move(world, first, { state: "succeeded" })).toBe(false);
    expect((await world.executions())[0]?.state).toBe("queued");
  });

  it("ends the run with the last of its executions, not before", async () => {
    const { world, first, second } = await aRun();
    await move(world, first, { state: "cancelled" });
    expect(await world.runQueries.getRun("R-1")).toMatchObject({ state: "running", finishedAt: undefined });
    await move(world, second, { state: "expired" });
    expect(await world.runQueries.getRun("R-1")).toMatchObject({ state: "failed", finishedAt: world.clock.now() });
    expect((await world.executions())[0]).toMatchObject({ finished_at: world.clock.now(), lease_until: null });
  });

  it("opens the run again when a person asks for another try", async () => {
    const { world, first, second } = await aRun();
    await move(world, second, { state: "cancelled" });
    await world.force(first.id, { state: "running" });
    await move(world, { ...first, state: "running" }, { state: "unknown" });
    expect(await world.runQueries.getRun("R-1")).toMatchObject({ state: "unknown", finishedAt: undefined });
    await move(world, { ...first, state: "unknown" }, { state: "queued", fields: { attempt: 2 } });
    expect(await world.runQueries.getRun("R-1")).toMatchObject({ state: "running" });
  });

  it("raises the topic of the run, each time to a higher revision, and tells after the commit", async () => {
    const { world, first, second } = await aRun();
    const revision = async () =>
      (await world.store.select(outboxTable, { where: { topic: "run:R-1" } }))[0]?.revision ?? 0;
    const revisions = [await revision()];
    const heard: string[] = [];
    world.events.on("execution.changed", ({ executionId }) => void heard.push(executionId));
    for (const execution of [first, second]) {
      await move(world, execution, { state: "cancelled" });
      revisions.push(await revision());
    }
    expect(revisions).toEqual([...new Set(revisions)].sort((a, b) => a - b));
    expect(heard).toEqual(["E-1", "E-2"]);
    expect(world.topics.filter((topic) => topic === "run:R-1")).toHaveLength(3);
  });

  it.each<[string, ExecutionChange, string]>([
    ["replaced by the next", { state: "queued", fields: { attempt: 2 } }, "unknown"],
    ["lost", { state: "unknown" }, "unknown"],
    ["cancelled", { state: "cancelled" }, "cancelled"],
  ])(
    "an attempt without a result that is %s does not look alive, and still takes a late one",
    async (_how, change, state) => {
      const { world, first } = await aRun();
      await world.force(first.id, { state: "running" });
      await world.store.write(async (writer) => {
        const times = { offered_at: 0, started_at: 0, finished_at: null, duration_ms: null };
        const answer = {
          exit_code: null,
          response: null,
          response_digest: null,
          error: null,
          ran_as: null,
          log_chunks: null,
        };
        const plugin = { plugin: "test", plugin_version: "1.0.0", plugin_digest: "0" };
        const key = { execution_id: first.id, attempt: 1, agent_id: first.agent_id, state: "running" };
        await writer.insert(attemptTable, [{ ...key, ...plugin, ...times, ...answer }]);
      });
      await move(world, { ...first, state: "running" }, change);
      expect(await world.store.select(attemptTable, {})).toMatchObject([{ state, finished_at: null }]);
    },
  );
});
