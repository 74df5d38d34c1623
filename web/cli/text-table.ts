/** Columns as wide as their widest cell, two spaces between; the last one is not padded. */
export function textTable(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = columns.map((name, index) => Math.max(name.length, ...rows.map((row) => row[index]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    cells.map((cell, index) => (index === cells.length - 1 ? cell : cell.padEnd(widths[index] ?? 0))).join("  ");
  return [line(columns.map((name) => name.toUpperCase())), ...rows.map(line)].join("\n");
}
