import { describe, expect, it } from "vitest";
import type { Card } from "../../../../core/model/card.ts";
import { anActor } from "../../../support/actors.ts";
import { aMachine, ConversationWorld } from "../../../support/conversation-world.ts";

const TEN_MINUTES_MS = 600_000;
const factOf = (card: Card, name: string) => card.facts?.find((fact) => fact.name === name)?.value;

describe("a risky request", () => {
  it("that names something else is no yes to what is open", async () => {
    const world = new ConversationWorld();
    await world.answer("run rm on web-1");
    expect((await world.answer("approve R-1")).headline).toBe("R-1 is no question that I asked");
    expect(await world.runCount()).toBe(0);
    expect((await world.answer("yes")).id).toBe("R-1");
  });

  it("is read back with machines, policy and risk, and starts nothing", async () => {
    const world = new ConversationWorld();
    const card = await world.answer("run rm everywhere");
    expect(card).toMatchObject({ tone: "question", id: "P-1" });
    expect(factOf(card, "Where")).toBe("3 machines: web-1, web-2, db-1");
    expect(factOf(card, "Risk")).toBe("destructive");
    expect(card.lines).toContain("P-1 is valid for 10 min.");
    expect(card.buttons?.map((button) => button.say)).toEqual(["confirm P-1", "change P-1", "cancel P-1"]);
    expect(await world.taskCount()).toBe(0);
  });

  it("is one that changes production; elsewhere a change runs at once", async () => {
    const world = new ConversationWorld();
    expect((await world.answer("restart nginx on web-1")).tone).toBe("understood");
    expect((await world.answer("restart nginx on db-1")).lines[0]).toContain("it changes production (db-1)");
  });

  it("that is asked for twice is one question, so that a plain yes is enough", async () => {
    const world = new ConversationWorld();
    const first = await world.say("run rm on web-1");
    await world.answer("run rm on web-1");
    const done = await world.say("yes");
    expect(done.replies[0]).toMatchObject({ card: { id: "R-1" } });
    expect((await world.answer("confirm P-1")).headline).not.toContain("R-2");
    expect(await world.runCount()).toBe(1);
    expect(first.replies[0]?.id).not.toBe(done.replies[0]?.id);
  });

  it("on a machine that nobody has approved yet names that as the reason", async () => {
    const world = new ConversationWorld({ machines: [aMachine("web-1", { state: "pending" }), aMachine("web-2")] });
    const card = await world.answer("run rm on web-1");
    expect(card.headline).toBe("web-1: not approved yet");
    expect(card.buttons?.map(({ say }) => say)).toContain("approve web-1");
    expect(await world.taskCount()).toBe(0);
  });

  it("runs once after the button, in the place of the question", async () => {
    const world = new ConversationWorld();
    const asked = await world.say("run rm on web-1");
    const done = await world.say("confirm P-1");
    expect(done.replies[0]?.id).toBe(asked.replies[0]?.id);
    expect(done.replies[0]).toMatchObject({ revision: 2, card: { id: "R-1", tone: "understood" } });
    expect((await world.answer("confirm P-1")).headline).toBe("P-1 is already answered");
    expect(await world.taskCount()).toBe(1);
  });

  it("P3: runs once when two presses arrive at two servers together", async () => {
    const world = new ConversationWorld();
    await world.say("run rm on web-1");
    const first = world.say("confirm P-1");
    world.restart();
    const cards = await Promise.all([first, world.say("confirm P-1")]);
    const headlines = cards.map(({ replies }) => replies[0]?.card?.headline).sort();
    expect(headlines).toEqual(["P-1 is already answered", "Run a command on web-1"]);
    expect(await world.taskCount()).toBe(1);
  });

  it("survives a restart between question and answer", async () => {
    const world = new ConversationWorld();
    await world.answer("run rm on web-1");
    world.restart();
    expect((await world.answer("yes")).id).toBe("R-1");
  });

  it("is gone after no", async () => {
    const world = new ConversationWorld();
    await world.answer("run rm on web-1");
    expect((await world.answer("no")).headline).toContain("Nothing was started");
    expect((await world.answer("confirm P-1")).headline).toBe("P-1 is cancelled");
    expect(await world.taskCount()).toBe(0);
  });
});

