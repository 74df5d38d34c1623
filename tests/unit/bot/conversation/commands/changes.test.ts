import { describe, expect, it } from "vitest";
import type { User } from "../../../../../core/model/user.ts";
import { unmatchedTable } from "../../../../../core/store/tables/alias-table.ts";
import { executionTable, runTable } from "../../../../../core/store/tables/run-table.ts";
import { userTable } from "../../../../../core/store/tables/user-table.ts";
import { anActor } from "../../../../support/actors.ts";
import { ConversationWorld } from "../../../../support/conversation-world.ts";

const GRACE = { id: "usr_g", name: "Grace", role: "operator", state: "active", timeZone: "UTC", createdAt: 0 } as const;

async function withGrace(): Promise<ConversationWorld> {
  const world = new ConversationWorld({ users: [GRACE as unknown as User] });
  const row = { id: GRACE.id, name: "Grace", name_key: "grace", role: "operator", state: "active", time_zone: null };
  await world.store.write((writer) => writer.insert(userTable, [{ ...row, password_hash: null, created_at: 0 }]));
  return world;
}

const roleOfGrace = async (world: ConversationWorld) =>
  (await world.store.select(userTable, { where: { id: GRACE.id } }))[0]?.role;

/** The first run has ended well. */
async function ended(world: ConversationWorld): Promise<void> {
  await world.store.write(async (writer) => {
    await writer.update(
      executionTable,
      { id: "E-1" },
      { state: "succeeded", finished_at: world.now, started_at: world.now },
    );
    await writer.update(runTable, { id: "R-1" }, { state: "succeeded", finished_at: world.now });
  });
}

describe("undo", () => {
  it("takes back a pause, once, and then the task before it", async () => {
    const world = new ConversationWorld();
    await world.answer("check disk on web-1 every day at 9");
    await world.answer("pause it");
    const undone = await world.answer("undo that");
    expect(undone.headline).toContain("Undone: Pause T-1");
    expect((await world.taskQueries.get("T-1")).state).toBe("active");
    await world.answer("undo that");
    expect((await world.taskQueries.get("T-1")).state).toBe("cancelled");
    expect((await world.answer("undo that")).headline).toContain("no change by you");
  });

  it("puts a changed schedule back as it was", async () => {
    const world = new ConversationWorld();
    await world.answer("check disk on web-1 every day at 9");
    const before = (await world.taskQueries.get("T-1")).schedule;
    await world.answer("make it hourly");
    expect((await world.taskQueries.get("T-1")).schedule).not.toEqual(before);
    await world.answer("undo that");
    expect((await world.taskQueries.get("T-1")).schedule).toEqual(before);
  });

  it("survives a restart, and means only what the same person changed", async () => {
    const world = new ConversationWorld();
    await world.answer("check disk on web-1 every day at 9");
    await world.answer("pause it");
    world.restart();
    const other = await world.answer("undo that", { actor: anActor("admin", "eve") });
    expect(other.headline).toContain("no change by you");
    expect((await world.taskQueries.get("T-1")).state).toBe("paused");
    await world.answer("undo that");
    expect((await world.taskQueries.get("T-1")).state).toBe("active");
  });

  it("of a restart says that it cannot, and offers the last change that can be taken back", async () => {
    const world = new ConversationWorld();
    await world.answer("check disk on web-1 every day at 9");
    await world.answer("restart nginx on web-1");
    const card = await world.answer("undo that");
    expect(card.headline).toBe("Restart a service (R-1) cannot be undone");
    expect(card.buttons).toEqual([{ label: "Undo that instead", say: "undo T-1" }]);
    await world.answer("undo T-1");
    expect((await world.taskQueries.get("T-1")).state).toBe("cancelled");
  });

  it("of an action that has an opposite asks before it runs that on the same machine", async () => {
    const world = new ConversationWorld();
    await world.answer("stop nginx on web-1");
    expect((await world.answer("undo that")).headline).toBe("R-1 is still under way");
    await ended(world);
    const card = await world.answer("undo that");
    expect(card.tone).toBe("question");
    expect(await world.runCount()).toBe(1);
    await world.answer("yes");
    const [run] = (await world.runQueries.listRuns({}, { limit: 1 })).items;
    expect(run).toMatchObject({ action: "service.start", params: { service: "nginx" } });
    expect((await world.runQueries.executionsOf(run?.id ?? "")).map((one) => one.agentName)).toEqual(["web-1"]);
  });
});

