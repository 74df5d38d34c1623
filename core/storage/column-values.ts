import type { Column, Condition, Table, Where } from "../store/rows.ts";

/** A value as every engine keeps it; JSON columns are the engine's own business. */
export type Scalar = string | number | boolean | null;

const UNFIT = /[\0\uD800-\uDFFF]/;

/** PostgreSQL refuses NUL and every engine spells lone surrogates differently, so neither gets in anywhere. */
export function cleanText(text: string): string {
  if (!UNFIT.test(text)) return text;
  return (text.replaceAll("\0", "") as string & { toWellFormed(): string }).toWellFormed();
}

export function columnOf<Row extends object>(table: Table<Row>, name: string): Column {
  const columns = table.columns as Readonly<Record<string, Column>>;
  const column = Object.hasOwn(columns, name) ? columns[name] : undefined;
  if (!column) throw new Error(`Table ${table.name} has no column "${name}".`);
  return column;
}

/** The value as it may be kept, or an error: wrong types are bugs here and must fail alike on every engine. */
export function scalarFor<Row extends object>(table: Table<Row>, name: string, column: Column, value: unknown): Scalar {
  if (value === null && column.nullable) return null;
  if (column.type === "text" && typeof value === "string") return cleanText(value);
  if (column.type === "integer" && Number.isSafeInteger(value)) return (value as number) + 0;
  if (column.type === "boolean" && typeof value === "boolean") return value;
  const got = value === null ? "null" : typeof value === "number" ? String(value) : typeof value;
  throw new Error(`Column ${table.name}.${name} holds ${column.type}${column.nullable ? " or null" : ""}, got ${got}.`);
}

/** A condition taken apart: `operator` with the value or values it compares with. */
export interface Term {
  readonly name: string;
  readonly column: Column;
  readonly operator: "eq" | "ne" | "lt" | "lte" | "gt" | "gte" | "in" | "contains" | "null" | "not-null";
  readonly value: Scalar;
  readonly values: readonly (string | number)[];
}

const NONE: readonly never[] = [];

/** All terms of a `where`, checked. An undefined condition is an error: it would silently match every row. */
export function termsOf<Row extends object>(table: Table<Row>, where: Where<Row> | undefined): Term[] {
  const terms: Term[] = [];
  const conditions: Readonly<Record<string, Condition | undefined>> = where ?? {};
  for (const name in conditions) {
    const condition = conditions[name];
    if (isRange(condition)) {
      terms.push(termOf(table, name, { gte: condition.from }), termOf(table, name, { lt: condition.below }));
    } else terms.push(termOf(table, name, condition));
  }
  return terms;
}

type Range = Extract<Condition, { readonly from: number }>;

function isRange(condition: Condition | undefined): condition is Range {
  return typeof condition === "object" && condition !== null && "from" in condition && "below" in condition;
}

function termOf<Row extends object>(table: Table<Row>, name: string, condition: Condition | undefined): Term {
  const column = columnOf(table, name);
  const operators = condition === null || typeof condition !== "object" ? { eq: condition } : condition;
  const entries = Object.entries(operators);
  const [operator, value] = entries[0] ?? [];
  if (entries.length !== 1 || operator === undefined || value === undefined) {
    throw new Error(`The condition on ${table.name}.${name} must be a value or exactly one operator.`);
  }
  return termFor(table, name, column, operator as Term["operator"], value);
}

function termFor<Row extends object>(
  table: Table<Row>,
  name: string,
  column: Column,
  operator: Term["operator"],
  value: unknown,
): Term {
  if (value === null && operator === "eq") return { name, column, operator: "null", value: null, values: NONE };
  if (value === null && operator === "ne") return { name, column, operator: "not-null", value: null, values: NONE };
  if (column.type === "json") throw new Error(`Column ${table.name}.${name} is JSON and can only be compared to null.`);
  if (operator === "contains" && column.type !== "text") throw new Error(`${table.name}.${name} is no text column.`);
  const present = { ...column, nullable: false };
  if (operator !== "in") {
    return { name, column, operator, value: scalarFor(table, name, present, value), values: NONE };
  }
  const values = (value as readonly unknown[]).map((one) => scalarFor(table, name, present, one) as string | number);
  return { name, column, operator, value: null, values };
}
