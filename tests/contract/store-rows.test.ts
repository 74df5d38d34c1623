import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isOctopusError } from "../../core/kernel/errors.ts";
import type { Query, Store, Where } from "../../core/store/rows.ts";
import { auditTable } from "../../core/store/tables/audit-table.ts";
import { conversationTable, outboxTable } from "../../core/store/tables/conversation-table.ts";
import { pluginTable } from "../../core/store/tables/plugin-table.ts";
import { executionTable } from "../../core/store/tables/run-table.ts";
import { type TokenRow, tokenTable } from "../../core/store/tables/user-table.ts";
import { storeEngines } from "../support/store-engines.ts";
import { aConversationRow, anExecutionRow, anOutboxRow, aTokenRow } from "../support/store-rows.ts";

const range = (count: number) => Array.from({ length: count }, (_, at) => at);

describe.each(storeEngines())("the $name store", (engine) => {
  beforeAll(() => engine.start());
  afterAll(() => engine.stop());

  const put = (store: Store, ...topics: readonly string[]) =>
    store.write((writer) =>
      writer.insert(
        outboxTable,
        topics.map((topic) => anOutboxRow({ topic })),
      ),
    );
  describe("keys and unique lists", () => {
    it("refuses a second row with the key or a unique list, by a code", async () => {
      const store = await engine.open();
      await store.write((writer) => writer.insert(conversationTable, [aConversationRow({ id: "c1", address: "x" })]));
      for (const row of [aConversationRow({ id: "c1", address: "y" }), aConversationRow({ id: "c2", address: "x" })]) {
        await expect(store.write((writer) => writer.insert(conversationTable, [row]))).rejects.toSatisfy((error) =>
          isOctopusError(error, "request.conflict"),
        );
      }
      await expect(
        store.write(async (writer) => {
          await writer.insert(conversationTable, [aConversationRow({ id: "c2", address: "y" })]);
          await writer.update(conversationTable, { id: "c2" }, { address: "x" });
        }),
      ).rejects.toMatchObject({ code: "request.conflict" });
      expect(await store.count(conversationTable, {})).toBe(1);
    });

    it("inserts only what is new, leaves the old row as it was, and the unit goes on", async () => {
      const store = await engine.open();
      const results = await store.write(async (writer) => [
        await writer.insertNew(conversationTable, aConversationRow({ id: "c1", address: "x", title: "first" })),
        await writer.insertNew(conversationTable, aConversationRow({ id: "c1", address: "y", title: "same key" })),
        await writer.insertNew(conversationTable, aConversationRow({ id: "c2", address: "x", title: "same list" })),
        await writer.insertNew(conversationTable, aConversationRow({ id: "c3", address: "z", title: "other" })),
      ]);
      expect(results).toEqual([true, false, false, true]);
      expect((await store.select(conversationTable, {})).map(({ title }) => title)).toEqual(["first", "other"]);
    });

    it("lets one of many that insert the same key at once win", async () => {
      const store = await engine.open();
      const won = await Promise.all(
        range(20).map((at) =>
          store.write((writer) => writer.insertNew(outboxTable, anOutboxRow({ topic: "one", revision: at }))),
        ),
      );
      expect(won.filter(Boolean)).toHaveLength(1);
    });

    it("changes a row only from the expected state, once", async () => {
      const store = await engine.open();
      await put(store, "a");
      const claim = () =>
        store.write((writer) => writer.update(outboxTable, { topic: "a", state: "due" }, { state: "done" }));
      expect(await Promise.all([claim(), claim(), claim()])).toEqual([1, 0, 0]);
    });

    it("counts the rows that an empty change would have met, and those deleted", async () => {
      const store = await engine.open();
      await put(store, "a", "b");
      expect(await store.write((writer) => writer.update(outboxTable, {}, {}))).toBe(2);
      expect(await store.write((writer) => writer.delete(outboxTable, { topic: { in: ["a", "x"] } }))).toBe(1);
    });

    it("counts without holes or doubles under concurrency", async () => {
      const store = await engine.open();
      const counted = await Promise.allSettled(
        range(40).map((at) =>
          store.write(async (writer) => {
            const value = await writer.next("execution");
            if (at % 5 === 0) throw new Error("no");
            return value;
          }),
        ),
      );
      const values = counted.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
      expect(values).toEqual(range(32).map((at) => at + 1));
      expect(await store.write((writer) => writer.next("execution", 10))).toBe(42);
      expect(await store.write((writer) => writer.next("other"))).toBe(1);
    });
  });

  describe("queries", () => {
    const tokens = async (...rows: readonly Partial<TokenRow>[]) => {
      const store = await engine.open();
      await store.write((writer) =>
        writer.insert(
          tokenTable,
          rows.map((row, at) => aTokenRow({ id: `t${at}`, ...row })),
        ),
      );
      const ids = async (query: Query<TokenRow>) => (await store.select(tokenTable, query)).map(({ id }) => id);
      return { store, ids };
    };

    it("puts nulls last in both directions and breaks ties by the key", async () => {
      const { ids } = await tokens({ expires_at: null }, { expires_at: 5 }, { expires_at: 1 }, { expires_at: 5 });
      expect(await ids({ orderBy: [{ column: "expires_at" }] })).toEqual(["t2", "t1", "t3", "t0"]);
      expect(await ids({ orderBy: [{ column: "expires_at", descending: true }] })).toEqual(["t1", "t3", "t2", "t0"]);
    });

    it("pages through everything once", async () => {
      const { ids } = await tokens(...range(7).map((at) => ({ created_at: at % 2 })));
      const orderBy = [{ column: "created_at", descending: true }] as const;
      const pages = await Promise.all([0, 3, 6, 9].map((offset) => ids({ orderBy, limit: 3, offset })));
      expect(pages).toEqual([["t1", "t3", "t5"], ["t0", "t2", "t4"], ["t6"], []]);
      expect(await ids({ offset: 5 })).toEqual(["t5", "t6"]);
      expect(await ids({ limit: 0 })).toEqual([]);
    });

    it("compares with null as SQL does, except that ne is also true of null", async () => {
      const { ids } = await tokens({ expires_at: null }, { expires_at: 1 }, { expires_at: 2 });
      const where = (expires_at: Where<TokenRow>["expires_at"]) => ids({ where: { expires_at: expires_at ?? null } });
      expect(await where(null)).toEqual(["t0"]);
      expect(await where({ ne: null })).toEqual(["t1", "t2"]);
      expect(await where({ ne: 1 })).toEqual(["t0", "t2"]);
      expect(await where({ lt: 5 })).toEqual(["t1", "t2"]);
      expect(await where({ gte: 2 })).toEqual(["t2"]);
      expect(await where({ in: [] })).toEqual([]);
      expect(await where({ in: [2, 2, 7] })).toEqual(["t2"]);
    });

    it("finds a part of a text literally and without regard to the case of ASCII letters", async () => {
      const { ids } = await tokens({ name: "Deploy WEB" }, { name: "100%" }, { name: "a_b" }, { name: "back\\slash" });
      expect(await ids({ where: { name: { contains: "oy web" } } })).toEqual(["t0"]);
      expect(await ids({ where: { name: { contains: "%" } } })).toEqual(["t1"]);
      expect(await ids({ where: { name: { contains: "_" } } })).toEqual(["t2"]);
      expect(await ids({ where: { name: { contains: "\\" } } })).toEqual(["t3"]);
      expect(await ids({ where: { name: { contains: "" } } })).toHaveLength(4);
    });

    it("orders text by code point, not by language", async () => {
      const words = ["b", "B", "a", "ä", "\uffff", "\u{1f600}", "_", "10", "9"];
      const { store } = await tokens(...words.map((name) => ({ name })));
      const found = await store.select(tokenTable, { orderBy: [{ column: "name" }] });
      expect(found.map(({ name }) => name)).toEqual(["10", "9", "B", "_", "a", "b", "ä", "\uffff", "\u{1f600}"]);
    });

    it("finds open rows by the states a partial index holds, and by others", async () => {
      const store = await engine.open();
      const states = ["queued", "offered", "running", "succeeded"];
      await store.write((writer) =>
        writer.insert(
          executionTable,
          states.map((state, at) => anExecutionRow({ id: `E-${at}`, seq: at, state, lease_until: at })),
        ),
      );
      const found = async (where: Where<Parameters<typeof anExecutionRow>[0] & object>) =>
        (await store.select(executionTable, { where: where as never })).map(({ id }) => id);
      expect(await found({ agent_id: "agt_1", state: { in: ["queued", "running"] } })).toEqual(["E-0", "E-2"]);
      expect(await found({ state: "running", lease_until: { lt: 9 } })).toEqual(["E-2"]);
      expect(await found({ state: { in: ["running", "succeeded"] } })).toEqual(["E-2", "E-3"]);
    });

    it.each([
      ["an unknown column", { nonsense: 1 }],
      ["an undefined condition", { name: undefined }],
      ["two operators at once", { created_at: { gt: 1, lt: 3 } }],
      ["a value of another type", { name: 7 }],
    ])("refuses %s instead of guessing", async (_, where) => {
      const { store } = await tokens({});
      await expect(store.select(tokenTable, { where: where as never })).rejects.toThrow();
      await expect(store.write((writer) => writer.delete(tokenTable, where as never))).rejects.toThrow();
      expect(await store.count(tokenTable, {})).toBe(1);
    });
  });

  describe("values", () => {
    it("gives back JSON as it was, with names that objects inherit, and booleans as booleans", async () => {
      const store = await engine.open();
      const context = JSON.parse(
        '{"__proto__":{"a":1},"constructor":"x","toString":[1,2.5,null,true],"":"","nested":{"text":"\\u0000\\ud800é"}}',
      );
      const plugin = {
        name: "demo",
        version: "1.0.0",
        digest: "d",
        manifest: {} as never,
        files: [],
        is_current: true,
        enabled: false,
        registered_at: 2 ** 52,
      };
      await store.write(async (writer) => {
        await writer.insert(conversationTable, [aConversationRow({ context })]);
        await writer.insert(pluginTable, [plugin]);
      });
      const [row] = await store.select(conversationTable, {});
      expect(JSON.stringify(row?.context)).toBe(JSON.stringify(context));
      expect(await store.select(pluginTable, { where: { is_current: true, enabled: { ne: true } } })).toEqual([plugin]);
    });

    it("keeps its own copy of what it is given", async () => {
      const store = await engine.open();
      const context = { list: [1] };
      await store.write((writer) => writer.insert(conversationTable, [aConversationRow({ context })]));
      context.list.push(2);
      expect((await store.select(conversationTable, {}))[0]?.context).toEqual({ list: [1] });
    });

    it("drops NUL and repairs lone surrogates in text, in rows and in conditions", async () => {
      const store = await engine.open();
      const text = "a\0b \ud83d \u{1f600} \u0007";
      await store.write((writer) => writer.insert(tokenTable, [aTokenRow({ name: text })]));
      const [row] = await store.select(tokenTable, { where: { name: text } });
      expect(row?.name).toBe("ab \ufffd \u{1f600} \u0007");
    });

    it.each([
      ["a fraction in an integer column", { created_at: 1.5 }],
      ["an integer that is not exact", { created_at: 2 ** 53 }],
      ["text in an integer column", { created_at: "1" }],
      ["null where nothing may be absent", { name: null }],
      ["an absent column", { name: undefined }],
      ["an unknown column", { nonsense: 1 }],
    ])("refuses %s", async (_, wrong) => {
      const store = await engine.open();
      const row = { ...aTokenRow(), ...wrong } as TokenRow;
      await expect(store.write((writer) => writer.insert(tokenTable, [row]))).rejects.toThrow(/token/);
      expect(await store.count(tokenTable, {})).toBe(0);
    });

    it("takes thousands of rows at once, whole or not at all", async () => {
      const store = await engine.open();
      const rows = range(5000).map((at) => anExecutionRow({ id: `E-${at}`, seq: at }));
      await store.write((writer) => writer.insert(executionTable, rows));
      expect(await store.count(executionTable, {})).toBe(5000);
      expect(await store.select(executionTable, { orderBy: [{ column: "seq" }], offset: 4999 })).toEqual([rows[4999]]);
      const more = range(600).map((at) => anExecutionRow({ id: `E-${5600 - at}` }));
      await expect(
        store.write((writer) => writer.insert(executionTable, [...more, anExecutionRow({ id: "E-7" })])),
      ).rejects.toMatchObject({ code: "request.conflict" });
      expect(await store.count(executionTable, {})).toBe(5000);
    });
  });

  describe("rules that no service can break", () => {
    const audit = {
      seq: 1,
      at: 1,
      actor_id: null,
      actor_name: "me",
      via: "web",
      action: "a",
      object: "o",
      decision: "yes",
      rule: "r",
      detail: {},
      prev: "",
      mac: "",
    };

    it("never changes or deletes a row of the audit log", async () => {
      const store = await engine.open();
      await store.write((writer) => writer.insert(auditTable, [audit]));
      await expect(store.write((writer) => writer.update(auditTable, { seq: 1 }, { rule: "x" }))).rejects.toThrow(
        "append only",
      );
      await expect(store.write((writer) => writer.delete(auditTable, {}))).rejects.toThrow("append only");
      expect(await store.select(auditTable, {})).toEqual([audit]);
    });

    it("never lets a final execution change its state", async () => {
      const store = await engine.open();
      await store.write((writer) => writer.insert(executionTable, [anExecutionRow({ state: "failed" })]));
      const update = (change: { state?: string; error?: string }) =>
        store.write((writer) => writer.update(executionTable, {}, change));
      await expect(update({ state: "queued" })).rejects.toThrow("final execution");
      expect(await update({ state: "failed", error: "why" })).toBe(1);
    });
  });
});
