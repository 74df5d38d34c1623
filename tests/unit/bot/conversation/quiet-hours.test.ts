import { describe, expect, it } from "vitest";
import { quietUntil } from "../../../../bot/conversation/quiet-hours.ts";
import { RoomRounds } from "../../../../bot/conversation/room-rounds.ts";
import { conversationTable, messageTable } from "../../../../core/store/tables/conversation-table.ts";
import { heldNoticeTable } from "../../../../core/store/tables/room-table.ts";
import { executionTable, runTable } from "../../../../core/store/tables/run-table.ts";
import { userTable } from "../../../../core/store/tables/user-table.ts";
import { anActor } from "../../../support/actors.ts";
import { ConversationWorld } from "../../../support/conversation-world.ts";
import { endLatest, fireTask } from "../../../support/task-runs.ts";

const at = (text: string) => Date.parse(text);
const NIGHT = { from: "22:00", to: "07:00", timeZone: "Europe/Paris" };

describe("quiet hours", () => {
  it.each([
    ["before they begin", "2026-11-20T20:59:00Z", undefined],
    ["when they begin", "2026-11-20T21:00:00Z", "2026-11-21T06:00:00Z"],
    ["after midnight", "2026-11-21T03:00:00Z", "2026-11-21T06:00:00Z"],
    ["when they end", "2026-11-21T06:00:00Z", undefined],
    ["in the night that is an hour longer", "2026-10-24T23:30:00Z", "2026-10-25T06:00:00Z"],
  ])("%s", (_when, now, until) => {
    expect(quietUntil(NIGHT, at(now))).toBe(until === undefined ? undefined : at(until));
  });

  it("within one day end on that day", () => {
    const lunch = { from: "12:00", to: "13:30", timeZone: "UTC" };
    expect(quietUntil(lunch, at("2026-11-20T12:10:00Z"))).toBe(at("2026-11-20T13:30:00Z"));
    expect(quietUntil(lunch, at("2026-11-20T14:00:00Z"))).toBeUndefined();
  });
});

const GRACE = anActor("operator", "grace");
const EVENING = at("2026-11-20T21:30:00Z");
const MORNING = at("2026-11-21T06:00:30Z");

async function setup(sentence: string) {
  const world = new ConversationWorld();
  const rest = { role: "operator", state: "active", password_hash: null, time_zone: null, created_at: 0 };
  await world.store.write((writer) =>
    writer.insert(userTable, [{ id: "usr_grace", name: "Grace", name_key: "grace", ...rest }]),
  );
  world.now = EVENING;
  const set = await world.answer("quiet hours from 22:00 to 7:00", { actor: GRACE, address: "grace" });
  expect(set.headline).toBe("Quiet hours for you: 22:00 to 07:00 (Europe/Paris)");
  await world.say(sentence);
  const rounds = new RoomRounds(world.services);
  const told = async () => {
    const [own] = await world.store.select(conversationTable, { where: { user_id: "usr_grace", title: "Notices" } });
    const where = { conversation_id: own?.id ?? "", direction: "out" };
    return (await world.store.select(messageTable, { where, orderBy: [{ column: "seq" }] })).map((row) => row.card);
  };
  const run = async (nth: number, state: "succeeded" | "failed") => {
    await fireTask(world, "T-1", nth);
    await endLatest(world, state);
    await world.notifier().runOnce();
  };
  return { world, rounds, told, run };
}

describe("somebody's quiet hours", () => {
  it("hold what they would be told, and tell it as one message when they are over, once", async () => {
    const { world, rounds, told, run } = await setup("check disk on web-1 every day at 9, tell grace if it fails");
    await run(1, "failed");
    await run(2, "failed");
    await rounds.runOnce();
    expect(await told()).toEqual([]);
    world.now = MORNING;
    await rounds.runOnce();
    await rounds.runOnce();
    await world.notifier().runOnce();
    const [card, ...more] = await told();
    expect(more).toEqual([]);
    expect(card?.headline).toBe("While it was quiet: 2 ended, 2 of them not well");
    expect(card?.table?.rows.map(([id, , state]) => [id, state])).toEqual([
      ["R-1", "failed"],
      ["R-2", "failed"],
    ]);
  });

  it("hold up nobody else's news where a run is not kept any more", async () => {
    const { world, rounds, told, run } = await setup("check disk on web-1 every day at 9, tell grace if it fails");
    await run(1, "failed");
    await run(2, "failed");
    await world.store.write(async (writer) => {
      await writer.delete(executionTable, { run_id: "R-1" });
      await writer.delete(runTable, { id: "R-1" });
      const [held] = await writer.select(heldNoticeTable, { where: { run_id: "R-1" } });
      if (!held) throw new Error("it is not held");
      // Of a place where nothing else waits, and the first to have its turn.
      await writer.insert(heldNoticeTable, [{ ...held, topic: "told:R-1:web:other", base: "other", held_at: 0 }]);
    });
    world.now = MORNING;
    await rounds.runOnce();
    await rounds.runOnce();
    const [card, ...more] = await told();
    expect(more).toEqual([]);
    expect(card?.table?.rows.map(([id]) => id)).toEqual(["R-2"]);
  });

  it("let a failure pass of what has high priority", async () => {
    const { told, run } = await setup("check disk on web-1 every day at 9, high priority, tell grace if it fails");
    await run(1, "failed");
    expect((await told()).map((card) => card?.id)).toEqual(["R-1"]);
  });

  it("are shown, ended, and then nothing waits", async () => {
    const { world, told, run } = await setup("check disk on web-1 every day at 9, tell grace if it fails");
    const own = { actor: GRACE, address: "grace" };
    expect((await world.answer("what are my quiet hours", own)).headline).toContain("22:00 to 07:00");
    await world.answer("no quiet hours", own);
    await run(1, "failed");
    expect((await told()).map((card) => card?.id)).toEqual(["R-1"]);
    expect((await world.answer("what are my quiet hours", own)).headline).toBe("There are no quiet hours for you");
  });
});
