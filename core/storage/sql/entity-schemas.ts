import { EntitySchema, type EntitySchemaColumnOptions } from "typeorm";
import { ALL_TABLES } from "../../store/all-tables.ts";
import type { Column, Table } from "../../store/rows.ts";
import type { Dialect } from "./dialect.ts";
import { partialText } from "./where-text.ts";

/** The tables as TypeORM knows them: what migrations are held against. */
export function entitySchemas(dialect: Dialect["name"]): EntitySchema[] {
  return (ALL_TABLES as readonly Table<object>[]).map((table) => entitySchema(table, dialect));
}

function entitySchema(table: Table<object>, dialect: Dialect["name"]): EntitySchema {
  const columns: Record<string, EntitySchemaColumnOptions> = {};
  for (const [name, column] of Object.entries<Column>(table.columns)) {
    const primary = (table.key as readonly string[]).includes(name);
    columns[name] = {
      ...columnType(column, dialect),
      nullable: column.nullable,
      ...(primary && { primary, primaryKeyConstraintName: `${table.name}_pkey` }),
    };
  }
  const unique = table.unique as readonly (readonly string[])[];
  return new EntitySchema({
    name: table.name,
    tableName: table.name,
    columns,
    uniques: unique.map((list) => ({ name: `${table.name}_${list.join("_")}_key`, columns: [...list] })),
    indices: table.indexes.map(({ name, columns: list, where }) => ({
      name,
      columns: [...(list as readonly string[])],
      ...(where && { where: partialText(where) }),
    })),
  });
}

function columnType({ type }: Column, dialect: Dialect["name"]): EntitySchemaColumnOptions {
  if (dialect === "sqlite") return { type: type === "integer" || type === "boolean" ? "integer" : "text" };
  if (type === "integer") return { type: "bigint" };
  return type === "boolean" ? { type: "boolean" } : { type: "text", collation: "C" };
}
