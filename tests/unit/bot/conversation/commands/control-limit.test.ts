import { describe, expect, it } from "vitest";
import { anActor } from "../../../../support/actors.ts";
import { ConversationWorld } from "../../../../support/conversation-world.ts";

const LIMIT = "never more than 2 restarts at once";
const olga = { actor: anActor("operator", "olga") };

describe("limits from chat", () => {
  it("are read back, and hold nothing before the yes", async () => {
    const world = new ConversationWorld();
    const card = await world.answer(LIMIT);
    expect(card).toMatchObject({ tone: "question", headline: "Let at most 2 restarts be under way at once?" });
    expect(card.facts).toContainEqual({ name: "Counts", value: "machines at work, of service.restart" });
    expect(world.limits.all()).toEqual([]);
    expect(await world.answer("yes")).toMatchObject({ headline: "L-1: at most 2 restarts at once, set by ada." });
    expect(world.limits.all()).toMatchObject([{ id: "L-1", most: 2, what: "restarts", action: "service.restart" }]);
    expect(world.audited.map(({ action }) => action)).toContain("limit.set");
  });

  it("are lifted by who set them or an administrator, and nobody else", async () => {
    const world = new ConversationWorld();
    await world.say(LIMIT);
    await world.say("yes");
    expect((await world.answer("lift the limit on restarts", olga)).headline).toContain("You may not do this");
    expect((await world.answer("lift the limit on restarts")).headline).toBe("L-1 is lifted");
    expect((await world.answer("lift the limit on restarts")).headline).toBe("Nothing is limited");
    expect(world.limits.all()).toEqual([]);
  });

  it("ask which one where two speak of the same", async () => {
    const world = new ConversationWorld();
    for (let twice = 0; twice < 2; twice += 1) {
      await world.say(LIMIT);
      await world.say("yes");
    }
    const card = await world.answer("lift the limit on restarts");
    expect(card.headline).toBe("Which limit shall I lift?");
    expect(card.buttons?.map(({ say }) => say)).toEqual(["lift limit L-1", "lift limit L-2"]);
  });

  it("of what no plugin can do are refused", async () => {
    const card = await new ConversationWorld().answer("never more than 2 flights at once");
    expect(card.headline).toBe('No installed plugin has the action "moon.fly".');
  });

  it("are not for those who may change nothing", async () => {
    const card = await new ConversationWorld().answer(LIMIT, { actor: anActor("requester", "rita") });
    expect(card.headline).toContain("needs the role operator");
  });
});
