import { describe, expect, it } from "vitest";
import { taskTable } from "../../../../../core/store/tables/task-table.ts";
import { parse } from "../../../../../nlp/parse.ts";
import { ConversationWorld } from "../../../../support/conversation-world.ts";

/** With the parser of the product instead of the phrasebook. */
function understanding(): ConversationWorld {
  const world = new ConversationWorld();
  world.services = { ...world.services, parse };
  world.restart();
  return world;
}

const statesOf = async (world: ConversationWorld) =>
  (await world.taskQueries.list({ state: ["active", "cancelled", "finished"] }, { limit: 9 })).items
    .map(({ id, state }) => `${id} ${state}`)
    .sort();

describe("another time for what waits for its one time", () => {
  it.each([
    ["tomorrow instead"],
    ["no, at 10pm"],
    ["do it now instead"],
    ["an hour later"],
    ["let's do that on sunday"],
    ["no, web-2"],
  ])("takes its place, so that the work is not done twice: %s", async (said) => {
    const world = understanding();
    await world.answer("restart nginx on web-1 at 9pm");
    const card = await world.answer(said);
    expect(await statesOf(world)).toEqual(["T-1 cancelled", expect.stringMatching(/^T-2 /)]);
    expect(JSON.stringify(card)).toContain("instead of T-1, which is cancelled");
  });

  it.each([["tomorrow too"], ["again on web-2"], ["also on web-2 at 10pm"]])(
    "is one more where that is said: %s",
    async (said) => {
      const world = understanding();
      await world.answer("restart nginx on web-1 at 9pm");
      await world.answer(said);
      expect(await statesOf(world)).toContain("T-1 active");
    },
  );

  it("asks again where that has run between the question and the yes", async () => {
    const world = understanding();
    await world.answer("restart nginx on web-1 at 9pm");
    expect(JSON.stringify(await world.answer("no, everywhere"))).toContain("instead of T-1, which is cancelled");
    const ran = { state: "finished", fired_count: 1, next_due_at: null };
    await world.store.write((writer) => writer.update(taskTable, { id: "T-1" }, ran));
    const card = await world.answer("yes");
    expect(card.tone).toBe("question");
    expect(JSON.stringify(card)).not.toContain("instead of T-1");
    expect(await world.taskCount()).toBe(1);
  });

  it("cancels nothing that is no more to come", async () => {
    const world = understanding();
    await world.answer("restart nginx on web-1 in 5 minutes");
    world.now += 3_600_000;
    await world.answer("no, web-2");
    expect(await statesOf(world)).toContain("T-1 active");
  });
});

describe("an answer that says more than yes", () => {
  it.each([["yes, at 9"], ["ok but only on db-1"], ["do it tomorrow"]])(
    "starts nothing at once, and shows the changed plan: %s",
    async (said) => {
      const world = understanding();
      await world.answer("restart nginx everywhere");
      const card = await world.answer(said);
      expect(card.tone).toBe("question");
      expect(await world.taskCount()).toBe(0);
    },
  );
});

describe("a machine that is added to a task by its name", () => {
  it("comes to those that it has, and takes the place of none", async () => {
    const world = understanding();
    await world.answer("restart nginx on web-1 every day at 9");
    await world.answer("yes");
    await world.say("add web-2 to T-1", { address: "another room" });
    await world.say("yes", { address: "another room" });
    expect((await world.taskQueries.get("T-1")).targets.include).toEqual(["host:web-1", "host:web-2"]);
  });
});
