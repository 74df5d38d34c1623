import { describe, expect, it } from "vitest";
import { executionTable, runTable } from "../../../../../core/store/tables/run-table.ts";
import { parse } from "../../../../../nlp/parse.ts";
import { anAction } from "../../../../support/action-catalog.ts";
import { anActor } from "../../../../support/actors.ts";
import { ConversationWorld } from "../../../../support/conversation-world.ts";

function understanding(): ConversationWorld {
  const world = new ConversationWorld();
  world.services = { ...world.services, parse };
  world.restart();
  return world;
}

const PARSED = { now: 0, timeZone: "UTC", addressed: true } as const;

const states = async (world: ConversationWorld) =>
  (await world.runQueries.listExecutions({}, { limit: 9 })).items.map(
    ({ agentName, state }) => `${agentName} ${state}`,
  );

describe("a sentence about everything", () => {
  it("is read back with what it concerns, and cancels nothing before the yes", async () => {
    const world = understanding();
    await world.answer("restart nginx on web-1");
    await world.answer("restart nginx on web-2");
    const asked = await world.answer("stop everything");
    expect(asked).toMatchObject({ tone: "question", headline: "Cancel everything under way?" });
    expect(asked.lines.join(" ")).toContain("2 runs now: R-2, R-1");
    expect(await states(world)).toEqual(["web-2 queued", "web-1 queued"]);
    await world.answer("yes");
    expect(await states(world)).toEqual(["web-2 cancelled", "web-1 cancelled"]);
  });

  it("stops what began between the question and the yes, too", async () => {
    const world = understanding();
    await world.answer("restart nginx on web-1");
    await world.answer("stop everything");
    await world.say("restart nginx on web-2", { address: "two" });
    await world.answer("yes");
    expect(await states(world)).toEqual(["web-2 cancelled", "web-1 cancelled"]);
  });

  it("stops what is somebody's own also where others have work under way, and leaves theirs alone", async () => {
    const world = understanding();
    await world.answer("restart nginx on web-1");
    const rita = { actor: anActor("requester", "rita"), address: "two" };
    const targets = { include: ["host:web-2"], exclude: [] };
    // biome-ignore lint/suspicious/noThenProperty: the frame contract names the field
    const own = { action: anAction().name, params: {}, targets, policy: {}, then: [], text: "" };
    await world.store.write((writer) => world.services.tasks.create(writer, rita.actor, own));
    await world.say("stop everything", rita);
    const { replies } = await world.say("yes", rita);
    expect(await states(world)).toEqual(["web-2 cancelled", "web-1 queued"]);
    expect(JSON.stringify(replies)).toContain("1 of others goes on");
  });

  it("pauses an operator's own schedules where an administrator has some, and says what goes on", async () => {
    const world = understanding();
    await world.answer("restart nginx on web-1 every day at 9");
    await world.answer("yes");
    const olga = { actor: anActor("operator", "olga"), address: "two" };
    await world.say("restart nginx on web-2 every day at 9", olga);
    await world.say("yes", olga);
    await world.say("pause all tasks", olga);
    const { replies } = await world.say("yes", olga);
    const { items } = await world.taskQueries.list({}, { limit: 9 });
    expect(items.map(({ id, state }) => `${id} ${state}`).sort()).toEqual(["T-1 active", "T-2 paused"]);
    expect(JSON.stringify(replies)).toContain("1 of others is as before: you may not change it.");
  });

  it("stops a chain also between two of its steps", async () => {
    const world = understanding();
    await world.answer("restart nginx on web-1");
    const between = { state: "succeeded", follow: "step", next_step: 1 };
    await world.store.write((writer) => writer.update(runTable, { id: "R-1" }, between));
    await world.answer("stop everything");
    await world.answer("yes");
    const [run] = await world.store.select(runTable, {});
    expect(run).toMatchObject({ follow: null, next_step: null });
  });

  it("stays on the machines that were said", async () => {
    const world = understanding();
    await world.answer("restart nginx on web-1 and web-2");
    await world.answer("stop everything on web-2");
    await world.answer("yes");
    expect((await states(world)).sort()).toEqual(["web-1 queued", "web-2 cancelled"]);
  });

  it("stops nothing elsewhere where the place that was said has no machine", async () => {
    const world = understanding();
    await world.answer("restart nginx on web-1");
    const targets = { include: ["host:web-2"], exclude: ["host:web-2"] };
    const { frame } = parse("stop everything on web-2", await world.services.catalog.current(), PARSED);
    world.services = { ...world.services, parse: () => ({ frame: { ...frame, targets } }) };
    world.restart();
    expect(await world.answer("stop everything there")).toMatchObject({
      headline: "Nothing is under way on no machine",
    });
    expect(await states(world)).toEqual(["web-1 queued"]);
  });

  it("says what may still be at work although nobody hears of it, and does not say that it was stopped", async () => {
    const world = understanding();
    await world.answer("restart nginx on web-1");
    await world.answer("restart nginx on web-2");
    await world.store.write((writer) => writer.update(executionTable, { id: "E-1" }, { state: "unknown" }));
    await world.store.write((writer) => writer.update(runTable, { id: "R-1" }, { state: "unknown" }));
    await world.answer("stop everything");
    const [first] = (await world.answer("yes")).lines;
    expect(first).toBe(
      "Nobody knows whether R-1 on web-1 still runs: it is not stopped by this. Look there, and say how it ended.",
    );
    const nothing = await world.answer("stop everything on web-1");
    expect([nothing.headline, nothing.lines[0]]).toEqual(["Nothing is under way on web-1", first]);
  });

  it("says when nothing is under way", async () => {
    const world = understanding();
    expect((await world.answer("stop everything")).headline).toBe("Nothing is under way");
    expect((await world.answer("resume all tasks")).headline).toBe("No task is paused; there is nothing to resume");
  });

  it("pauses and resumes every schedule", async () => {
    const world = understanding();
    await world.answer("restart nginx on web-1 every day at 9");
    await world.answer("yes");
    await world.answer("restart nginx on web-2 every day at 9");
    await world.answer("yes");
    const tasks = async () => (await world.taskQueries.list({}, { limit: 9 })).items.map(({ state }) => state);
    expect((await world.answer("pause all tasks")).headline).toBe("Pause 2 tasks?");
    await world.answer("yes");
    expect(await tasks()).toEqual(["paused", "paused"]);
    await world.answer("resume everything");
    await world.answer("yes");
    expect(await tasks()).toEqual(["active", "active"]);
  });
});
