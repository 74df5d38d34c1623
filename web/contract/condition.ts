import { COMPARISONS } from "../../core/model/condition.ts";
import { filledText, object, oneOf, text } from "./schema.ts";

const asked = {
  field: filledText(200),
  is: oneOf(COMPARISONS),
  value: { oneOf: [{ type: "number" }, { type: "string", maxLength: 200 }, { type: "boolean" }] },
} as const;

/** What the run before must have answered; asked of each of its machines by itself. */
export const conditionSchema = object(asked);

/** With the words of its value. */
export const saidConditionSchema = object({ ...asked, title: text(200), unit: text(12) });
