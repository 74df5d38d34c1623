import type { TableDto } from "../../contract/response.ts";

export interface MachineTable {
  readonly machine: string;
  readonly table: TableDto;
}

/** One table out of those of several machines, with the machine in front; tables of another shape stay apart. */
export function mergeTables(parts: readonly MachineTable[]): readonly TableDto[] {
  if (parts.length <= 1) return parts.map(({ table }) => table);
  const byShape = new Map<string, MachineTable[]>();
  for (const part of parts) {
    const shape = JSON.stringify(part.table.columns);
    byShape.set(shape, [...(byShape.get(shape) ?? []), part]);
  }
  return [...byShape.values()].map((group) => ({
    columns: ["machine", ...(group[0]?.table.columns ?? [])],
    rows: group.flatMap(({ machine, table }) => table.rows.map((row) => [machine, ...row])),
  }));
}
