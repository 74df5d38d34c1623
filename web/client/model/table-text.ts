import type { TableDto } from "../../contract/response.ts";

type Cell = TableDto["rows"][number][number];

/** A cell as shown: nothing for null, yes and no for booleans, numbers with thin grouping. */
export function cellText(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell === "boolean") return cell ? "yes" : "no";
  return String(cell);
}

/** Tab-separated lines, as spreadsheets take them; what a spreadsheet would run as a formula gets a quote in front. */
export function tableText(table: Pick<TableDto, "columns" | "rows">): string {
  const safe = (value: string) => (/^[=+@\t\r]|^-(?![\d.])/.test(value) ? `'${value}` : value);
  const clean = (value: string) => safe(value.replaceAll(/[\t\r\n]+/g, " "));
  const lines = [table.columns.map(clean), ...table.rows.map((row) => row.map((cell) => clean(cellText(cell))))];
  return `${lines.map((line) => line.join("\t")).join("\n")}\n`;
}
