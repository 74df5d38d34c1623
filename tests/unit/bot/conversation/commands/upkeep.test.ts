import { describe, expect, it } from "vitest";
import { dayOff } from "../../../../../core/calendars/day-off.ts";
import { protectionTable } from "../../../../../core/store/tables/approval-table.ts";
import { taskTable } from "../../../../../core/store/tables/task-table.ts";
import { anActor } from "../../../../support/actors.ts";
import { ConversationWorld } from "../../../../support/conversation-world.ts";

const SCHEDULED = "check disk on web-1 every day at 9";
const NO_CALENDAR = () => undefined;

async function scheduled(): Promise<ConversationWorld> {
  const world = new ConversationWorld();
  await world.say(SCHEDULED);
  return world;
}

async function policyOf(world: ConversationWorld) {
  const [row] = await world.store.select(taskTable, { where: { id: "T-1" } });
  return { row, policy: row?.policy ?? {} };
}

describe("skipping single runs from chat", () => {
  it("keeps the schedule, and the due time that is called off says by whom", async () => {
    const world = await scheduled();
    const { row: before } = await policyOf(world);
    await world.say("skip the next run of T-1");
    const { row, policy } = await policyOf(world);
    expect(row).toMatchObject({ state: "active", schedule: before?.schedule, next_due_at: before?.next_due_at });
    const dueAt = before?.next_due_at ?? 0;
    expect(dayOff(policy, dueAt, "UTC", NO_CALENDAR)).toBe("ada said to skip this one.");
    expect(dayOff(policy, dueAt + 24 * 3_600_000, "UTC", NO_CALENDAR)).toBeUndefined();
  });

  it("skips the one after that when it is said again, and as many as were said", async () => {
    const world = await scheduled();
    await world.say("skip the next run of T-1");
    await world.say("skip the next run of T-1");
    await world.say("skip the next 2 runs of T-1");
    const { policy } = await policyOf(world);
    const times = (policy.skipTimes ?? []).map(({ at }) => Date.parse(at));
    expect(times).toHaveLength(4);
    expect(times.slice(1).map((at, index) => at - (times[index] ?? 0))).toEqual([86_400_000, 86_400_000, 86_400_000]);
  });

  it("skips what comes in the time that was said, and says so where nothing comes then", async () => {
    const world = await scheduled();
    await world.say("skip T-1 tomorrow");
    expect((await policyOf(world)).policy.skipTimes).toHaveLength(1);
    const none = await world.answer("skip T-1 in june");
    expect(none.headline).toContain("has no run then");
    expect((await policyOf(world)).policy.skipTimes).toHaveLength(1);
  });

  it("calls off no run silently anew: where too many are ahead it says so", async () => {
    const world = await scheduled();
    const { row } = await policyOf(world);
    const at = (day: number) => new Date((row?.next_due_at ?? 0) + day * 86_400_000).toISOString();
    const skipTimes = Array.from({ length: 100 }, (_none, day) => ({ at: at(day), by: "bob" }));
    await world.store.write((writer) => writer.update(taskTable, { id: "T-1" }, { policy: { skipTimes } }));
    expect((await world.answer("skip the next run of T-1")).lines.join(" ")).toContain("No more than 100");
    expect((await policyOf(world)).policy.skipTimes).toEqual(skipTimes);
  });

  it("is taken back by undo", async () => {
    const world = await scheduled();
    await world.say("skip T-1 tomorrow");
    await world.say("undo that");
    expect((await policyOf(world)).policy.skipTimes ?? []).toEqual([]);
  });
});

describe("the name and the machines of a task from chat", () => {
  it("changes only what it is called", async () => {
    const world = await scheduled();
    const card = await world.answer("rename T-1 to nightly disk check");
    expect(card.lines.join(" ")).toContain("It was called");
    expect((await policyOf(world)).row).toMatchObject({ name: "nightly disk check", action: "disk.usage" });
  });

  it("leaves out one machine of those it has, which is confirmed or done, never more", async () => {
    const world = await scheduled();
    await world.say("take web-2 out of T-1");
    await world.say("yes");
    expect((await policyOf(world)).row?.targets).toEqual({ include: ["host:web-1"], exclude: ["host:web-2"] });
  });
});

describe("the last machine of a task", () => {
  it("is not taken out of it, as nothing would be left to run on", async () => {
    const world = await scheduled();
    await world.say("take web-1 out of T-1");
    await world.say("yes");
    expect((await policyOf(world)).row?.targets).toEqual({ include: ["host:web-1"], exclude: [] });
  });
});

describe("protected places from chat", () => {
  it("asks first, then changes there need another person, and it is lifted again", async () => {
    const world = new ConversationWorld();
    expect(await world.answer("protect production")).toMatchObject({ tone: "question" });
    expect(await world.store.select(protectionTable, {})).toEqual([]);
    expect((await world.answer("yes")).headline).toContain("G-1");
    expect((await world.answer("what is protected")).table?.rows).toHaveLength(1);
    expect((await world.answer("protect production")).headline).toContain("already");
    await world.say("unprotect production");
    await world.say("yes");
    expect(await world.store.select(protectionTable, {})).toEqual([]);
    expect((await world.answer("lift protection G-1")).headline).toBe("No such place is protected");
  });

  it("are protected against changes where only what destroys needed another person", async () => {
    const world = new ConversationWorld();
    await world.say("protect production");
    await world.say("yes");
    await world.store.write((writer) => writer.update(protectionTable, {}, { risk: "destructive" }));
    await world.approvalRules.load();
    expect((await world.answer("protect production")).tone).toBe("question");
    expect((await world.answer("yes")).headline).toContain("G-2");
  });

  it("is for administrators", async () => {
    const world = new ConversationWorld();
    const card = await world.answer("protect production", { actor: anActor("operator", "olga") });
    expect(card.headline).toContain("may not do this");
    expect(await world.store.select(protectionTable, {})).toEqual([]);
  });
});

describe("phrases and freezes that are asked about", () => {
  it("forgets a phrase that was taught, and names the nearest to one that was not", async () => {
    const world = new ConversationWorld();
    expect((await world.answer("forget the alias morning check")).headline).toBe('Nobody taught me "morning check"');
    await world.say("check disk on web-1");
    await world.say("call that morning check");
    expect((await world.answer("forget the alias morning check")).headline).toContain("means nothing any more");
  });

  it("tells of the freezes that hold a place, and that none does", async () => {
    const world = new ConversationWorld();
    expect((await world.answer("is production frozen")).headline).toBe("Nothing is frozen there");
    await world.say("freeze production until monday 8");
    await world.say("yes");
    expect((await world.answer("is production frozen")).headline).toBe("1 freeze");
  });
});
