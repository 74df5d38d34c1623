import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { postgresDialect, sqliteDialect } from "../../../../../core/storage/sql/dialect.ts";
import { Statements } from "../../../../../core/storage/sql/statements.ts";
import type { Where } from "../../../../../core/store/rows.ts";
import { outboxTable } from "../../../../../core/store/tables/conversation-table.ts";
import { metaTable } from "../../../../../core/store/tables/meta-table.ts";
import { executionTable } from "../../../../../core/store/tables/run-table.ts";
import { type TokenRow, tokenTable } from "../../../../../core/store/tables/user-table.ts";
import { anOutboxRow, aTokenRow } from "../../../../support/store-rows.ts";

const sqlite = new Statements(sqliteDialect);
const postgres = new Statements(postgresDialect);

describe("a select", () => {
  it("names every column, and orders by the key when nothing is said", () => {
    expect(sqlite.select(metaTable, {})).toEqual({
      text: 'SELECT "name", "value" FROM "meta" ORDER BY "name"',
      parameters: [],
    });
  });

  it("spells each database's placeholders", () => {
    const query = { where: { name: { gte: "a" }, value: "b" }, limit: 2, offset: 1 } as const;
    const rest = (first: string, second: string, third: string, fourth: string) =>
      `FROM "meta" WHERE "name" >= ${first} AND "value" = ${second} ORDER BY "name" LIMIT ${third} OFFSET ${fourth}`;
    expect(sqlite.select(metaTable, query).text).toContain(rest("+?", "+?", "(? + 0)", "?"));
    expect(postgres.select(metaTable, query).text).toContain(rest("$1", "$2", "$3", "$4"));
    expect(postgres.select(metaTable, query).parameters).toEqual(["a", "b", 2, 1]);
  });

  it("orders nothing where the key leaves one row", () => {
    expect(sqlite.select(metaTable, { where: { name: "a" } }).text).not.toContain("ORDER BY");
  });

  it("says where nulls go only where there can be some", () => {
    const order = (where: Where<TokenRow>) =>
      sqlite.select(tokenTable, { where, orderBy: [{ column: "expires_at", descending: true }] }).text;
    expect(order({})).toContain('"expires_at" DESC NULLS LAST, "id"');
    expect(order({ expires_at: { ne: 3 } })).toContain("NULLS LAST");
    expect(order({ expires_at: { lt: 3 } })).not.toContain("NULLS LAST");
    expect(order({ expires_at: { ne: null } })).not.toContain("NULLS LAST");
  });

  it("spells the condition of a partial index out when the query implies it", () => {
    const text = (state: Where<{ state: string }>["state"] & object) =>
      sqlite.select(executionTable, { where: { state } }).text;
    expect(text({ in: ["queued"] })).toContain(`("state" = 'queued' OR "state" = 'offered')`);
    expect(text({ in: ["running", "cancelling"] })).toContain(`("state" = 'running' OR "state" = 'cancelling')`);
    expect(text({ in: ["queued", "failed"] })).not.toContain("'queued'");
    expect(text({ ne: "queued" })).not.toContain("'queued'");
  });

  it("carries a list as one parameter, so that its length does not change the text", () => {
    const list = (values: readonly number[]) => ({ where: { created_at: { in: values } } });
    expect(sqlite.select(tokenTable, list([1])).text).toBe(sqlite.select(tokenTable, list([1, 2, 3])).text);
    expect(sqlite.select(tokenTable, list([1, 2])).parameters).toEqual(["[1,2]"]);
    expect(postgres.select(tokenTable, list([1, 2])).parameters).toEqual([[1, 2]]);
    expect(postgres.select(tokenTable, list([1, 2])).text).toContain("= ANY($1::bigint[])");
  });

  it("refuses to order or compare by JSON", () => {
    expect(() => sqlite.select(executionTable, { orderBy: [{ column: "response" }] })).toThrow("JSON");
    expect(() => sqlite.select(executionTable, { where: { response: "x" } })).toThrow("JSON");
    expect(sqlite.select(executionTable, { where: { response: null } }).text).toContain('"response" IS NULL');
  });
});

describe("a change", () => {
  it("numbers the parameters of an update through its changes and its conditions", () => {
    const statement = postgres.update(outboxTable, { topic: "a", state: "due" }, { revision: 2, state: "done" });
    expect(statement?.text).toBe(
      `UPDATE "outbox" SET "revision" = $1, "state" = $2 WHERE "topic" = $3 AND "state" = $4 AND "state" = 'due'`,
    );
    expect(statement?.parameters).toEqual([2, "done", "a", "due"]);
  });

  it("is no statement when it changes nothing", () => {
    expect(sqlite.update(outboxTable, {}, {})).toBeUndefined();
    expect(sqlite.update(outboxTable, {}, { revision: undefined } as never)).toBeUndefined();
  });

  it("refuses a column that does not exist", () => {
    expect(() => sqlite.update(outboxTable, {}, { nonsense: 1 } as never)).toThrow('no column "nonsense"');
  });

  it("inserts several rows in one statement, and only new ones when told", () => {
    const rows = [anOutboxRow({ topic: "a" }), anOutboxRow({ topic: "b" })];
    expect(postgres.insert(outboxTable, rows).text).toMatch(/VALUES \(\$1, .*\$7\), \(\$8, .*\$14\)$/);
    expect(sqlite.insert(outboxTable, [anOutboxRow()], true).text).toMatch(/ON CONFLICT DO NOTHING$/);
  });
});

it("makes the text of a shape once: the same shape gives the same string for other values", () => {
  const one = sqlite.insert(tokenTable, [aTokenRow({ id: "a" })]);
  const other = sqlite.insert(tokenTable, [aTokenRow({ id: "b" })]);
  expect(one.text).toBe(other.text);
  expect(one.parameters).not.toEqual(other.parameters);
});

it("has as many placeholders as parameters, whatever is asked", () => {
  const condition = fc.oneof(
    fc.constantFrom("x", null, { ne: null }, { ne: "x" }, { in: ["a", "b"] }, { contains: "a" }, { lt: "b" }),
  );
  const where = fc.record({ name: condition, user_id: condition, digest: condition }, { requiredKeys: [] });
  const page = fc.record({ limit: fc.nat(9), offset: fc.nat(9) }, { requiredKeys: [] });
  fc.assert(
    fc.property(where, page, (conditions, paging) => {
      const given = conditions as Where<TokenRow>;
      const statements = (of: Statements) => [
        of.select(tokenTable, { where: given, ...paging }),
        of.count(tokenTable, given),
        of.delete(tokenTable, given),
        of.update(tokenTable, given, { name: "n", expires_at: null }),
      ];
      for (const statement of statements(sqlite)) {
        expect(statement?.text.split("?")).toHaveLength((statement?.parameters.length ?? 0) + 1);
      }
      for (const statement of statements(postgres)) {
        const places = [...(statement?.text.matchAll(/\$(\d+)/g) ?? [])].map(([, place]) => Number(place));
        expect(places).toEqual(statement?.parameters.map((_, at) => at + 1));
      }
    }),
  );
});
