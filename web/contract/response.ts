import { anyObject, type Dto, flag, list, object, text } from "./schema.ts";

const cell = { type: ["string", "number", "boolean", "null"] } as const;

export const tableSchema = object({ columns: list(text(100), 20), rows: list(list(cell, 20), 1000) });
export type TableDto = Dto<typeof tableSchema>;

const point = { type: "array", minItems: 2, maxItems: 2, items: { type: "number" } } as const;
export const seriesSchema = object({ name: text(100), unit: text(20), points: list(point, 10_000) }, ["unit"]);

/** What an action answered; `headline` is the answer in one line. */
export const responseSchema = object(
  {
    ok: flag,
    headline: text(500),
    data: anyObject,
    table: tableSchema,
    series: list(seriesSchema, 10),
    attention: flag,
  },
  ["table", "series", "attention"],
);
