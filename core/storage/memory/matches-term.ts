import type { Scalar, Term } from "../column-values.ts";
import { compareText } from "./compare-values.ts";

/** Whether a row's value satisfies one condition, by SQL's rules for null. */
export function matchesTerm(value: Scalar, term: Term): boolean {
  switch (term.operator) {
    case "null":
      return value === null;
    case "not-null":
      return value !== null;
    case "eq":
      return value === term.value;
    case "ne":
      return value !== term.value;
    case "in":
      return term.values.includes(value as string);
    case "contains":
      return typeof value === "string" && foldAscii(value).includes(foldAscii(String(term.value)));
    default:
      return value !== null && compares(order(value, term.value), term.operator);
  }
}

function order(a: Scalar, b: Scalar): number {
  if (typeof a === "string" && typeof b === "string") return compareText(a, b);
  return Number(a) - Number(b);
}

function compares(difference: number, operator: "lt" | "lte" | "gt" | "gte"): boolean {
  if (operator === "lt") return difference < 0;
  if (operator === "lte") return difference <= 0;
  return operator === "gt" ? difference > 0 : difference >= 0;
}

/** As SQLite and PostgreSQL's "C" collation fold: letters of ASCII only. */
function foldAscii(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
