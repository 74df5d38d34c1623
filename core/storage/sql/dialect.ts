import type { ColumnType } from "../../store/rows.ts";
import type { Scalar } from "../column-values.ts";

/** All that differs between the two databases in the text and the values of a statement. */
export interface Dialect {
  readonly name: "sqlite" | "postgres";
  /** The placeholder of the parameter at this place, counted from 1. */
  placeholder(place: number): string;
  /** The same where a column is compared with it. */
  compared(place: number): string;
  /** The same as the most rows to answer. */
  limit(place: number): string;
  /** Right-hand side of `in`, as one parameter, so that the text does not depend on how many values there are. */
  anyOf(placeholder: string, type: ColumnType): string;
  anyOfValue(values: readonly (string | number)[]): unknown;
  /** ASCII letters count as equal in either case. */
  contains(column: string, placeholder: string): string;
  encode(value: Scalar): unknown;
  /** Keeps what the savepoint "unit" holds and opens it anew, in as few round trips as the database allows. */
  readonly nextSavepoint: readonly string[];
}

/**
 * SQLite compiles a statement again whenever a parameter is bound that its plan may have been chosen by: one that is
 * compared with the column of a partial index, or is the limit. That costs ten times what the statement itself does. So
 * these stand inside an expression, into which the planner does not look; the conditions of the partial indexes are
 * spelled out for it anyway.
 */
export const sqliteDialect: Dialect = {
  name: "sqlite",
  placeholder: () => "?",
  compared: () => "+?",
  limit: () => "(? + 0)",
  anyOf: (placeholder) => `IN (SELECT "value" FROM json_each(${placeholder}))`,
  anyOfValue: (values) => JSON.stringify(values),
  contains: (column, placeholder) => `instr(lower(${column}), lower(${placeholder})) > 0`,
  encode: (value) => (typeof value === "boolean" ? Number(value) : value),
  nextSavepoint: ["RELEASE SAVEPOINT unit", "SAVEPOINT unit"],
};

const POSTGRES_TYPES: Readonly<Record<ColumnType, string>> = {
  text: "text",
  integer: "bigint",
  boolean: "boolean",
  json: "text",
};

export const postgresDialect: Dialect = {
  name: "postgres",
  placeholder: (place) => `$${place}`,
  compared: (place) => `$${place}`,
  limit: (place) => `$${place}`,
  anyOf: (placeholder, type) => `= ANY(${placeholder}::${POSTGRES_TYPES[type]}[])`,
  anyOfValue: (values) => values,
  contains: (column, placeholder) =>
    `position(lower(${placeholder}::text COLLATE "C") in lower(${column} COLLATE "C")) > 0`,
  encode: (value) => value,
  nextSavepoint: ["RELEASE SAVEPOINT unit; SAVEPOINT unit"],
};
