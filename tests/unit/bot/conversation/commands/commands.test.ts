import { describe, expect, it } from "vitest";
import { COMMANDS } from "../../../../../bot/conversation/commands/command-table.ts";
import { changeExecution } from "../../../../../core/executions/change-execution.ts";
import { INTENTS } from "../../../../../core/model/frame.ts";
import type { ExecutionState } from "../../../../../core/model/states.ts";
import { type ExecutionRow, executionTable } from "../../../../../core/store/tables/run-table.ts";
import { anActor } from "../../../../support/actors.ts";
import { ConversationWorld } from "../../../../support/conversation-world.ts";
import { manyGoodRuns } from "../../../../support/task-runs.ts";

async function end(
  world: ConversationWorld,
  id: string,
  path: readonly ExecutionState[],
  fields: Partial<ExecutionRow> = {},
): Promise<void> {
  for (const state of path) {
    await world.store.write(async (writer) => {
      const [from] = await writer.select(executionTable, { where: { id } });
      if (from) await changeExecution(writer, world.events, from, { state, fields }, world.now);
    });
  }
}
const FAILED: readonly ExecutionState[] = ["offered", "running", "failed"];
const SUCCEEDED: readonly ExecutionState[] = ["offered", "running", "succeeded"];

describe("every intent", () => {
  it.each(INTENTS)("%s has an answer", (intent) => {
    expect(COMMANDS[intent]).toBeTypeOf("function");
  });
});

describe("history", () => {
  it("shows only what failed, and still counts what was expected", async () => {
    const world = new ConversationWorld();
    await world.answer("check disk on web-1");
    await world.answer("check disk everywhere");
    await end(world, "E-1", FAILED, { error: "df is not installed" });
    const card = await world.answer("what failed today");
    expect(card.headline).toBe("1 failed run");
    expect(card.lines[1]).toBe("2 expected: 1 running, 1 failed.");
    expect(card.table?.rows.map((row) => row[0])).toEqual(["R-1"]);
  });

  it("finds what failed also behind hundreds of runs that went well since", async () => {
    const world = new ConversationWorld();
    await world.answer("check disk on web-1");
    await end(world, "E-1", FAILED, { error: "df is not installed" });
    await manyGoodRuns(world, 600);
    const card = await world.answer("what failed today");
    expect(card.table?.rows.map((row) => row[0])).toEqual(["R-1"]);
  });

  it("says what failed by its cause, so that one full disk is one line, and counts the list by causes", async () => {
    const world = new ConversationWorld();
    for (const [id, error] of [
      ["E-1", "disk full: 12 kB left"],
      ["E-2", "df is not installed"],
      ["E-3", "disk full: 7 kB left"],
    ] as const) {
      await world.answer("check disk on web-1");
      await end(world, id, FAILED, { error });
    }
    const card = await world.answer("what failed today");
    expect(card.headline).toBe("3 failed runs, 2 causes");
    expect(card.table?.rows.map(([id, , , , why, count]) => [id, why, count])).toEqual([
      ["R-3", "disk full: 7 kB left", 2],
      ["R-2", "df is not installed", 1],
    ]);
  });

  it("shows what was done to just that, and just there", async () => {
    const world = new ConversationWorld();
    for (const text of ["check disk on web-1", "restart nginx on web-1", "restart nginx on db-1", "yes"]) {
      await world.say(text);
    }
    const everywhere = await world.answer("who restarted nginx");
    expect(everywhere.table?.rows.map(([id]) => id)).toEqual(["R-3", "R-2"]);
    const there = await world.answer("who restarted nginx in production");
    expect(there.table?.rows.map(([id]) => id)).toEqual(["R-3"]);
    expect((await world.answer("who restarted redis")).headline).toBe("Nothing ran");
  });

  it("says that nothing failed, with the interval it looked at", async () => {
    const card = await new ConversationWorld().answer("what failed today");
    expect(card).toMatchObject({
      headline: "Nothing failed",
      lines: ["Sat 21 Nov 00:00 to now, Europe/Paris.", "0 expected."],
    });
  });

  it("of one machine leaves the others out", async () => {
    const world = new ConversationWorld();
    await world.answer("check disk on web-1");
    await world.answer("check disk everywhere");
    expect((await world.answer("what ran on web-2")).table?.rows.map((row) => row[0])).toEqual(["R-2"]);
  });

  it("can be pointed into", async () => {
    const world = new ConversationWorld();
    await world.answer("check disk on web-1");
    await world.answer("check disk everywhere");
    await world.answer("what ran today");
    expect((await world.answer("the second one")).id).toBe("R-1");
  });
});

