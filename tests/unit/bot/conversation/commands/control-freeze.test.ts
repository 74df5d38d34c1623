import { describe, expect, it } from "vitest";
import { freezeTable } from "../../../../../core/store/tables/freeze-table.ts";
import { anActor } from "../../../../support/actors.ts";
import { ConversationWorld } from "../../../../support/conversation-world.ts";

const FREEZE = "freeze production until monday 8";
const olga = { actor: anActor("operator", "olga") };

async function frozen(): Promise<ConversationWorld> {
  const world = new ConversationWorld();
  await world.say(FREEZE);
  await world.say("yes");
  return world;
}

describe("freezing from chat", () => {
  it("is read back with machines and end, and holds nothing before the yes", async () => {
    const world = new ConversationWorld();
    const card = await world.answer(FREEZE);
    expect(card).toMatchObject({ tone: "question", headline: "Freeze db-1?" });
    expect(card.facts).toContainEqual({ name: "Until", value: "Mon 23 Nov 08:00 (Europe/Paris)" });
    expect(world.freezes.open()).toEqual([]);
    expect(await world.answer("yes")).toMatchObject({ headline: "F-1: db-1 is frozen" });
    expect(await world.store.select(freezeTable, {})).toMatchObject([
      { id: "F-1", state: "open", reason: FREEZE, by_name: "ada", risk: "change" },
    ]);
    expect(world.audited.map(({ action }) => action)).toContain("freeze.start");
  });

  it("refuses a change there with the freeze, its end and who made it, and lets looking go on", async () => {
    const world = await frozen();
    const refused = await world.answer("restart nginx on db-1");
    expect(refused.headline).toBe(
      "Blocked by freeze F-1 until Mon 23 Nov 07:00 UTC (freeze production until monday 8; by ada) on db-1.",
    );
    expect(await world.runCount()).toBe(0);
    await world.say("check disk everywhere");
    expect(await world.runCount()).toBe(1);
  });

  it("ends by its own, and by who made it or an administrator, and nobody else", async () => {
    const world = await frozen();
    expect((await world.answer("end the freeze", olga)).headline).toContain("You may not do this");
    expect((await world.answer("end the freeze")).headline).toBe("Freeze F-1 is over");
    expect((await world.answer("end the freeze")).headline).toBe("Nothing is frozen");
    const later = await frozen();
    later.now += 3 * 86_400_000;
    expect((await later.answer("restart nginx on db-1")).headline).not.toContain("Blocked");
  });

  it("of machines that do not exist freezes nothing, and never all", async () => {
    const world = new ConversationWorld();
    expect(await world.answer("freeze the moon")).toMatchObject({ headline: 'No machine matches "label:moon".' });
    expect(world.freezes.open()).toEqual([]);
  });

  it("is not for those who may change nothing", async () => {
    const world = new ConversationWorld();
    const card = await world.answer(FREEZE, { actor: anActor("requester", "rita") });
    expect(card.headline).toContain("needs the role operator");
  });
});
