import type { JsonObject } from "../kernel/json.ts";

export type Cell = string | number | boolean | null;

export interface ResultTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

export interface ResultSeries {
  readonly name: string;
  readonly unit?: string;
  readonly points: readonly (readonly [number, number])[];
}

/** What every action answers with. `headline` is the answer in one line, for a person. */
export interface ActionResponse {
  readonly ok: boolean;
  readonly headline: string;
  readonly data: JsonObject;
  readonly table?: ResultTable;
  readonly series?: readonly ResultSeries[];
  /** Something wants attention although the action worked: a disk above its threshold. */
  readonly attention?: boolean;
}
