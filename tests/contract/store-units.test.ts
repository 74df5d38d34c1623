import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Store, Writer } from "../../core/store/rows.ts";
import { outboxTable } from "../../core/store/tables/conversation-table.ts";
import { metaTable } from "../../core/store/tables/meta-table.ts";
import { storeEngines } from "../support/store-engines.ts";
import { anOutboxRow } from "../support/store-rows.ts";

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
  const topics = async (store: Store) => (await store.select(outboxTable, {})).map(({ topic }) => topic);

  describe("units of work", () => {
    it("resolves with what the unit returned, after its rows can be read", async () => {
      const store = await engine.open();
      expect(
        await store.write(async (writer) => {
          await writer.insert(outboxTable, [anOutboxRow({ topic: "a" })]);
          return 42;
        }),
      ).toBe(42);
      expect(await topics(store)).toEqual(["a"]);
    });

    it("never interleaves units, however many are started at once", async () => {
      const store = await engine.open();
      let inside = 0;
      await store.write((writer) => writer.insert(metaTable, [{ name: "witness", value: "0" }]));
      await Promise.all(
        range(60).map((at) =>
          store.write(async (writer) => {
            inside += 1;
            expect(inside).toBe(1);
            const [before] = await writer.select(metaTable, { where: { name: "witness" } });
            await writer.insert(outboxTable, [anOutboxRow({ topic: `t${at}` })]);
            await writer.update(metaTable, { name: "witness" }, { value: String(Number(before?.value) + 1) });
            expect(inside).toBe(1);
            inside -= 1;
          }),
        ),
      );
      expect(await store.select(metaTable, { where: { name: "witness" } })).toEqual([{ name: "witness", value: "60" }]);
      expect(await store.count(outboxTable, {})).toBe(60);
    });

    it("runs units in the order in which they were started", async () => {
      const store = await engine.open();
      const seen: number[] = [];
      await Promise.all(
        range(20).map((at) =>
          store.write(async (writer) => {
            await writer.count(outboxTable, {});
            seen.push(at);
          }),
        ),
      );
      expect(seen).toEqual(range(20));
    });

    it("takes nothing else along when a unit among others aborts", async () => {
      const store = await engine.open();
      const outcomes = await Promise.allSettled(
        range(50).map((at) =>
          store.write(async (writer) => {
            await writer.insert(outboxTable, [anOutboxRow({ topic: `t${at}` })]);
            await writer.next("run");
            if (at % 3 === 0) throw new Error(`no ${at}`);
            return at;
          }),
        ),
      );
      const kept = range(50).filter((at) => at % 3 !== 0);
      expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(kept.length);
      expect(outcomes[3]).toMatchObject({ reason: { message: "no 3" } });
      expect(new Set(await topics(store))).toEqual(new Set(kept.map((at) => `t${at}`)));
      expect(await store.write((writer) => writer.next("run"))).toBe(kept.length + 1);
    });

    it("leaves nothing of an aborted unit: no insert, no update, no delete, no counter", async () => {
      const store = await engine.open();
      await put(store, "kept", "changed", "deleted");
      const before = await store.select(outboxTable, {});
      await expect(
        store.write(async (writer) => {
          await writer.insert(outboxTable, [anOutboxRow({ topic: "new" })]);
          await writer.update(outboxTable, { topic: "changed" }, { revision: 9 });
          await writer.delete(outboxTable, { topic: "deleted" });
          await writer.next("run", 7);
          throw new Error("never mind");
        }),
      ).rejects.toThrow("never mind");
      expect(await store.select(outboxTable, {})).toEqual(before);
      expect(await store.write((writer) => writer.next("run"))).toBe(1);
    });

    it("shows a unit its own writes", async () => {
      const store = await engine.open();
      await put(store, "a", "b");
      await store.write(async (writer) => {
        await writer.insert(outboxTable, [anOutboxRow({ topic: "c" })]);
        await writer.update(outboxTable, { topic: "a" }, { topic: "z" });
        await writer.delete(outboxTable, { topic: "b" });
        expect((await writer.select(outboxTable, {})).map(({ topic }) => topic)).toEqual(["c", "z"]);
        expect(await writer.count(outboxTable, { topic: "a" })).toBe(0);
        expect(await writer.insertNew(outboxTable, anOutboxRow({ topic: "b" }))).toBe(true);
      });
      expect(await topics(store)).toEqual(["b", "c", "z"]);
    });

    it("shows readers nothing that is not committed", async () => {
      const store = await engine.open();
      await put(store, "a");
      await store.write(async (writer) => {
        await writer.insert(outboxTable, [anOutboxRow({ topic: "b" })]);
        await writer.update(outboxTable, { topic: "a" }, { revision: 2 });
        expect(await store.select(outboxTable, {})).toEqual([anOutboxRow({ topic: "a" })]);
      });
      expect(await store.count(outboxTable, { revision: 2 })).toBe(1);
    });

    it("keeps nothing of a unit that swallowed a failed statement", async () => {
      const store = await engine.open();
      await put(store, "a");
      const unit = async (writer: Writer) => {
        await writer.insert(outboxTable, [anOutboxRow({ topic: "b" })]);
        await writer.insert(outboxTable, [anOutboxRow({ topic: "a" })]).catch(() => undefined);
      };
      const [bad, good] = await Promise.allSettled([store.write(unit), put(store, "c")]);
      expect(bad).toMatchObject({ status: "rejected", reason: { code: "request.conflict" } });
      expect(good).toMatchObject({ status: "fulfilled" });
      expect(await topics(store)).toEqual(["a", "c"]);
    });

    it("refuses a writer whose unit has ended", async () => {
      const store = await engine.open();
      const leaked: Writer[] = [];
      await store.write(async (writer) => void leaked.push(writer));
      await expect(
        store.write(async (writer) => {
          leaked.push(writer);
          throw new Error("aborted");
        }),
      ).rejects.toThrow("aborted");
      for (const writer of leaked) {
        await expect(writer.insert(outboxTable, [anOutboxRow()])).rejects.toThrow("has ended");
      }
      expect(await topics(store)).toEqual([]);
    });

    it("aborts a unit that ends before its statements do", async () => {
      const store = await engine.open();
      await expect(
        store.write(async (writer) => {
          void writer.insert(outboxTable, [anOutboxRow()]).catch(() => undefined);
        }),
      ).rejects.toThrow("without awaiting");
      expect(await topics(store)).toEqual([]);
    });

    it("runs acts in order after the commit, and none of an aborted unit", async () => {
      const store = await engine.open();
      const seen: string[] = [];
      const unit = (name: string, fails: boolean) =>
        store.write(async (writer) => {
          writer.afterCommit(() => seen.push(`${name}1`));
          await writer.insert(outboxTable, [anOutboxRow({ topic: name })]);
          writer.afterCommit(() => seen.push(`${name}2`));
          expect(seen).not.toContain(`${name}1`);
          if (fails) throw new Error("no");
        });
      await Promise.allSettled([unit("a", false), unit("b", true), unit("c", false)]);
      expect(seen).toEqual(["a1", "a2", "c1", "c2"]);
    });

    it("answers the unit, and the units behind it, although an act after the commit throws", async () => {
      const store = await engine.open();
      const bad = store.write(async (writer) => {
        writer.afterCommit(() => {
          throw new Error("listener");
        });
        return 1;
      });
      expect(await Promise.all([bad, store.write(async () => 2)])).toEqual([1, 2]);
    });

    it("finishes the units that wait when it is closed, and refuses later ones", async () => {
      const store = await engine.open();
      const waiting = range(5).map((at) => put(store, `t${at}`));
      const closed = store.close();
      await Promise.all(waiting);
      await closed;
      await expect(put(store, "late")).rejects.toMatchObject({ code: "storage.unavailable" });
      await expect(store.select(outboxTable, {})).rejects.toMatchObject({ code: "storage.unavailable" });
    });

    it("says that it works", async () => {
      const store = await engine.open();
      await store.check();
      await store.check();
    });
  });
});
