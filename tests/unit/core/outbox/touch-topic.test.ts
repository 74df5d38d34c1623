import { describe, expect, it } from "vitest";
import { touchTopic } from "../../../../core/outbox/touch-topic.ts";
import { outboxTable } from "../../../../core/store/tables/conversation-table.ts";
import { CoreWorld } from "../../../support/core-world.ts";

describe("touching a topic", () => {
  const touch = (world: CoreWorld, topic: string, conversationId: string | null, now = 0) =>
    world.store.write((writer) => touchTopic(writer, world.events, { topic, conversationId, now }));

  it("P12: keeps one row for each topic, due again, with a revision that only ever grows", async () => {
    const world = new CoreWorld();
    await touch(world, "run:R-1", "cnv_1");
    await touch(world, "run:R-2", "cnv_1");
    await world.store.write((writer) =>
      writer.update(outboxTable, { topic: "run:R-1" }, { state: "done", delivered: 1, tries: 4 }),
    );
    await touch(world, "run:R-1", "cnv_1", 7);
    expect(await world.store.select(outboxTable, { orderBy: [{ column: "topic" }] })).toMatchObject([
      { topic: "run:R-1", revision: 3, delivered: 1, state: "due", tries: 0, next_at: 7 },
      { topic: "run:R-2", revision: 2, delivered: 0, state: "due" },
    ]);
    expect(world.topics).toEqual(["run:R-1", "run:R-2", "run:R-1"]);
  });

  it("does nothing where nobody follows", async () => {
    const world = new CoreWorld();
    await touch(world, "run:R-1", null);
    expect([await world.store.count(outboxTable, {}), world.topics]).toEqual([0, []]);
  });

  it("tells nobody when the unit fails", async () => {
    const world = new CoreWorld();
    const failing = world.store.write(async (writer) => {
      await touchTopic(writer, world.events, { topic: "run:R-1", conversationId: "cnv_1", now: 0 });
      throw new Error("changed my mind");
    });
    await expect(failing).rejects.toThrow("changed my mind");
    expect([await world.store.count(outboxTable, {}), world.topics]).toEqual([0, []]);
  });
});
