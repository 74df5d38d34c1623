import { expect, it } from "vitest";
import { createMemoryStore } from "../../../../../core/storage/memory/memory-store.ts";
import { conversationTable, outboxTable } from "../../../../../core/store/tables/conversation-table.ts";
import { aConversationRow, anOutboxRow } from "../../../../support/store-rows.ts";

it("hands out rows that nobody can change behind its back", async () => {
  const store = createMemoryStore();
  await store.write((writer) => writer.insert(conversationTable, [aConversationRow({ context: { list: [1] } })]));
  const rows = await store.select(conversationTable, {});
  expect(rows).toHaveLength(1);
  for (const row of rows) {
    expect(() => Object.assign(row, { title: "changed" })).toThrow(TypeError);
    expect(() => (row.context["list"] as number[]).push(2)).toThrow(TypeError);
  }
});

it("needs no timer and no I/O: a unit is done within microtasks", async () => {
  const store = createMemoryStore();
  let turned = false;
  setImmediate(() => {
    turned = true;
  });
  await Promise.all(
    Array.from({ length: 50 }, (_, at) =>
      store.write((writer) => writer.insert(outboxTable, [anOutboxRow({ topic: String(at) })])),
    ),
  );
  expect(turned).toBe(false);
});

it("reports an act that threw to whoever made it", async () => {
  const reported: unknown[] = [];
  const store = createMemoryStore((error) => reported.push(error));
  await store.write(async (writer) =>
    writer.afterCommit(() => {
      throw new Error("listener");
    }),
  );
  expect(reported).toMatchObject([{ message: "listener" }]);
});

it("finds by an indexed column what a full search finds, after changes and deletions", async () => {
  const store = createMemoryStore();
  const states = ["due", "done", "due", "done", "due"];
  await store.write(async (writer) => {
    await writer.insert(
      outboxTable,
      states.map((state, at) => anOutboxRow({ topic: `t${at}`, state, next_at: at })),
    );
  });
  await store.write(async (writer) => {
    await writer.update(outboxTable, { topic: "t0" }, { state: "done" });
    await writer.update(outboxTable, { topic: "t1" }, { state: "due", next_at: 7 });
    await writer.delete(outboxTable, { topic: "t2" });
    expect(await writer.count(outboxTable, { state: "due" })).toBe(2);
  });
  const topics = async (where: object) => (await store.select(outboxTable, { where })).map(({ topic }) => topic);
  expect(await topics({ state: "due" })).toEqual(["t1", "t4"]);
  expect(await topics({ state: { in: ["done", "nothing"] } })).toEqual(["t0", "t3"]);
  expect(await topics({ state: "due", next_at: 7 })).toEqual(["t1"]);
  expect(await topics({ next_at: 1 })).toEqual([]);
});
