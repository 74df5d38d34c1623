import { describe, expect, it } from "vitest";
import { ConversationEngine } from "../../../../bot/conversation/conversation-engine.ts";
import type { ConversationServices } from "../../../../bot/conversation/services.ts";
import { OctopusError } from "../../../../core/kernel/errors.ts";
import { silentLogger } from "../../../../core/kernel/logger.ts";
import { anActor } from "../../../support/actors.ts";
import { aMachine, ConversationWorld } from "../../../support/conversation-world.ts";

describe("one message", () => {
  it("becomes a task, a run and a card that follows the run", async () => {
    const world = new ConversationWorld();
    const { replies } = await world.say("check disk on web-1");
    expect(replies).toHaveLength(1);
    expect(replies[0]?.card).toMatchObject({ tone: "understood", headline: "Check disk space on web-1", id: "R-1" });
    expect(await world.taskCount()).toBe(1);
    expect((await world.runQueries.executionsOf("R-1")).map((one) => one.agentName)).toEqual(["web-1"]);
  });

  it("delivered twice is one task, and the second delivery gets the first answer", async () => {
    const world = new ConversationWorld();
    const first = await world.say("check disk on web-1", { dedupeKey: "same" });
    const second = await world.say("check disk on web-1", { dedupeKey: "same" });
    expect(second).toEqual({ ...first, duplicate: true });
    expect(await world.taskCount()).toBe(1);
  });

  it("delivered to two engines at the same time is one task", async () => {
    const world = new ConversationWorld();
    const other = new ConversationEngine(world.services);
    const incoming = {
      channel: "web",
      address: "one",
      dedupeKey: "same",
      actor: anActor("admin", "ada"),
      timeZone: "UTC",
      text: "check disk on web-1",
      addressed: true,
    };
    const [a, b] = await Promise.all([world.engine.handle(incoming), other.handle(incoming)]);
    expect([a.duplicate, b.duplicate].sort()).toEqual([false, true]);
    expect(b.replies).toEqual(a.replies);
    expect(await world.taskCount()).toBe(1);
  });

  it("of a megabyte is answered with the limit, and kept short", async () => {
    const world = new ConversationWorld();
    const { inMessage, replies } = await world.say("x".repeat(1_000_000));
    expect(replies[0]?.card?.headline).toContain("at most 2000");
    expect(inMessage.text.length).toBeLessThan(2_100);
  });

  it("that is small talk in a channel is left alone, and answered when the bot is meant", async () => {
    const world = new ConversationWorld();
    expect((await world.say("lol ok", { addressed: false })).replies).toEqual([]);
    expect((await world.answer("lol ok")).headline).toBe("Hello ada");
    expect((await world.answer("lol thanks")).headline).toBe("You are welcome, ada");
  });

  it("that is not understood shows sentences that work", async () => {
    const card = await new ConversationWorld().answer("frobnicate the disk");
    expect(card.headline).toBe("I did not understand that");
    expect(card.examples?.[0]?.sentences.some((sentence) => sentence.includes("disk"))).toBe(true);
  });
});

describe("a failure on the way", () => {
  const brokenTasks = (world: ConversationWorld, error: Error): ConversationServices => {
    const { tasks } = world.services;
    const failing = async (...args: Parameters<typeof tasks.create>) => {
      await tasks.create(...args);
      throw error;
    };
    const preview = tasks.preview.bind(tasks);
    return { ...world.services, tasks: { ...tasks, preview, create: failing } as typeof tasks };
  };

  it("leaves no task behind, answers with a reference, and tells nothing of the inside", async () => {
    const logged: unknown[] = [];
    const log = { ...silentLogger, error: (fields: object) => void logged.push(fields) };
    const world = new ConversationWorld({ log });
    world.services = brokenTasks(world, new Error("secret inside"));
    world.restart();
    const card = await world.answer("check disk on web-1");
    expect(card.headline).toMatch(/^Something broke, reference [0-9a-f]+$/);
    expect(JSON.stringify(card)).not.toContain("secret inside");
    expect(logged).toHaveLength(1);
    expect([await world.taskCount(), await world.runCount()]).toEqual([0, 0]);
  });

  it("that is explainable is explained", async () => {
    const world = new ConversationWorld();
    world.services = brokenTasks(world, new OctopusError("request.conflict", "Two of these cannot run at once."));
    world.restart();
    expect((await world.answer("check disk on web-1")).headline).toBe("Two of these cannot run at once.");
    expect(await world.taskCount()).toBe(0);
  });

  it("of the store is passed on, so that the sender delivers again", async () => {
    const world = new ConversationWorld();
    world.services = brokenTasks(world, new OctopusError("storage.full", "The disk is full."));
    world.restart();
    await expect(world.say("check disk on web-1", { dedupeKey: "again" })).rejects.toThrow("The disk is full.");
    const healthy = new ConversationWorld({ store: world.store });
    expect((await healthy.say("check disk on web-1", { dedupeKey: "again" })).duplicate).toBe(false);
  });
});