describe("running again, said otherwise", () => {
  it("is a request of its own on the machines that were said, and leaves the task as it is", async () => {
    const world = new ConversationWorld();
    await world.answer("check disk on web-1 every day at 9");
    const card = await world.answer("run T-1 on web-2");
    expect((await world.runQueries.executionsOf(card.id ?? "")).map((one) => one.agentName)).toEqual(["web-2"]);
    expect((await world.taskQueries.get("T-1")).targets.include).toEqual(["host:web-1"]);
  });

  it("less a machine, is the place of the task without it, and never all the others", async () => {
    const world = new ConversationWorld();
    await world.answer("check disk on web-1 every day at 9");
    await world.answer("run T-1 except on web-2");
    const [only, ...more] = await world.runQueries.executionsOf("R-1");
    expect([only?.agentName, more.length]).toEqual(["web-1", 0]);
  });

  it("waits for the time that was said", async () => {
    const world = new ConversationWorld();
    await world.answer("check disk on web-1 every day at 9");
    await world.answer("run T-1 in 2 hours");
    expect(await world.runCount()).toBe(0);
    expect((await world.taskQueries.get("T-2")).schedule?.kind).toBe("once");
  });

  it("does nothing now of what was said for later", async () => {
    const world = new ConversationWorld();
    const card = await world.answer("drain web-1 at 5pm");
    expect(card.headline).toBe("I can do that only at once");
    expect(world.machines.find(({ name }) => name === "web-1")?.state).toBe("active");
  });

  it("reads back that a whole task is meant where one of its machines is named", async () => {
    const world = new ConversationWorld();
    await world.answer("check disk on web-1 every day at 9");
    const card = await world.answer("pause T-1 on web-1");
    expect(card.tone).toBe("question");
    expect(card.lines.join(" ")).toContain("the whole task, on all its machines");
    expect((await world.taskQueries.get("T-1")).state).toBe("active");
  });
});

describe("again", () => {
  it("runs the same once more", async () => {
    const world = new ConversationWorld();
    await world.answer("check disk on web-1");
    expect((await world.answer("run it again")).id).toBe("R-2");
    expect((await world.runQueries.getRun("R-2")).trigger).toBe("again");
    expect((await world.answer("run R-1 again")).id).toBe("R-3");
  });

  it("asks first where the first time was asked for", async () => {
    const world = new ConversationWorld();
    await world.answer("run rm on web-1");
    await world.answer("yes");
    expect(await world.answer("run it again")).toMatchObject({ tone: "question", id: "P-2" });
    expect(await world.runCount()).toBe(1);
    expect((await world.answer("yes")).id).toBe("R-2");
  });

  it("retries only the machines that did not succeed", async () => {
    const world = new ConversationWorld();
    await world.answer("check disk everywhere");
    await end(world, "E-1", SUCCEEDED);
    await end(world, "E-2", FAILED);
    await end(world, "E-3", ["offered", "running", "timed_out"]);
    await world.answer("retry R-1");
    expect((await world.runQueries.executionsOf("R-2")).map((one) => one.agentName).sort()).toEqual(["db-1", "web-2"]);
  });

  it("has nothing to retry where nothing failed", async () => {
    const world = new ConversationWorld();
    await world.answer("check disk on web-1");
    await end(world, "E-1", SUCCEEDED);
    expect((await world.answer("retry R-1")).headline).toBe("Nothing of R-1 failed");
    expect(await world.runCount()).toBe(1);
  });
});

