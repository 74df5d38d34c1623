import { describe, expect, it } from "vitest";
import { parse } from "../../../../../nlp/parse.ts";
import { ConversationWorld } from "../../../../support/conversation-world.ts";

function understanding(): ConversationWorld {
  const world = new ConversationWorld();
  world.services = { ...world.services, parse };
  world.restart();
  return world;
}

describe("what holds work up", () => {
  it("is said when nothing does", async () => {
    const world = understanding();
    expect((await world.answer("list freezes")).headline).toBe("Nothing is frozen");
    expect((await world.answer("which limits are there")).headline).toBe("Nothing is limited");
    expect((await world.answer("list aliases")).headline).toBe("Nobody has taught me a phrase yet");
  });

  it("is listed with the button that ends it", async () => {
    const world = understanding();
    await world.answer("no changes on web-1 until monday at 8");
    await world.answer("yes");
    const card = await world.answer("what is frozen");
    expect(card.headline).toBe("1 freeze");
    expect(card.table?.rows[0]).toEqual(expect.arrayContaining(["F-1", "web-1", "now"]));
    expect(card.buttons).toEqual([{ label: "End F-1", say: "end freeze F-1" }]);
  });

  it("is listed in words for limits", async () => {
    const world = understanding();
    await world.answer("at most 2 runs at once on web-1");
    await world.answer("yes");
    const card = await world.answer("show the limits");
    expect(card.headline).toBe("1 limit");
    expect(card.buttons?.[0]?.say).toBe("lift limit L-1");
  });
});
