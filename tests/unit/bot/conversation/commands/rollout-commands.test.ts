import { describe, expect, it } from "vitest";
import { changeExecution } from "../../../../../core/executions/change-execution.ts";
import type { AgentId } from "../../../../../core/model/ids.ts";
import { executionTable } from "../../../../../core/store/tables/run-table.ts";
import { aMachine, ConversationWorld } from "../../../../support/conversation-world.ts";

async function end(world: ConversationWorld, id: string, state: "succeeded" | "failed" | "unknown"): Promise<void> {
  for (const to of ["offered", "running", state] as const) {
    await world.store.write(async (writer) => {
      const [from] = await writer.select(executionTable, { where: { id } });
      const fields = to === "running" ? { started_at: world.now } : {};
      if (from) await changeExecution(writer, world.events, from, { state: to, fields }, world.now);
    });
  }
}

/** Stopped at its first machine: one failed, two never began. */
async function stopped(): Promise<ConversationWorld> {
  const world = new ConversationWorld();
  await world.answer("check disk everywhere one by one, stop at a failure");
  await end(world, "E-1", "failed");
  return world;
}

const machinesOf = async (world: ConversationWorld, runId: string) =>
  (await world.runQueries.executionsOf(runId)).map((one) => one.agentName).sort();

describe("a rollout in chat", () => {
  it("says how many worked, failed and never began, and asks what now", async () => {
    const card = await (await stopped()).answer("why R-1");
    expect(card.headline).toContain("failed");
    const shown = await (await stopped()).answer("show R-1");
    expect(shown.headline).toBe("Check disk space: stopped, 0 succeeded, 1 failed, 2 not started");
    expect(shown.lines[0]).toBe("Stopped by its rule: 1 of 3 failed, and 0 may.");
    expect(shown.buttons?.map((button) => button.label)).toEqual([
      "Retry the failed",
      "Go on with the rest",
      "Again",
      "Log",
      "Leave",
    ]);
  });

  it("tries the failed again, and only those", async () => {
    const world = await stopped();
    const first = await machinesOf(world, "R-1");
    await world.answer("retry the failed ones of R-1");
    const [failed] = await world.runQueries.executionsOf("R-1");
    expect(first).toHaveLength(3);
    expect(await machinesOf(world, "R-2")).toEqual([failed?.agentName]);
  });

  it("runs again on the card of a part what that card showed, not the whole task", async () => {
    const world = await stopped();
    await world.answer("retry the failed ones of R-1");
    const [failed] = await world.runQueries.executionsOf("R-1");
    await end(world, "E-4", "succeeded");
    const again = (await world.answer("show R-2")).buttons?.find((button) => button.label === "Again");
    await world.answer(again?.say ?? "");
    expect(await machinesOf(world, "R-3")).toEqual([failed?.agentName]);
    expect(await world.runQueries.getRun("R-3")).toMatchObject({ taskId: "T-1", parentRunId: "R-2" });
  });

  it("keeps to the machines of the part where something is left out of it", async () => {
    const world = await stopped();
    const rest = (await world.runQueries.executionsOf("R-1")).slice(1).map((one) => one.agentName);
    await world.answer("go on with the rest of R-1");
    await end(world, "E-4", "succeeded");
    await end(world, "E-5", "succeeded");
    await world.answer("run R-2 but not on web-2");
    expect(rest).toContain("web-2");
    expect(await machinesOf(world, "R-3")).toEqual(rest.filter((name) => name !== "web-2"));
  });

  it("runs no part again of which nobody knows how it ended", async () => {
    const world = await stopped();
    await world.answer("retry the failed ones of R-1");
    await end(world, "E-4", "unknown");
    expect((await world.answer("run R-2 again")).headline).toBe("Nothing of R-2 can be run as it was");
    expect(await world.runCount()).toBe(2);
  });

  it.each(["go on with the rest", "go on with the rest of R-1"])("goes on with exactly the rest: %s", async (text) => {
    const world = await stopped();
    const [failed] = await world.runQueries.executionsOf("R-1");
    await world.answer(text);
    const rest = await machinesOf(world, "R-2");
    expect(rest).toHaveLength(2);
    expect(rest).not.toContain(failed?.agentName);
    expect(await world.runQueries.getRun("R-2")).toMatchObject({ subset: "not-started", taskId: "T-1" });
  });

  it("leaves it as it is when told so", async () => {
    const world = await stopped();
    expect((await world.answer("leave R-1")).headline).toBe("R-1 stays as it is");
    expect(await world.runCount()).toBe(1);
  });

  it("offers to roll back where the action has an opposite, on the machines where it began and no others", async () => {
    const world = new ConversationWorld();
    await world.answer("stop nginx everywhere one by one");
    await world.answer("yes");
    await end(world, "E-1", "succeeded");
    await end(world, "E-2", "failed");
    const began = (await world.runQueries.executionsOf("R-1")).slice(0, 2).map((one) => one.agentName);
    const card = await world.answer("show R-1");
    expect(card.buttons).toContainEqual({ label: "Roll back", say: "roll back R-1" });
    expect((await world.answer("roll back R-1")).tone).toBe("question");
    await world.answer("yes");
    expect(await world.runQueries.getRun("R-2")).toMatchObject({
      action: "service.start",
      params: { service: "nginx" },
    });
    expect(await machinesOf(world, "R-2")).toEqual([...began].sort());
  });

  it("rolls back on the machine itself, whatever it is called by now", async () => {
    const world = new ConversationWorld();
    await world.answer("stop nginx everywhere one by one");
    await world.answer("yes");
    await end(world, "E-1", "succeeded");
    await end(world, "E-2", "failed");
    const [first] = await world.runQueries.executionsOf("R-1");
    const named = world.machines.find(({ id }) => id === first?.agentId);
    world.machines = world.machines.map((one) => (one === named ? { ...one, name: "old-one" } : one));
    world.machines = [...world.machines, aMachine(first?.agentName ?? "", { id: "agt_new" as AgentId })];
    await world.answer("roll back R-1");
    await world.answer("yes");
    const places = (await world.runQueries.executionsOf("R-2")).map((one) => one.agentId);
    expect(places).toContain(first?.agentId);
    expect(places).not.toContain("agt_new");
  });

  it("offers it nowhere else, and says so where it is asked for", async () => {
    const world = await stopped();
    expect((await world.answer("roll back R-1")).headline).toBe("R-1 cannot be undone");
  });

  it("points to what never began where nothing failed, and waits for what runs", async () => {
    const world = new ConversationWorld();
    await world.answer("check disk everywhere");
    expect((await world.answer("retry the failed ones of R-1")).headline).toBe("R-1 is still under way");
    await world.answer("cancel R-1");
    expect((await world.answer("retry the failed ones of R-1")).lines).toEqual([
      '3 of it never began; say "go on with the rest of R-1" to run those.',
    ]);
  });
});

