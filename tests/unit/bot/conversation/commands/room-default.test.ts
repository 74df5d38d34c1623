import { describe, expect, it } from "vitest";
import { anActor } from "../../../../support/actors.ts";
import { ConversationWorld } from "../../../../support/conversation-world.ts";

const OPS = { channel: "slack", room: { id: "T1/C1", shared: true, name: "#ops" } } as const;
const whereOf = (card: { readonly facts?: readonly { name: string; value: string }[] }) =>
  card.facts?.find((fact) => fact.name === "Where")?.value;

describe("what a channel means", () => {
  it("is where things happen that name no place, in all its threads, and is shown each time", async () => {
    const world = new ConversationWorld();
    const said = await world.answer("this channel means web-2", { ...OPS, address: "T1/C1/1" });
    expect(said.headline).toBe("This channel means web-2");
    const card = await world.answer("check disk", { ...OPS, address: "T1/C1/2" });
    expect(whereOf(card)).toBe("web-2");
    expect(card.assumed).toEqual(["on web-2, the default of this channel"]);
    const asked = await world.answer("check disk", { ...OPS, room: { ...OPS.room, id: "T1/C2" }, address: "T1/C2/1" });
    expect(asked.headline).toBe("On which machine?");
  });

  it("neither narrows nor widens a sentence that names a place", async () => {
    const world = new ConversationWorld();
    await world.answer("this channel means web-2", OPS);
    const card = await world.answer("check disk everywhere", OPS);
    expect(whereOf(card)).toBe("3 machines: web-1, web-2, db-1");
    expect(card.assumed).toBeUndefined();
  });

  it("is less what a sentence leaves out that says nothing else of the place", async () => {
    const world = new ConversationWorld();
    await world.answer("this channel means production", OPS);
    const all = whereOf(await world.answer("check disk", OPS));
    const less = await world.answer("check disk but not on web-2", OPS);
    expect(all).toBe("db-1");
    expect(whereOf(less)).toBe(all);
    expect(less.assumed).toEqual(["on production, the default of this channel"]);
    expect(whereOf(await world.answer("check disk everywhere but web-2", OPS))).toBe("2 machines: web-1, db-1");
    expect(whereOf(await world.answer("check disk but not on web-2", { address: "own" }))).toBe(
      "2 machines: web-1, db-1",
    );
  });

  it("stays the place of a plan that waits when a machine is left out of it", async () => {
    const world = new ConversationWorld();
    await world.answer("this channel means production", OPS);
    await world.answer("restart nginx", OPS);
    const changed = await world.answer("leave web-2 out", OPS);
    expect(changed).toMatchObject({ tone: "question", assumed: ["on production, the default of this channel"] });
    expect(whereOf(changed)).toBe("db-1");
  });

  it("asks before a change of production that only the default names", async () => {
    const world = new ConversationWorld();
    await world.answer("this channel means production", OPS);
    const card = await world.answer("restart nginx", OPS);
    expect(card).toMatchObject({ tone: "question", assumed: ["on production, the default of this channel"] });
    expect(await world.taskCount()).toBe(0);
  });

  it("takes no confirmation for a plan of before, once it means something else", async () => {
    const world = new ConversationWorld();
    await world.answer("this channel means production", OPS);
    await world.answer("restart nginx", OPS);
    await world.say("this channel means web-2", { ...OPS, address: "T1/C1/other" });
    await world.say("confirm P-2", { ...OPS, address: "T1/C1/other" });
    const again = await world.answer("confirm P-1", OPS);
    expect(again.lines[0]).toBe("Something has changed since P-1. This is the plan as of now.");
    expect(whereOf(again)).toBe("web-2");
    expect(await world.taskCount()).toBe(0);
  });

  it("is said by operators; in a conversation of one's own by anybody who may ask for something", async () => {
    const world = new ConversationWorld();
    const actor = anActor("requester", "rita");
    const refused = await world.answer("this channel means web-2", { ...OPS, actor });
    expect(refused.headline).toMatch(/^You may not do this/);
    expect((await world.answer("check disk", OPS)).headline).toBe("On which machine?");
    const own = await world.answer("this channel means web-2", { actor, address: "own" });
    expect(own.headline).toBe("This conversation means web-2");
    expect(whereOf(await world.answer("check disk", { actor, address: "own" }))).toBe("web-2");
    expect(world.audited.map(({ action, decision }) => [action, decision])).toEqual([
      ["channel.default", "refused"],
      ["room.default", "allowed"],
      expect.anything(),
    ]);
  });

  it("is asked about before it is replaced, shown with those of other rooms, and forgotten", async () => {
    const world = new ConversationWorld();
    await world.answer("this channel means web-2", OPS);
    const replace = await world.answer("this channel means production", OPS);
    expect(replace.lines[0]).toBe("I ask because it means web-2 now.");
    await world.answer("yes", OPS);
    const shown = await world.answer("what does this channel mean", { address: "elsewhere" });
    expect(shown.headline).toBe("This conversation has no default");
    expect(shown.table?.rows).toEqual([["#ops", "production", "ada"]]);
    await world.answer("this channel means nothing", OPS);
    expect((await world.answer("check disk", OPS)).headline).toBe("On which machine?");
  });

  it("is refused where it names no machine there is", async () => {
    const world = new ConversationWorld();
    const card = await world.answer("this channel means mars", OPS);
    expect(card.headline).toBe('No machine matches "mars"');
    expect((await world.answer("check disk", OPS)).headline).toBe("On which machine?");
  });

  it("is what it was before, or nothing, when that is undone", async () => {
    const world = new ConversationWorld();
    await world.answer("this channel means web-2", OPS);
    const asked = await world.answer("this channel means production", OPS);
    expect(asked.tone).toBe("question");
    await world.answer(asked.buttons?.[0]?.say ?? "", OPS);
    expect((await world.answer("undo that", OPS)).headline).toBe("Undone: Let this channel mean production");
    expect(whereOf(await world.answer("check disk", OPS))).toBe("web-2");
    expect((await world.answer("undo that", OPS)).lines).toContain("Nothing is set there any more.");
    expect((await world.answer("what does this channel mean", OPS)).headline).toBe("This channel has no default");
  });
});