describe("where it runs", () => {
  it("is never wider than what was said: an unknown machine starts nothing and names what exists", async () => {
    const world = new ConversationWorld();
    const card = await world.answer("check disk on wbe-1");
    expect(card.headline).toBe('No machine matches "wbe-1"');
    expect(card.lines.join(" ")).toContain("web-1");
    expect(await world.taskCount()).toBe(0);
  });

  it("is the only machine there is, shown as assumed", async () => {
    const world = new ConversationWorld({ machines: [aMachine("solo")] });
    const card = await world.answer("check disk");
    expect(card.headline).toBe("Check disk space on solo");
    expect(card.assumed).toEqual(["on solo, the only machine I know"]);
  });

  it("is asked where there are several, and a bare name answers", async () => {
    const world = new ConversationWorld();
    const question = await world.answer("check disk");
    expect(question.buttons?.map((button) => button.say)).toEqual(["web-1", "web-2", "db-1", "all 3"]);
    expect(await world.taskCount()).toBe(0);
    world.restart();
    expect((await world.answer("web-2")).headline).toBe("Check disk space on web-2");
  });

  it("is every machine only when that is said", async () => {
    const world = new ConversationWorld();
    await world.answer("check disk");
    await world.answer("all 3");
    expect(await world.runQueries.executionsOf("R-1")).toHaveLength(3);
  });
});

describe("what is missing", () => {
  it("is asked for with the options as buttons, and the answer completes the request", async () => {
    const world = new ConversationWorld();
    const question = await world.answer("restart on web-1");
    expect(question.headline).toBe("Which service?");
    expect(question.buttons?.map((button) => button.say)).toEqual(["nginx", "ssh"]);
    await world.answer("ssh");
    expect((await world.taskQueries.get("T-1")).params).toEqual({ service: "ssh" });
  });

  it("is no longer asked for once something else was said", async () => {
    const world = new ConversationWorld();
    await world.answer("restart on web-1");
    await world.answer("help");
    expect((await world.answer("ssh")).headline).toBe("I did not understand that");
    expect(await world.taskCount()).toBe(0);
  });
});

describe("rights", () => {
  it("keep a viewer from running anything, name the rule and who could, and are audited", async () => {
    const users = [{ id: "u1", name: "Grace", role: "operator", state: "active", timeZone: undefined, createdAt: 0 }];
    const world = new ConversationWorld({ users: users as never });
    const card = await world.answer("check disk on web-1", { actor: anActor("viewer", "vic") });
    expect(card.tone).toBe("failure");
    expect(card.lines.join(" ")).toContain("viewer-runs-nothing");
    expect(card.lines.join(" ")).toContain("Grace (operator)");
    expect(await world.taskCount()).toBe(0);
    expect(world.audited).toMatchObject([{ decision: "refused", actor: "vic", action: "task.create" }]);
  });

  it("decide what help shows", async () => {
    const world = new ConversationWorld();
    const sentences = async (role: "viewer" | "requester" | "operator") =>
      (await world.answer("help", { actor: anActor(role, role) })).examples?.[0]?.sentences;
    expect(await sentences("viewer")).toEqual([]);
    expect(await sentences("requester")).toEqual(["check disk space"]);
    expect(await sentences("operator")).toEqual(["check disk space", "restart nginx"]);
  });
});

describe("follow-ups", () => {
  it("cancel what was talked about last, and say which", async () => {
    const world = new ConversationWorld();
    await world.answer("check disk on web-1");
    world.restart();
    const card = await world.answer("cancel that");
    expect(card.headline).toBe("Cancelling Check disk space (R-1)");
    expect((await world.runQueries.getRun("R-1")).state).toBe("cancelled");
  });

  it("cancel the schedule where that was talked about last", async () => {
    const world = new ConversationWorld();
    await world.answer("check disk on web-1");
    const made = await world.answer("check disk on web-1 every day at 9");
    expect(made.headline).toBe("Scheduled: Check disk space, cron 0 9 * * *");
    expect(made.facts?.find((fact) => fact.name === "Next")?.value).toContain("Sun 22 Nov 09:00 · Mon 23 Nov 09:00");
    await world.answer("cancel that");
    expect((await world.taskQueries.get("T-2")).state).toBe("cancelled");
    expect((await world.runQueries.getRun("R-1")).state).toBe("running");
  });

  it("print the interval understood, the counts and the ids", async () => {
    const world = new ConversationWorld();
    await world.answer("check disk on web-1");
    await world.answer("cancel that");
    await world.answer("check disk everywhere");
    const card = await world.answer("what ran today");
    expect(card.lines).toEqual(["Sat 21 Nov 00:00 to now, Europe/Paris.", "2 expected: 1 running, 1 cancelled."]);
    expect(card.table?.rows.map((row) => row[0])).toEqual(["R-2", "R-1"]);
  });

  it("explain the last run", async () => {
    const world = new ConversationWorld();
    await world.answer("check disk on web-1");
    await world.answer("cancel that");
    const card = await world.answer("why");
    expect(card.lines[0]).toBe("cancelled by ada");
    expect(card.id).toBe("R-1");
  });
});
