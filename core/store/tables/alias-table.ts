import type { JsonObject } from "../../kernel/json.ts";
import { defineTable, integer, json, nullable, text } from "../define-table.ts";

/** A phrase that a person taught. */
export interface AliasRow {
  /** Lower case; what is said. */
  readonly name: string;
  /** The sentence it stands for, as far as there was one; the frame is checked against it. */
  readonly text: string;
  readonly frame: JsonObject;
  readonly owner_id: string;
  readonly owner_name: string;
  readonly created_at: number;
}
export const aliasTable = defineTable<AliasRow>("alias", {
  columns: { name: text, text, frame: json, owner_id: text, owner_name: text, created_at: integer },
  key: ["name"],
});

/** A message to the bot that it did not understand: what the language should learn next. */
export interface UnmatchedRow {
  readonly seq: number;
  readonly text: string;
  readonly user_id: string | null;
  readonly conversation_id: string;
  readonly at: number;
}
export const unmatchedTable = defineTable<UnmatchedRow>("unmatched", {
  columns: { seq: integer, text, user_id: nullable(text), conversation_id: text, at: integer },
  key: ["seq"],
  indexes: [{ name: "unmatched_age", columns: ["at"] }],
});
