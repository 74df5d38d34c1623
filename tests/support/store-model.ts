import fc from "fast-check";
import type { TokenRow } from "../../core/store/tables/user-table.ts";

/** The simplest thing that could be a store of tokens: an array. What the engines are compared with. */
export type TokenColumn = keyof TokenRow;
export type ModelCondition =
  | string
  | number
  | null
  | { readonly [operator: string]: string | number | null | readonly (string | number)[] };
export type ModelWhere = { readonly [Name in TokenColumn]?: ModelCondition };

export type Operation =
  | { readonly kind: "insert"; readonly rows: readonly TokenRow[] }
  | { readonly kind: "insertNew"; readonly row: TokenRow }
  | { readonly kind: "update"; readonly where: ModelWhere; readonly change: Partial<TokenRow> }
  | { readonly kind: "delete"; readonly where: ModelWhere }
  | { readonly kind: "count"; readonly where: ModelWhere }
  | { readonly kind: "select"; readonly where: ModelWhere; readonly page: Page }
  | { readonly kind: "next"; readonly counter: string; readonly by: number };

interface Page {
  readonly orderBy?: readonly { readonly column: TokenColumn; readonly descending: boolean }[];
  readonly limit?: number;
  readonly offset?: number;
}

export interface ModelUnit {
  readonly operations: readonly Operation[];
  readonly abort: boolean;
}

export class ModelConflict extends Error {}

export class StoreModel {
  #rows: readonly TokenRow[] = [];
  #counters: Readonly<Record<string, number>> = {};

  /** Results of the operations, or undefined when nothing of the unit may remain. */
  run(unit: ModelUnit): readonly unknown[] | undefined {
    const before = [this.#rows, this.#counters] as const;
    try {
      const results = unit.operations.map((operation) => this.#apply(operation));
      if (!unit.abort) return results;
    } catch (error) {
      if (!(error instanceof ModelConflict)) throw error;
    }
    [this.#rows, this.#counters] = before;
    return undefined;
  }

  get rows(): readonly TokenRow[] {
    return this.#rows.toSorted((a, b) => bytes(a.id, b.id));
  }

  #apply(operation: Operation): unknown {
    switch (operation.kind) {
      case "insert":
        for (const row of operation.rows) if (!this.#add(row)) throw new ModelConflict();
        return undefined;
      case "insertNew":
        return this.#add(operation.row);
      case "update":
        return this.#update(operation.where, operation.change);
      case "delete":
        return this.#replace(this.#rows.filter((row) => !matches(row, operation.where)));
      case "count":
        return this.#rows.filter((row) => matches(row, operation.where)).length;
      case "select":
        return paged(
          this.#rows.filter((row) => matches(row, operation.where)),
          operation.page,
        );
      case "next": {
        const value = (this.#counters[operation.counter] ?? 0) + operation.by;
        this.#counters = { ...this.#counters, [operation.counter]: value };
        return value;
      }
    }
  }

  #add(given: TokenRow): boolean {
    const row = cleaned(given);
    if (this.#rows.some((other) => other.id === row.id || other.digest === row.digest)) return false;
    this.#rows = [...this.#rows, row];
    return true;
  }

  #update(where: ModelWhere, change: Partial<TokenRow>): number {
    const hits = this.#rows.filter((row) => matches(row, where));
    for (const hit of hits) {
      this.#rows = this.#rows.filter((row) => row !== hit);
      if (!this.#add({ ...hit, ...change })) throw new ModelConflict();
    }
    return hits.length;
  }

  #replace(rows: readonly TokenRow[]): number {
    const removed = this.#rows.length - rows.length;
    this.#rows = rows;
    return removed;
  }
}

function cleaned<T>(value: T): T {
  const clean = (one: unknown) => (typeof one === "string" ? Buffer.from(one.replaceAll("\0", "")).toString() : one);
  if (Array.isArray(value)) return value.map(clean) as T;
  if (typeof value !== "object" || value === null) return clean(value) as T;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, clean(one)])) as T;
}

function matches(row: TokenRow, where: ModelWhere): boolean {
  return Object.entries(where).every(([name, condition]) => holds(row[name as TokenColumn], condition));
}

function holds(value: string | number | null, condition: ModelCondition): boolean {
  if (condition === null || typeof condition !== "object") return value === cleaned(condition);
  const [[operator, raw]] = Object.entries(condition) as [[string, unknown]];
  const other = cleaned(raw) as string | number;
  if (operator === "ne") return value !== other;
  if (operator === "in") return (other as unknown as unknown[]).includes(value);
  if (value === null) return false;
  if (operator === "contains") return ascii(String(value)).includes(ascii(String(other)));
  const order = typeof value === "string" ? bytes(value, String(other)) : value - Number(other);
  return { lt: order < 0, lte: order <= 0, gt: order > 0, gte: order >= 0 }[operator] ?? false;
}

