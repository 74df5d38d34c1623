import type { Column, Query, Table, Where } from "../../store/rows.ts";
import { columnOf, type Term, termsOf } from "../column-values.ts";
import type { Dialect } from "./dialect.ts";
import { encodeRow, encodeValue } from "./row-codec.ts";
import { impliedPartials, quoted, whereParameters, whereText } from "./where-text.ts";

export interface Statement {
  readonly text: string;
  readonly parameters: unknown[];
}

/** "No limit" that both databases accept as a limit. */
const NO_LIMIT = Number.MAX_SAFE_INTEGER;

/**
 * Builds statements from tables and queries. The text of each shape is made once and is then the same string object,
 * so that the prepared statement behind it is found again.
 */
export class Statements {
  readonly dialect: Dialect;
  readonly #texts = new Map<string, string>();

  constructor(dialect: Dialect) {
    this.dialect = dialect;
  }

  select<Row extends object>(table: Table<Row>, query: Query<Row>): Statement {
    const terms = termsOf(table, query.where);
    const partials = impliedPartials(table, terms);
    const paged = query.limit !== undefined || query.offset !== undefined;
    const text = this.#text(`select ${table.name}${shapeOf(terms, partials)}${orderShape(query, paged)}`, () => {
      const order = orderText(table, query, terms);
      const columns = Object.keys(table.columns).map(quoted).join(", ");
      const where = whereText(this.dialect, terms, partials, 1);
      const place = 1 + terms.filter(hasParameter).length;
      const page = paged ? ` LIMIT ${this.dialect.limit(place)} OFFSET ${this.#place(place + 1)}` : "";
      return `SELECT ${columns} FROM ${quoted(table.name)}${where}${order}${page}`;
    });
    const parameters = whereParameters(this.dialect, terms, []);
    if (paged) parameters.push(query.limit ?? NO_LIMIT, query.offset ?? 0);
    return { text, parameters };
  }

  count<Row extends object>(table: Table<Row>, where: Where<Row>): Statement {
    return this.#conditional('SELECT count(*) AS "count" FROM', table, where);
  }

  delete<Row extends object>(table: Table<Row>, where: Where<Row>): Statement {
    return this.#conditional("DELETE FROM", table, where);
  }

  insert<Row extends object>(table: Table<Row>, rows: readonly Row[], onlyNew = false): Statement {
    const text = this.#text(`insert ${table.name} ${rows.length}${onlyNew ? " new" : ""}`, () => {
      const names = Object.keys(table.columns);
      const tuple = (row: number) =>
        `(${names.map((_, column) => this.#place(row * names.length + column + 1)).join(", ")})`;
      const tuples = rows.map((_, row) => tuple(row)).join(", ");
      const conflict = onlyNew ? " ON CONFLICT DO NOTHING" : "";
      return `INSERT INTO ${quoted(table.name)} (${names.map(quoted).join(", ")}) VALUES ${tuples}${conflict}`;
    });
    const parameters: unknown[] = [];
    for (const row of rows) encodeRow(this.dialect, table, row, parameters);
    return { text, parameters };
  }

  /** Undefined when the change names no column. */
  update<Row extends object>(table: Table<Row>, where: Where<Row>, change: Partial<Row>): Statement | undefined {
    const changes = Object.entries(change).filter(([, value]) => value !== undefined);
    if (changes.length === 0) return undefined;
    const terms = termsOf(table, where);
    const partials = impliedPartials(table, terms);
    const names = changes.map(([name]) => name);
    const text = this.#text(`update ${table.name} ${names.join()}${shapeOf(terms, partials)}`, () => {
      const sets = names.map((name, at) => `${quoted(name)} = ${this.#place(at + 1)}`).join(", ");
      return `UPDATE ${quoted(table.name)} SET ${sets}${whereText(this.dialect, terms, partials, names.length + 1)}`;
    });
    const encode = ([name, value]: [string, unknown]) =>
      encodeValue(this.dialect, table, name, columnOf(table, name), value);
    return { text, parameters: whereParameters(this.dialect, terms, changes.map(encode)) };
  }

  /** Adds to a counter and returns its new value in "value". */
  next(counter: string, by: number): Statement {
    const text = this.#text("next", () => {
      const values = `${this.#place(1)}, ${this.#place(2)}`;
      const add = 'DO UPDATE SET "value" = "counter"."value" + excluded."value" RETURNING "value"';
      return `INSERT INTO "counter" ("name", "value") VALUES (${values}) ON CONFLICT ("name") ${add}`;
    });
    return { text, parameters: [counter, by] };
  }

  #conditional<Row extends object>(verb: string, table: Table<Row>, where: Where<Row>): Statement {
    const terms = termsOf(table, where);
    const partials = impliedPartials(table, terms);
    const text = this.#text(`${verb} ${table.name}${shapeOf(terms, partials)}`, () => {
      return `${verb} ${quoted(table.name)}${whereText(this.dialect, terms, partials, 1)}`;
    });
    return { text, parameters: whereParameters(this.dialect, terms, []) };
  }

  #place(place: number): string {
    return this.dialect.placeholder(place);
  }

  #text(shape: string, make: () => string): string {
    const known = this.#texts.get(shape);
    if (known !== undefined) return known;
    const made = make();
    this.#texts.set(shape, made);
    return made;
  }
}

function hasParameter(term: Term): boolean {
  return term.operator !== "null" && term.operator !== "not-null";
}

function shapeOf(terms: readonly Term[], partials: readonly string[]): string {
  let shape = "";
  for (const term of terms) shape += ` ${term.name} ${term.operator}`;
  for (const partial of partials) shape += ` ${partial}`;
  return shape;
}

function orderShape<Row extends object>({ orderBy }: Query<Row>, paged: boolean): string {
  let shape = paged ? " paged" : "";
  if (orderBy) for (const { column, descending } of orderBy) shape += descending ? ` -${column}` : ` +${column}`;
  return shape;
}

/** Nulls last, ties by the key; nothing at all where the conditions leave one row. */
function orderText<Row extends object>(table: Table<Row>, query: Query<Row>, terms: readonly Term[]): string {
  const fixed = new Set<string>(terms.filter((term) => term.operator === "eq").map((term) => term.name));
  if (table.key.every((name) => fixed.has(name))) return "";
  const said = (query.orderBy ?? []).map(({ column, descending = false }) => ({ name: column as string, descending }));
  const names = new Set(said.map(({ name }) => name));
  const ties = table.key
    .filter((name) => !names.has(name))
    .map((name) => ({ name: name as string, descending: false }));
  const parts = [...said, ...ties].filter(({ name }) => !fixed.has(name));
  return ` ORDER BY ${parts.map((part) => orderPart(part, columnOf(table, part.name), table.name, terms)).join(", ")}`;
}

function orderPart(
  { name, descending }: { readonly name: string; readonly descending: boolean },
  column: Column,
  table: string,
  terms: readonly Term[],
): string {
  if (column.type === "json") throw new Error(`${table}.${name} is JSON and has no order.`);
  const direction = descending ? " DESC" : "";
  // Spelled only where nulls can occur: SQLite cannot walk an index in this order.
  const present = terms.some((term) => term.name === name && term.operator !== "null" && term.operator !== "ne");
  return `${quoted(name)}${direction}${column.nullable && !present ? " NULLS LAST" : ""}`;
}
