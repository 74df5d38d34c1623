import { describe, expect, it } from "vitest";
import { RoomRounds } from "../../../../bot/conversation/room-rounds.ts";
import { messageTable } from "../../../../core/store/tables/conversation-table.ts";
import { anActor } from "../../../support/actors.ts";
import { ConversationWorld, TEN } from "../../../support/conversation-world.ts";
import { endLatest, fireTask, manyGoodRuns } from "../../../support/task-runs.ts";

const HOUR = 3_600_000;
/** Sunday, 08:30 in Paris. */
const NEXT = TEN + 21.5 * HOUR;

async function setup() {
  const world = new ConversationWorld();
  const { conversationId } = await world.say("check disk on web-1 every day at 9");
  const rounds = new RoomRounds(world.services);
  const run = async (nth: number, state: "succeeded" | "failed") => {
    await fireTask(world, "T-1", nth);
    await endLatest(world, state);
  };
  const digests = async () => {
    const where = { conversation_id: conversationId, direction: "out" };
    const rows = await world.store.select(messageTable, { where, orderBy: [{ column: "seq" }] });
    return rows.slice(2).map((row) => row.card);
  };
  return { world, rounds, run, digests };
}

describe("a digest", () => {
  it("says at its time what failed since, one row for each cause, once, also with two servers", async () => {
    const { world, rounds, run, digests } = await setup();
    const set = await world.answer("digest at 8:30");
    expect(set.headline).toBe("Digest in this conversation: cron 30 8 * * *");
    expect(set.lines).toContain("Next: Sun 22 Nov 08:30.");
    await run(1, "failed");
    await run(2, "failed");
    await rounds.runOnce();
    expect(await digests()).toEqual([]);
    world.now = NEXT;
    await Promise.all([rounds.runOnce(), new RoomRounds(world.services).runOnce()]);
    const [card, ...more] = await digests();
    expect(more).toEqual([]);
    expect(card?.headline).toBe("2 failures, one cause");
    expect(card?.table?.rows.map(([id, , , where, why, count]) => [id, where, why, count])).toEqual([
      ["R-2", "web-1", "df is not installed", 2],
    ]);
  });

  it("folds what works again, and begins anew after each", async () => {
    const { world, rounds, run, digests } = await setup();
    await world.answer("digest at 8:30");
    await run(1, "failed");
    await run(2, "succeeded");
    world.now = NEXT;
    await rounds.runOnce();
    world.now = NEXT + 24 * HOUR;
    await rounds.runOnce();
    const [first, second] = await digests();
    expect(first).toMatchObject({ tone: "success", headline: "Nothing waits to be mended" });
    expect(first?.lines[1]).toBe("1 failed and work again since: Check disk space.");
    expect(second?.lines).toEqual(["Since Sun 22 Nov 08:30 (Europe/Paris): 0 ended, 0 well."]);
  });

  it("misses no failure where far more went well since", async () => {
    const { world, rounds, run, digests } = await setup();
    await world.answer("digest at 8:30");
    await run(1, "failed");
    await manyGoodRuns(world, 600);
    world.now = NEXT;
    await rounds.runOnce();
    const [card] = await digests();
    expect(card?.headline).toBe("1 failure, one cause");
    expect(card?.lines[0]).toBe("Since Sat 21 Nov 11:00 (Europe/Paris): 601 ended, 600 well.");
  });

  it("is answered to as the list it is", async () => {
    const { world, rounds, run } = await setup();
    await world.answer("digest at 8:30");
    await run(1, "failed");
    world.now = NEXT;
    await rounds.runOnce();
    const shown = await world.answer("when is the digest");
    expect(shown.lines[0]).toBe("Next: Mon 23 Nov 08:30.");
    await world.answer("stop the digest");
    expect((await world.answer("when is the digest")).headline).toBe("There is no digest in this conversation");
  });

  it("of a channel is set by operators", async () => {
    const { world } = await setup();
    const room = { id: "T1/C1", shared: true, name: "#ops" };
    const actor = anActor("requester", "rita");
    const card = await world.answer("digest at 8:30", { channel: "slack", address: "T1/C1/1", room, actor });
    expect(card.headline).toMatch(/^You may not do this/);
  });
});