describe("labels", () => {
  it("are added after a yes, and put back by undo", async () => {
    const world = new ConversationWorld();
    expect((await world.answer("label web-2 as cache")).tone).toBe("question");
    expect(world.controlled).toEqual([]);
    await world.answer("yes");
    expect(world.machines.find((machine) => machine.name === "web-2")?.labels).toEqual(["cache"]);
    await world.answer("undo that");
    expect(world.machines.find((machine) => machine.name === "web-2")?.labels).toEqual([]);
  });

  it("are not given by an operator", async () => {
    const world = new ConversationWorld();
    const card = await world.answer("label web-2 as cache", { actor: anActor("operator", "ben") });
    expect(card.tone).toBe("failure");
    expect(world.controlled).toEqual([]);
  });
});

describe("people", () => {
  it("are added with a role after a yes, and disabled by undo", async () => {
    const world = new ConversationWorld();
    expect((await world.answer("add carol as operator")).headline).toBe("Add carol as operator?");
    await world.answer("yes");
    expect(await world.store.select(userTable, {})).toMatchObject([
      { name: "carol", role: "operator", state: "active" },
    ]);
    await world.answer("undo that");
    expect(await world.store.select(userTable, {})).toMatchObject([{ name: "carol", state: "disabled" }]);
  });

  it("change their role after a yes, and get it back by undo", async () => {
    const world = await withGrace();
    const card = await world.answer("make grace approver");
    expect(card.headline).toBe("Make Grace approver, who is operator?");
    await world.answer("yes");
    expect(await roleOfGrace(world)).toBe("approver");
    await world.answer("undo that");
    expect(await roleOfGrace(world)).toBe("operator");
  });

  it("cannot be changed by somebody who is no administrator", async () => {
    const world = await withGrace();
    const card = await world.answer("make grace approver", { actor: anActor("approver", "ben") });
    expect(card.tone).toBe("failure");
    expect(await roleOfGrace(world)).toBe("operator");
  });
});

describe("a taught phrase", () => {
  it("stands for what was last asked for, and is forgotten by undo", async () => {
    const world = new ConversationWorld();
    await world.answer("check disk on web-1");
    expect((await world.answer("call that morning check")).headline).toBe('Say "morning check" from now on');
    expect(await world.services.aliases.all()).toMatchObject([
      {
        name: "morning check",
        ownerName: "ada",
        frame: { action: "disk.usage", targets: { include: ["host:web-1"] } },
      },
    ]);
    await world.answer("undo that");
    expect(await world.services.aliases.all()).toEqual([]);
  });

  it("needs something that it can stand for", async () => {
    const card = await new ConversationWorld().answer("call that morning check");
    expect(card.headline).toBe('What shall "morning check" stand for?');
  });

  it("asks before it means something else", async () => {
    const world = new ConversationWorld();
    await world.answer("check disk on web-1");
    await world.answer("call that morning check");
    await world.answer("check disk everywhere");
    expect((await world.answer("call that morning check")).tone).toBe("question");
    await world.answer("yes");
    expect(await world.services.aliases.all()).toMatchObject([{ frame: { targets: { include: ["all"] } } }]);
  });
});

describe("what was not understood", () => {
  it("is noted with its conversation, and small talk is not", async () => {
    const world = new ConversationWorld();
    const { conversationId } = await world.say("frobnicate the flux");
    await world.say("lol ok", { addressed: false });
    expect(await world.store.select(unmatchedTable, {})).toMatchObject([
      { text: "frobnicate the flux", conversation_id: conversationId },
    ]);
  });
});

describe("explain", () => {
  it("says how the message before was read", async () => {
    const world = new ConversationWorld();
    await world.answer("check disk on web-1");
    const card = await world.answer("how did you read that");
    expect(card.headline).toBe('How I read "check disk on web-1"');
    expect(card.lines[0]).toMatch(/^Meaning: check disk space on web-1 \(score \d\.\d\d\)\.$/);
  });

  it("has nothing to explain in an empty conversation", async () => {
    const card = await new ConversationWorld().answer("how did you read that");
    expect(card.headline).toBe("Nothing was said in this conversation before");
  });
});
