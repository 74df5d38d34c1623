import { describe, expect, it } from "vitest";
import { runTable } from "../../../../../core/store/tables/run-table.ts";
import { parse } from "../../../../../nlp/parse.ts";
import { ConversationWorld } from "../../../../support/conversation-world.ts";

/** With the parser of the product instead of the phrasebook, and a task that runs every day at 4:30. */
async function withTask(): Promise<ConversationWorld> {
  const world = new ConversationWorld();
  world.services = { ...world.services, parse };
  world.restart();
  await world.answer("restart nginx on web-1 every day at 4:30");
  await world.answer("yes");
  return world;
}

const scheduleOf = async (world: ConversationWorld) => (await world.taskQueries.get("T-1")).schedule;

describe("a change of when a task runs", () => {
  it.each([["run T-1 only on weekdays"], ["make T-1 weekdays only"], ["move T-1 to weekdays"]])(
    "keeps the hour where only days are said: %s",
    async (said) => {
      const world = await withTask();
      await world.answer(said);
      const card = await world.answer("yes");
      expect(await scheduleOf(world)).toMatchObject({ kind: "cron", cron: "30 4 * * 1-5" });
      expect(JSON.stringify(card)).not.toContain("no time was said");
    },
  );

  it("asks before what repeats would run once and then no more", async () => {
    const world = await withTask();
    const asked = await world.answer("move T-1 to tomorrow at 10");
    expect(JSON.stringify(asked)).toContain("run once and then no more");
    expect(await scheduleOf(world)).toMatchObject({ cron: "30 4 * * *" });
    await world.answer("yes");
    expect(await scheduleOf(world)).toMatchObject({ kind: "once" });
  });

  it.each([["run T-1 an hour earlier"], ["postpone T-1 to monday"]])(
    "asks when, where only the task knows what that is: %s",
    async (said) => {
      const world = await withTask();
      await world.answer("thanks");
      const asked = await world.answer(said);
      expect(asked.tone).toBe("question");
      expect(await scheduleOf(world)).toMatchObject({ cron: "30 4 * * *" });
      expect(await world.store.select(runTable, {})).toHaveLength(0);
      await world.answer("make it 3:30");
      await world.answer("yes");
      expect(await scheduleOf(world)).toMatchObject({ cron: "30 3 * * *" });
    },
  );
});