describe("a schedule", () => {
  const scheduled = async () => {
    const world = new ConversationWorld();
    await world.answer("check disk on web-1 every day at 9");
    return world;
  };

  it("is changed, and shows its new times", async () => {
    const world = await scheduled();
    const card = await world.answer("make it hourly");
    expect(card.facts?.find((fact) => fact.name === "Next")?.value).toContain("Sat 21 Nov 12:00 · Sat 21 Nov 13:00");
    expect((await world.taskQueries.get("T-1")).schedule).toEqual({
      kind: "cron",
      cron: "0 * * * *",
      tz: "Europe/Paris",
    });
  });

  it("is paused until a time that is said back, and resumed by its button", async () => {
    const world = await scheduled();
    const card = await world.answer("pause it until thursday");
    expect(card.lines).toContain("Resumes by itself: Thu 26 Nov 00:00.");
    expect((await world.taskQueries.get("T-1")).state).toBe("paused");
    expect((await world.answer("resume T-1")).headline).toContain("Scheduled");
    expect((await world.answer("resume T-1")).headline).toContain("already active");
  });

  it("is cancelled by its name", async () => {
    const world = await scheduled();
    await world.answer("cancel the check");
    expect((await world.taskQueries.get("T-1")).state).toBe("cancelled");
  });

  it("is deleted only after a confirmation", async () => {
    const world = await scheduled();
    expect(await world.answer("delete T-1")).toMatchObject({
      tone: "question",
      headline: "Delete T-1 (check disk space)?",
    });
    expect(await world.taskCount()).toBe(1);
    await world.answer("yes");
    expect(await world.taskCount()).toBe(0);
  });

  it("of another person is left alone, and the refusal is audited", async () => {
    const world = await scheduled();
    const card = await world.answer("pause T-1", { actor: anActor("operator", "bob") });
    expect(card.headline).toContain("You may not change T-1");
    expect((await world.taskQueries.get("T-1")).state).toBe("active");
    expect(world.audited.at(-1)).toMatchObject({ decision: "refused", actor: "bob" });
  });

  it("runs now by its button and stays a schedule", async () => {
    const world = await scheduled();
    expect((await world.answer("run T-1 now")).id).toBe("R-1");
    expect((await world.taskQueries.get("T-1")).state).toBe("active");
  });

  it("is listed with its next time", async () => {
    const world = await scheduled();
    const card = await world.answer("list tasks");
    expect(card.table?.rows).toEqual([["T-1", "check disk space", "cron 0 9 * * *", "active", "Sun 22 Nov 09:00"]]);
  });
});

describe("an execution that nobody knows the end of", () => {
  it("is settled by a person", async () => {
    const world = new ConversationWorld();
    await world.answer("check disk on web-1");
    await end(world, "E-1", ["offered", "running", "unknown"]);
    const shown = await world.answer("show R-1");
    expect(shown.buttons?.map((button) => button.say)).toEqual([
      "retry E-1",
      "mark E-1 as succeeded",
      "mark E-1 as failed",
    ]);
    await world.answer("mark E-1 as failed");
    expect((await world.runQueries.getRun("R-1")).state).toBe("failed");
    expect((await world.answer("why")).lines[0]).toBe("ada said that it failed");
  });
});

describe("machines", () => {
  it("are listed with their state", async () => {
    const card = await new ConversationWorld().answer("list machines");
    expect(card.headline).toBe("3 machines, 3 online");
    expect(card.table?.rows[2]).toEqual(["db-1", "online", "", "env:production", "11:00"]);
  });

  it("are drained by an operator and not by a requester", async () => {
    const world = new ConversationWorld();
    const refused = await world.answer("drain web-1", { actor: anActor("requester", "rob") });
    expect(refused.headline).toContain("needs the role operator");
    await world.answer("drain web-1", { actor: anActor("operator", "olga") });
    expect(world.controlled).toEqual(["drain agt_web-1"]);
  });

  it("are disabled only after a confirmation", async () => {
    const world = new ConversationWorld();
    expect((await world.answer("disable web-1")).tone).toBe("question");
    expect(world.controlled).toEqual([]);
    await world.answer("yes");
    expect(world.controlled).toEqual(["disable agt_web-1"]);
  });

  it("that do not exist are met with the nearest names", async () => {
    const world = new ConversationWorld();
    expect((await world.answer("drain wbe-1")).lines[0]).toContain("web-1");
    expect(world.controlled).toEqual([]);
  });
});

describe("people", () => {
  it("are shown to those who may see them", async () => {
    const users = [{ id: "u1", name: "Grace", role: "admin", state: "active", timeZone: "UTC", createdAt: 0 }];
    const world = new ConversationWorld({ users: users as never });
    expect((await world.answer("list users")).table?.rows).toEqual([["Grace", "admin", "active", "UTC"]]);
    const refused = await world.answer("list users", { actor: anActor("requester", "rob") });
    expect(refused.table).toBeUndefined();
    expect(refused.tone).toBe("failure");
  });
});
