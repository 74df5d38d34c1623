import { describe, expect, it } from "vitest";
import { createMemoryStore } from "../../../../core/storage/memory/memory-store.ts";
import { inboxTable } from "../../../../core/store/tables/conversation-table.ts";
import { type Made, oncePerKey } from "../../../../core/tasks/request-key.ts";
import { NINE } from "../../../support/fake-clock.ts";

const ADA = { userId: "usr_ada", key: "k1", content: { action: "disk.usage", params: { a: 1, b: 2 } } };

function aWorld() {
  const store = createMemoryStore();
  let made = 0;
  const send = (request = ADA, change: { readonly fails?: boolean; readonly made?: Made } = {}) =>
    store.write((writer) =>
      oncePerKey(writer, request, {
        now: NINE,
        async make() {
          if (change.fails) throw new Error("no");
          made += 1;
          return change.made ?? { taskId: `T-${made}`, runId: `R-${made}` };
        },
        madeOf: (value) => value,
      }),
    );
  return { store, send, count: () => made };
}

describe("a request with a key", () => {
  it("is done once and then answered with what it made", async () => {
    const { send, count } = aWorld();
    expect(await send()).toEqual({ kind: "made", value: { taskId: "T-1", runId: "R-1" } });
    expect(await send()).toEqual({ kind: "replayed", made: { taskId: "T-1", runId: "R-1" } });
    expect(count()).toBe(1);
  });

  it("is done once however many arrive at the same moment", async () => {
    const { send, count } = aWorld();
    const all = await Promise.all([1, 2, 3, 4, 5].map(() => send()));
    expect(all.filter(({ kind }) => kind === "made")).toHaveLength(1);
    expect(count()).toBe(1);
  });

  it("is the same one in whatever order its fields come", async () => {
    const { send } = aWorld();
    await send();
    const content = { params: { b: 2, a: 1 }, action: "disk.usage" };
    expect(await send({ ...ADA, content } as typeof ADA)).toMatchObject({ kind: "replayed" });
  });

  it("is refused when the key came before with anything else", async () => {
    const { send, count } = aWorld();
    await send();
    const content = { action: "disk.usage", params: { a: 1, b: 3 } };
    await expect(send({ ...ADA, content })).rejects.toMatchObject({ code: "request.key-reused", status: 422 });
    expect(count()).toBe(1);
  });

  it("shares its key with nobody else", async () => {
    const { send, count } = aWorld();
    await send();
    expect(await send({ ...ADA, userId: "usr_bob" })).toMatchObject({ kind: "made" });
    expect(count()).toBe(2);
  });

  it("leaves the key free when it failed", async () => {
    const { send, store } = aWorld();
    await expect(send(ADA, { fails: true })).rejects.toThrow("no");
    expect(await store.count(inboxTable, {})).toBe(0);
    expect(await send()).toMatchObject({ kind: "made" });
  });

  it("remembers also what has no run, and keeps nothing of key and content but digests", async () => {
    const { send, store } = aWorld();
    const request = { ...ADA, key: "secret-key", content: "secret-content" } as unknown as typeof ADA;
    await send(request, { made: { taskId: "T-9", runId: undefined } });
    expect(await send(request)).toEqual({ kind: "replayed", made: { taskId: "T-9", runId: undefined } });
    expect(JSON.stringify(await store.select(inboxTable, {}))).not.toContain("secret");
  });
});
