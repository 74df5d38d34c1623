import { describe, expect, it } from "vitest";
import { parse } from "../../../../../nlp/parse.ts";
import { ConversationWorld } from "../../../../support/conversation-world.ts";

function understanding(): ConversationWorld {
  const world = new ConversationWorld();
  world.services = { ...world.services, parse };
  world.restart();
  return world;
}

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

  it("stays on the machines that were said", async () => {
    const world = understanding();
    await world.answer("restart nginx on web-1 and web-2");
    await world.answer("stop everything on web-2");
    await world.answer("yes");
    expect((await states(world)).sort()).toEqual(["web-1 queued", "web-2 cancelled"]);
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
