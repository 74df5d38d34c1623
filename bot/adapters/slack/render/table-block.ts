import type { types } from "@slack/bolt";
import type { CardTable } from "../../../../core/model/card.ts";
import { BUDGET } from "./budgets.ts";
import { box, line, type Piece, words } from "./rich-text.ts";

interface Cut {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly left: number;
}

/** Slack's own table; cells are raw text. */
export function tableBlock(table: CardTable): types.TableBlock {
  const { columns, rows } = cutTable(table, BUDGET.tableText);
  const cell = (text: string): types.RawTextElement => ({ type: "raw_text", text: text === "" ? " " : text });
  const column_settings = columns.map((_, index) => ({
    align: isNumeric(table, index) ? ("right" as const) : ("left" as const),
    is_wrapped: true,
  }));
  return { type: "table", rows: [columns, ...rows].map((row) => row.map(cell)), column_settings };
}

/** The same in letters of one width, for where Slack does not take a table. */
export function tableText(table: CardTable): Piece {
  const { columns, rows } = cutTable(table, BUDGET.blockText / 2);
  const widths = columns.map((column, index) =>
    Math.max(column.length, ...rows.map((row) => (row[index] ?? "").length)),
  );
  const asLine = (row: readonly string[]) =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join("  ")
      .trimEnd();
  return box([columns, ...rows].map(asLine).join("\n"));
}

/** Says how many rows the table does not show. */
export function rowsLeft(table: CardTable, kind: "block" | "text"): readonly Piece[] {
  const { left } = cutTable(table, kind === "block" ? BUDGET.tableText : BUDGET.blockText / 2);
  return left === 0 ? [] : [line(words(`… ${left} more ${left === 1 ? "row" : "rows"}`))];
}

function cutTable({ columns, rows, moreRows = 0 }: CardTable, most: number): Cut {
  const head = columns.slice(0, BUDGET.tableColumns);
  let used = head.join("").length;
  const kept: string[][] = [];
  for (const row of rows.slice(0, BUDGET.tableRows - 1)) {
    const cells = head.map((_, index) => String(row[index] ?? "").replaceAll("\n", " "));
    used += cells.join("").length;
    if (used > most) break;
    kept.push(cells);
  }
  return {
    columns: head.map((name) => (name === "" ? " " : name)),
    rows: kept,
    left: rows.length - kept.length + moreRows,
  };
}

function isNumeric({ rows }: CardTable, index: number): boolean {
  return rows.length > 0 && rows.every((row) => typeof row[index] === "number");
}
