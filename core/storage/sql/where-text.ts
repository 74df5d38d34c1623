import type { ColumnType, Table } from "../../store/rows.ts";
import type { Term } from "../column-values.ts";
import type { Dialect } from "./dialect.ts";

const OPERATORS: Readonly<Record<string, string>> = {
  eq: "=",
  ne: "IS DISTINCT FROM",
  lt: "<",
  lte: "<=",
  gt: ">",
  gte: ">=",
};

interface PartialIndex {
  readonly column: string;
  readonly in: readonly string[];
}

const partialTexts = new WeakMap<PartialIndex, string>();

/** The condition of a partial index, in the one spelling that its index, and every query that may use it, has. */
export function partialText(where: PartialIndex): string {
  const known = partialTexts.get(where) ?? spell(where);
  partialTexts.set(where, known);
  return known;
}

function spell(where: PartialIndex): string {
  const column = quoted(where.column);
  const parts = where.in.map((value) => `${column} = '${value.replaceAll("'", "''")}'`);
  return parts.length === 1 ? (parts[0] ?? "") : `(${parts.join(" OR ")})`;
}

/** Spelled-out conditions of the partial indexes that the terms imply: with parameters alone no planner could tell. */
export function impliedPartials<Row extends object>(table: Table<Row>, terms: readonly Term[]): readonly string[] {
  let found: string[] | undefined;
  for (const { where } of table.indexes) {
    if (!where) continue;
    const implied = terms.some((term) => term.name === where.column && within(term, where.in));
    const text = implied ? partialText(where) : undefined;
    if (text === undefined || found?.includes(text)) continue;
    found ??= [];
    found.push(text);
  }
  return found ?? NONE;
}

const NONE: readonly string[] = [];

function within(term: Term, allowed: readonly string[]): boolean {
  if (term.operator === "eq") return allowed.includes(term.value as string);
  return term.operator === "in" && term.values.every((value) => allowed.includes(value as string));
}

/** " WHERE ..." or nothing; `firstPlace` is the place of its first parameter. */
export function whereText(
  dialect: Dialect,
  terms: readonly Term[],
  partials: readonly string[],
  firstPlace: number,
): string {
  let place = firstPlace;
  const next = () => {
    place += 1;
    return place - 1;
  };
  const parts = terms.map((term) => termText(dialect, term, term.column.type, next));
  const all = [...parts, ...partials];
  return all.length === 0 ? "" : ` WHERE ${all.join(" AND ")}`;
}

export function whereParameters(dialect: Dialect, terms: readonly Term[], into: unknown[]): unknown[] {
  for (const term of terms) {
    if (term.operator === "null" || term.operator === "not-null") continue;
    into.push(term.operator === "in" ? dialect.anyOfValue(term.values) : dialect.encode(term.value));
  }
  return into;
}

function termText(dialect: Dialect, term: Term, type: ColumnType, next: () => number): string {
  const column = quoted(term.name);
  switch (term.operator) {
    case "null":
      return `${column} IS NULL`;
    case "not-null":
      return `${column} IS NOT NULL`;
    case "in":
      return `${column} ${dialect.anyOf(dialect.placeholder(next()), type)}`;
    case "contains":
      return dialect.contains(column, dialect.placeholder(next()));
    default:
      return `${column} ${OPERATORS[term.operator]} ${dialect.compared(next())}`;
  }
}

export function quoted(name: string): string {
  return `"${name}"`;
}
