import { defineTable, integer, text } from "../define-table.ts";

/** Facts about the database itself: server id, clean shutdown, audit key check. */
export interface MetaRow {
  readonly name: string;
  readonly value: string;
}
export const metaTable = defineTable<MetaRow>("meta", { columns: { name: text, value: text }, key: ["name"] });

/** Source of speakable numbers. */
export interface CounterRow {
  readonly name: string;
  readonly value: number;
}
export const counterTable = defineTable<CounterRow>("counter", {
  columns: { name: text, value: integer },
  key: ["name"],
});