function paged(rows: readonly TokenRow[], { orderBy = [], limit, offset = 0 }: Page): readonly TokenRow[] {
  const order = [...orderBy, { column: "id" as const, descending: false }];
  const byPart = (a: TokenRow, b: TokenRow) =>
    order.map(({ column, descending }) => compared(a[column], b[column], descending)).find((part) => part !== 0) ?? 0;
  return rows.toSorted(byPart).slice(offset, limit === undefined ? undefined : offset + limit);
}

function compared(a: string | number | null, b: string | number | null, descending: boolean): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  const order = typeof a === "string" ? bytes(a, String(b)) : a - Number(b);
  return descending ? -order : order;
}

function bytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function ascii(text: string): string {
  return [...text].map((letter) => (letter >= "A" && letter <= "Z" ? letter.toLowerCase() : letter)).join("");
}

const word = fc.constantFrom(
  "",
  "a",
  "A",
  "b",
  "ab",
  "aB%",
  "_",
  "ä",
  "Ä",
  "z\0z",
  "\ud83d",
  "\ud83d\ude00",
  "\ue000",
  "\uffff",
  "é'\"\\",
);
const number = fc.constantFrom(-1, 0, 1, 2, 9_007_199_254_740_991);
const id = fc.constantFrom("t1", "t2", "t3", "T1", "t10", "ü");
const row: fc.Arbitrary<TokenRow> = fc.record({
  id,
  digest: fc.constantFrom("d1", "d2", "d3", "d4", "d5", "d6"),
  user_id: word,
  name: word,
  created_at: number,
  expires_at: fc.option(number),
  last_used_at: fc.option(number),
});
const textCondition = fc.oneof(
  word,
  ...["ne", "lt", "lte", "gt", "gte", "contains"].map((operator) => word.map((value) => ({ [operator]: value }))),
  fc.array(word, { maxLength: 3 }).map((values) => ({ in: values })),
);
const numberCondition = fc.oneof(
  number,
  fc.constantFrom(null, { ne: null }),
  ...["ne", "lt", "lte", "gt", "gte"].map((operator) => number.map((value) => ({ [operator]: value }))),
  fc.array(number, { maxLength: 3 }).map((values) => ({ in: values })),
);
const where: fc.Arbitrary<ModelWhere> = fc.record(
  { id: id.map((value) => value as ModelCondition), name: textCondition, expires_at: numberCondition },
  { requiredKeys: [] },
) as fc.Arbitrary<ModelWhere>;
const column = fc.constantFrom<TokenColumn>("id", "name", "user_id", "created_at", "expires_at", "last_used_at");
const page: fc.Arbitrary<Page> = fc.record(
  {
    orderBy: fc.uniqueArray(fc.record({ column, descending: fc.boolean() }), {
      maxLength: 2,
      selector: (part) => part.column,
    }),
    limit: fc.nat(3),
    offset: fc.nat(3),
  },
  { requiredKeys: [] },
);
const plainChange = fc.record({ name: word, expires_at: fc.option(number), created_at: number }, { requiredKeys: [] });
const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({ kind: fc.constant("insert" as const), rows: fc.array(row, { maxLength: 3 }) }),
  fc.record({ kind: fc.constant("insertNew" as const), row }),
  fc.record({ kind: fc.constant("update" as const), where, change: plainChange }),
  // One row at a time: in which order several rows clash is nobody's promise.
  fc.record({
    kind: fc.constant("update" as const),
    where: id.map((value) => ({ id: value })),
    change: row.map(({ digest }) => ({ digest })),
  }),
  // Never everything: an empty store has little to say.
  fc.record({
    kind: fc.constant("delete" as const),
    where: fc.record({ id, name: textCondition }, { requiredKeys: ["id"] }) as fc.Arbitrary<ModelWhere>,
  }),
  fc.record({ kind: fc.constant("count" as const), where }),
  fc.record({ kind: fc.constant("select" as const), where: fc.oneof(fc.constant({}), where), page }),
  fc.record({ kind: fc.constant("select" as const), where, page }),
  fc.record({
    kind: fc.constant("next" as const),
    counter: fc.constantFrom("run", "task"),
    by: fc.integer({ min: 1, max: 5 }),
  }),
);

const unit: fc.Arbitrary<ModelUnit> = fc.record({
  operations: fc.array(operation, { minLength: 1, maxLength: 6 }),
  abort: fc.integer({ min: 0, max: 4 }).map((chance) => chance === 0),
});
const firstUnit: fc.Arbitrary<ModelUnit> = fc
  .uniqueArray(row, { minLength: 3, maxLength: 5, selector: (one) => one.id })
  .map((rows) => rows.map((one, at) => ({ ...one, digest: `d${at + 1}` })))
  .map((rows) => ({ operations: [{ kind: "insert", rows }], abort: false }));

/** Sequences of units as no service would write them, on a store that has some rows. */
export const someUnits: fc.Arbitrary<readonly ModelUnit[]> = fc
  .tuple(firstUnit, fc.array(unit, { minLength: 1, maxLength: 8 }))
  .map(([first, rest]) => [first, ...rest]);
