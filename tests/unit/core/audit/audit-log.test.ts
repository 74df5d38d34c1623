import { describe, expect, it } from "vitest";
import { AuditLog } from "../../../../core/audit/audit-log.ts";
import type { AuditFact } from "../../../../core/audit/audit-recorder.ts";
import { createMemoryStore } from "../../../../core/storage/memory/memory-store.ts";
import type { Query, Store, Table } from "../../../../core/store/rows.ts";
import { type AuditRow, auditTable } from "../../../../core/store/tables/audit-table.ts";
import { anActor } from "../../../support/actors.ts";
import { FakeClock, NINE } from "../../../support/fake-clock.ts";

const alice = anActor("admin", "alice");
const fact = (action: string, object = "T-1"): AuditFact => ({ action, object, decision: "allowed", rule: "admins" });

function setup() {
  const store = createMemoryStore();
  const clock = new FakeClock();
  const deps = { clock, key: "secret" };
  const log = new AuditLog({ ...deps, store });
  const record = (action: string) => store.write((writer) => log.record(writer, alice, fact(action)));
  /** The log over a database in which somebody has been at the rows. */
  const tampered = (change: (rows: AuditRow[]) => AuditRow[]) =>
    new AuditLog({ ...deps, store: withRows(store, change) });
  return { store, clock, log, record, tampered };
}

/** The memory store refuses to change audit rows, as the databases' triggers do; this is somebody who got past them. */
function withRows(store: Store, change: (rows: AuditRow[]) => AuditRow[]): Store {
  return {
    ...store,
    count: (table, where) => store.count(table, where),
    select: async <Row extends object>(table: Table<Row>, query: Query<Row>): Promise<Row[]> => {
      if (table.name !== auditTable.name) return await store.select(table, query);
      const after = (query.where as { seq?: { gt: number } } | undefined)?.seq?.gt ?? 0;
      const rows = change(await store.select(auditTable, { orderBy: [{ column: "seq" }] }));
      return rows.filter((row) => row.seq > after).slice(0, query.limit) as object[] as Row[];
    },
  };
}

describe("the audit log", () => {
  it("says who did what, to what, by which rule, when, and through which door", async () => {
    const { log, record } = setup();
    await record("task.create");
    const { items } = await log.list({}, { limit: 10 });
    expect(items).toEqual([
      {
        seq: 1,
        at: NINE,
        actorId: "usr_alice",
        actorName: "alice",
        via: "test",
        action: "task.create",
        object: "T-1",
        decision: "allowed",
        rule: "admins",
        detail: {},
      },
    ]);
  });

  it("lists newest first, in pages, and by object", async () => {
    const { store, log, record } = setup();
    for (const action of ["a", "b", "c"]) await record(action);
    await store.write((writer) => log.record(writer, alice, fact("other", "T-2")));
    const first = await log.list({ object: "T-1" }, { limit: 2 });
    const second = await log.list({ object: "T-1" }, { limit: 2, cursor: first.next ?? "" });
    expect([...first.items, ...second.items].map((entry) => entry.action)).toEqual(["c", "b", "a"]);
    expect(second.next).toBeUndefined();
  });

  it("P20: disappears with the unit that failed, and the chain stays whole", async () => {
    const { store, log, record } = setup();
    await record("first");
    const failing = store.write(async (writer) => {
      await log.record(writer, alice, fact("never happened"));
      throw new Error("changed my mind");
    });
    await expect(failing).rejects.toThrow("changed my mind");
    await record("second");
    expect((await log.list({}, { limit: 10 })).items.map((entry) => entry.action)).toEqual(["second", "first"]);
    expect(await log.verify()).toMatchObject({ ok: true, rows: 2 });
  });

  it("keeps refusals, which have no unit of their own", async () => {
    const { log } = setup();
    await log.recordRefusal(alice, { action: "task.create", object: "disk.usage", rule: "viewer-runs-nothing" });
    const [entry] = (await log.list({}, { limit: 1 })).items;
    expect(entry).toMatchObject({ decision: "refused", rule: "viewer-runs-nothing" });
  });

  it("chains rows of one unit and of later ones alike", async () => {
    const { store, log, record } = setup();
    await store.write(async (writer) => {
      await log.record(writer, alice, fact("a"));
      await log.record(writer, alice, fact("b"));
    });
    await record("c");
    expect(await log.verify()).toMatchObject({ ok: true, rows: 3 });
  });

  it("is whole over more rows than one page of the check", async () => {
    const { store, log } = setup();
    await store.write(async (writer) => {
      for (let index = 0; index < 1001; index += 1) await log.record(writer, alice, fact("many"));
    });
    expect(await log.verify()).toMatchObject({ ok: true, rows: 1001 });
  });

  it("takes what JSON drops or garbles without breaking its chain", async () => {
    const { store, log } = setup();
    const detail = { kept: "käse \u0000 \ud800", dropped: undefined, zero: -0, nested: { b: 1, a: [undefined] } };
    const odd = { ...fact("odd"), object: "T-1\n\u202egpj", detail: detail as never };
    await store.write((writer) => log.record(writer, alice, odd));
    expect(await log.verify()).toMatchObject({ ok: true });
    expect((await log.list({}, { limit: 1 })).items[0]?.object).toBe("T-1 gpj");
  });

  it("clips a detail that would fill the log", async () => {
    const { store, log } = setup();
    const huge = { ...fact("huge"), detail: { text: "x".repeat(100_000) } };
    await store.write((writer) => log.record(writer, alice, huge));
    const [entry] = (await log.list({}, { limit: 1 })).items;
    expect(JSON.stringify(entry?.detail).length).toBeLessThan(10_000);
  });
});