describe("a chain in chat", () => {
  it("shows every step with how far it is", async () => {
    const world = new ConversationWorld();
    const card = await world.answer("check disk on web-1, then on web-2");
    expect(card.lines).toEqual([
      "1. Check disk space: running (R-1)",
      "2. if that works, Check disk space: to come",
      "3. in any case, Check disk space: to come",
    ]);
    await end(world, "E-1", "succeeded");
    expect((await world.answer("show R-1")).lines.at(-2)).toBe("2. if that works, Check disk space: to come");
  });

  it("can be cancelled by its first run after that has ended", async () => {
    const world = new ConversationWorld();
    await world.answer("check disk on web-1, then on web-2");
    await end(world, "E-1", "succeeded");
    await world.answer("cancel R-1");
    expect(await world.runQueries.getRun("R-1")).toMatchObject({ state: "succeeded", nextStep: undefined });
    expect((await world.answer("cancel R-1")).headline).toContain("has already ended");
  });

  it("is over where a run is cancelled", async () => {
    const world = new ConversationWorld();
    await world.answer("check disk on web-1, then on web-2");
    await world.answer("cancel R-1");
    expect((await world.answer("show R-1")).lines.slice(-2)).toEqual([
      "2. if that works, Check disk space: not run",
      "3. in any case, Check disk space: not run",
    ]);
  });
});
