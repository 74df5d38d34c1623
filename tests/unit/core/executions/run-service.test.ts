import { describe, expect, it } from "vitest";
import type { Writer } from "../../../../core/store/rows.ts";
import { anActor, anAdmin } from "../../../support/actors.ts";
import { CoreWorld, olga } from "../../../support/core-world.ts";

const everywhere = { targets: { include: ["all"], exclude: [] } };

async function withStates(...states: readonly string[]): Promise<CoreWorld> {
  const world = new CoreWorld();
  await world.create(everywhere);
  for (const [index, state] of states.entries()) await world.force(`E-${index + 1}`, { state });
  world.audited.length = 0;
  world.queued.length = 0;
  return world;
}
const act = <T>(world: CoreWorld, unit: (writer: Writer) => Promise<T>) => world.store.write(unit);

describe("cancelling a run", () => {
  it("P9: ends at once what has not started, and only asks for an end of what runs", async () => {
    const world = await withStates("queued", "offered", "running");
    const outcome = await act(world, (writer) => world.runs.cancelRun(writer, olga, "R-1"));
    expect(outcome).toEqual({ cancelled: 2, stopping: 1, untouched: 0 });
    const rows = await world.executions();
    expect(rows.map((one) => one.state)).toEqual(["cancelled", "cancelled", "cancelling"]);
    expect(rows.every((one) => one.error === "cancelled by olga")).toBe(true);
    expect(await world.runQueries.getRun("R-1")).toMatchObject({ state: "running", finishedAt: undefined });
    expect(world.queued).toContain("agt_db-1");
  });

  it("ends the run where nothing of it had started", async () => {
    const world = await withStates();
    await act(world, (writer) => world.runs.cancelRun(writer, olga, "R-1"));
    expect(await world.runQueries.getRun("R-1")).toMatchObject({ state: "cancelled", finishedAt: world.clock.now() });
  });

  it("leaves alone what is over, unknown, or already being cancelled", async () => {
    const world = await withStates("succeeded", "unknown", "cancelling");
    const outcome = await act(world, (writer) => world.runs.cancelRun(writer, olga, "R-1"));
    expect(outcome).toEqual({ cancelled: 0, stopping: 0, untouched: 3 });
    expect(world.audited).toMatchObject([{ action: "run.cancel", object: "R-1", rule: "own" }]);
  });

  it("costs about the same for each of a thousand executions", async () => {
    const world = await withStates();
    const machine = world.machines[0];
    if (!machine) throw new Error("a fleet has machines");
    world.machines = Array.from({ length: 1000 }, (_, index) => ({ ...machine, name: `m-${index}` }));
    await world.create(everywhere);
    const outcome = await act(world, (writer) => world.runs.cancelRun(writer, olga, "R-2"));
    expect(outcome.cancelled).toBe(1000);
    expect(await world.runQueries.getRun("R-2")).toMatchObject({ state: "cancelled" });
  });

  it("is for whoever asked for it, operators and administrators", async () => {
    const world = await withStates();
    for (const actor of [anActor("requester", "bob"), anActor("viewer", "olga")]) {
      const denied = act(world, (writer) => world.runs.cancelRun(writer, actor, "R-1"));
      await expect(denied).rejects.toMatchObject({ code: "access.denied" });
    }
    const one = await act(world, (writer) => world.runs.cancelExecution(writer, anActor("operator", "bob"), "E-1"));
    expect(one.cancelled).toBe(1);
    expect(world.audited).toMatchObject([{ object: "E-1", rule: "operators" }]);
  });

  it("says that there is no such run or execution", async () => {
    const world = new CoreWorld();
    const run = act(world, (writer) => world.runs.cancelRun(writer, olga, "R-1"));
    await expect(run).rejects.toMatchObject({ code: "run.not-found" });
    const execution = act(world, (writer) => world.runs.cancelExecution(writer, olga, "E-1"));
    await expect(execution).rejects.toMatchObject({ code: "execution.not-found" });
  });
});

describe("settling what is unknown", () => {
  it.each([
    ["succeeded", "succeeded", null],
    ["failed", "failed", "admin said that it failed"],
  ] as const)("as %s ends it by the word of a person, and its run with it", async (as, state, error) => {
    const world = await withStates("unknown", "succeeded", "succeeded");
    await act(world, (writer) => world.runs.settleUnknown(writer, anAdmin(), "E-1", as));
    expect((await world.executions())[0]).toMatchObject({ state, error });
    expect(await world.runQueries.getRun("R-1")).toMatchObject({ state, finishedAt: world.clock.now() });
    expect(world.audited).toMatchObject([{ action: "execution.settle", object: "E-1", detail: { as } }]);
  });

  it("as another try queues the next attempt and wakes its machine", async () => {
    const world = await withStates("unknown", "succeeded", "succeeded");
    await act(world, (writer) => world.runs.settleUnknown(writer, olga, "E-1", "retry"));
    expect((await world.executions())[0]).toMatchObject({ state: "queued", attempt: 2, error: null });
    expect(await world.runQueries.getRun("R-1")).toMatchObject({ state: "running", finishedAt: undefined });
    expect(world.queued).toEqual(["agt_web-1"]);
  });

  it.each(["queued", "running", "succeeded"])("is refused for what is %s", async (state) => {
    const world = await withStates(state);
    const settled = act(world, (writer) => world.runs.settleUnknown(writer, olga, "E-1", "failed"));
    await expect(settled).rejects.toMatchObject({ code: "execution.illegal-move" });
    expect(world.audited).toEqual([]);
  });

  it("is not for strangers", async () => {
    const world = await withStates("unknown");
    const settled = act(world, (writer) =>
      world.runs.settleUnknown(writer, anActor("requester", "bob"), "E-1", "retry"),
    );
    await expect(settled).rejects.toMatchObject({ code: "access.denied" });
    expect((await world.executions())[0]?.state).toBe("unknown");
  });
});
