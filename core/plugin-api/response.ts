import { validator } from "../kernel/validator.ts";
import type { ActionResponse } from "../model/action-response.ts";

const cell = { type: ["string", "number", "boolean", "null"] };

/** The outer shape of every answer; `data` is checked against the action's own result schema besides. */
export const RESPONSE_SCHEMA = {
  type: "object",
  additionalProperties: false,
  required: ["ok", "headline", "data"],
  properties: {
    ok: { type: "boolean" },
    headline: { type: "string", minLength: 1, maxLength: 500 },
    data: { type: "object" },
    attention: { type: "boolean" },
    table: {
      type: "object",
      additionalProperties: false,
      required: ["columns", "rows"],
      properties: {
        columns: { type: "array", maxItems: 20, items: { type: "string", maxLength: 100 } },
        rows: { type: "array", maxItems: 1000, items: { type: "array", maxItems: 20, items: cell } },
      },
    },
    series: {
      type: "array",
      maxItems: 10,
      items: {
        type: "object",
        additionalProperties: false,
        required: ["name", "points"],
        properties: {
          name: { type: "string", maxLength: 100 },
          unit: { type: "string", maxLength: 20 },
          points: {
            type: "array",
            maxItems: 10_000,
            items: { type: "array", minItems: 2, maxItems: 2, items: { type: "number" } },
          },
        },
      },
    },
  },
};

export const decodeResponse = validator<ActionResponse>(RESPONSE_SCHEMA);