describe("verifying the audit log", () => {
  async function threeRows() {
    const world = setup();
    for (const action of ["a", "b", "c"]) await world.record(action);
    return world;
  }
  const edited = (rows: AuditRow[], seq: number, change: Partial<AuditRow>) =>
    rows.map((row) => (row.seq === seq ? { ...row, ...change } : row));

  it.each<readonly [string, Partial<AuditRow>]>([
    ["another person", { actor_id: "usr_mallory" }],
    ["another action", { action: "b2" }],
    ["another time", { at: 1 }],
    ["another decision", { decision: "refused" }],
    ["another detail", { detail: { forged: true } }],
    ["another digest", { mac: "00" }],
  ])("names a row that was changed to %s", async (_what, change) => {
    const { tampered } = await threeRows();
    expect(await tampered((rows) => edited(rows, 2, change)).verify()).toMatchObject({ ok: false, seq: 2 });
  });

  it("P20: names the place of a row that was taken out, wherever it was", async () => {
    const { tampered } = await threeRows();
    for (const seq of [1, 2, 3]) {
      const verdict = await tampered((rows) => rows.filter((row) => row.seq !== seq)).verify();
      expect(verdict).toMatchObject({ ok: false, seq });
    }
  });

  it("P20: sees two rows that changed places", async () => {
    const { tampered } = await threeRows();
    const swapped = (rows: AuditRow[]) => rows.map((row) => ({ ...row, seq: [0, 2, 1, 3][row.seq] ?? 0 }));
    const inOrder = (rows: AuditRow[]) => swapped(rows).sort((a, b) => a.seq - b.seq);
    expect(await tampered(inOrder).verify()).toMatchObject({ ok: false, seq: 1 });
  });

  it("sees that everything is gone", async () => {
    const { tampered } = await threeRows();
    expect(await tampered(() => []).verify()).toMatchObject({ ok: false, seq: 1 });
  });

  it("P20: does not accept a chain made with another key", async () => {
    const { store, clock } = await threeRows();
    const other = new AuditLog({ store, clock, key: "another" });
    expect(await other.verify()).toMatchObject({ ok: false, seq: 1 });
  });
});