describe("a bare yes", () => {
  it("asks which when two plans wait, and the button says it", async () => {
    const world = new ConversationWorld();
    await world.answer("run rm on web-1");
    await world.answer("run rm on web-2");
    const which = await world.answer("yes");
    expect(which.buttons?.map((button) => button.say)).toEqual(["confirm P-1", "confirm P-2"]);
    expect(await world.taskCount()).toBe(0);
    await world.answer("confirm P-2");
    expect((await world.runQueries.executionsOf("R-1")).map((one) => one.agentName)).toEqual(["web-2"]);
  });

  it("still finds its plan after a hundred others went unanswered and expired", async () => {
    const world = new ConversationWorld();
    for (let index = 0; index < 101; index += 1) await world.answer("run rm on web-1");
    world.now += TEN_MINUTES_MS;
    await world.answer("run rm on web-2");
    expect((await world.answer("yes")).headline).toBe("Run a command on web-2");
  });

  it("means nothing when nothing waits", async () => {
    expect((await new ConversationWorld().answer("yes")).headline).toContain("nothing open");
  });

  it("P3: of another person is refused, typed or pressed", async () => {
    const world = new ConversationWorld();
    await world.answer("run rm on web-1");
    const other = { actor: anActor("admin", "bob") };
    expect((await world.answer("yes", other)).headline).toBe("P-1 is not yours to answer");
    expect((await world.answer("confirm P-1", other)).headline).toBe("P-1 is not yours to answer");
    expect(await world.taskCount()).toBe(0);
  });
});

describe("a yes to a plan that no longer holds", () => {
  it("P3: is asked again when a machine joined meanwhile, and the old question is void", async () => {
    const world = new ConversationWorld();
    await world.answer("run rm everywhere");
    world.machines = [...world.machines, aMachine("web-9")];
    const again = await world.answer("confirm P-1");
    expect(again).toMatchObject({ tone: "question", id: "P-2" });
    expect(again.lines[0]).toBe("Something has changed since P-1. This is the plan as of now.");
    expect(factOf(again, "Where")).toContain("web-9");
    expect((await world.answer("confirm P-1")).headline).toBe("P-1 is replaced by a newer plan");
    expect(await world.taskCount()).toBe(0);
    await world.answer("confirm P-2");
    expect(await world.runQueries.executionsOf("R-1")).toHaveLength(4);
  });

  it("is asked again when it has expired", async () => {
    const world = new ConversationWorld();
    await world.answer("run rm on web-1");
    world.now += TEN_MINUTES_MS;
    expect((await world.answer("confirm P-1")).lines[0]).toBe("P-1 has expired. This is the plan as of now.");
    expect(await world.taskCount()).toBe(0);
  });

  it("is refused when the person was demoted", async () => {
    const world = new ConversationWorld();
    await world.answer("run rm on web-1");
    const card = await world.answer("confirm P-1", { actor: anActor("viewer", "ada") });
    expect(card.headline).toContain("You may not do this");
    expect(await world.taskCount()).toBe(0);
  });

  it("does not count in another conversation", async () => {
    const world = new ConversationWorld();
    await world.answer("run rm on web-1");
    const card = await world.answer("confirm P-1", { address: "two" });
    expect(card.headline).toBe("There is no question P-1 in this conversation");
  });
});

describe("words that change the plan that waits", () => {
  it("make another plan in its place, with another hash, and a bare yes means that one", async () => {
    const world = new ConversationWorld();
    await world.answer("run rm everywhere");
    const changed = await world.answer("leave web-2 out");
    expect(changed).toMatchObject({ tone: "question", id: "P-2" });
    expect(factOf(changed, "Where")).toBe("2 machines: web-1, db-1");
    expect((await world.answer("confirm P-1")).headline).toBe("P-1 is replaced by a newer plan");
    expect(factOf(await world.answer("yes"), "Where")).toBe("2 machines: web-1, db-1");
    expect(await world.runCount()).toBe(1);
  });

  it("take nothing for said that was guessed: what had to be confirmed still has to be", async () => {
    const world = new ConversationWorld();
    await world.answer("restrat nginx on web-1");
    const changed = await world.answer("only on web-2");
    expect(changed).toMatchObject({ tone: "question", id: "P-2", assumed: ['I read "restrat" = restart'] });
    expect(factOf(changed, "Where")).toBe("web-2");
    expect(await world.taskCount()).toBe(0);
  });

  it("leave the plan alone where they ask for one more", async () => {
    const world = new ConversationWorld();
    await world.answer("run rm on web-1");
    await world.answer("same on web-2");
    expect((await world.answer("yes")).headline).toBe("2 plans wait for an answer. Which one?");
  });

  it("offer the nearest machines where none has the name, and still ask before a change", async () => {
    const world = new ConversationWorld();
    const card = await world.answer("restart nginx on bd-1");
    expect(card.headline).toBe('No machine matches "bd-1"');
    expect(card.buttons?.map(({ say }) => say)).toContain("db-1");
    expect(await world.answer("db-1")).toMatchObject({ tone: "question", id: "P-2" });
    expect(await world.taskCount()).toBe(0);
  });
});
