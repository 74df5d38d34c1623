import type { Json } from "../kernel/json.ts";

/** How a value must compare. "is" and "is-not" are for all kinds of value, the others for numbers. */
export const COMPARISONS = ["over", "at-least", "under", "at-most", "is", "is-not"] as const;
export type Comparison = (typeof COMPARISONS)[number];

/**
 * What the run before must have answered for a step to run: "only where disk use is over 90 %". Asked of each machine by
 * itself.
 */
export interface StepCondition {
  /** A value of the answer, by its path: "fullestPct", "memory.usedPct". */
  readonly field: string;
  readonly is: Comparison;
  readonly value: number | string | boolean;
}

/** Undefined: the two cannot be compared so. Pure. */
export function compareValue({ is, value: asked }: StepCondition, value: Json): boolean | undefined {
  if (typeof value !== typeof asked) return undefined;
  if (is === "is") return sameValue(value, asked);
  if (is === "is-not") return !sameValue(value, asked);
  if (typeof value !== "number" || typeof asked !== "number") return undefined;
  if (is === "over") return value > asked;
  if (is === "under") return value < asked;
  return is === "at-least" ? value >= asked : value <= asked;
}

/** People do not mean letters to be large or small. */
const sameValue = (value: Json, asked: Json): boolean =>
  typeof value === "string" && typeof asked === "string"
    ? value.toLowerCase() === asked.toLowerCase()
    : value === asked;

/** A condition with the words of its value, as they were when it was confirmed. */
export interface SaidCondition extends StepCondition {
  /** "disk use"; the path where the plugin has no words for it. */
  readonly title: string;
  /** "%"; empty where there is none. */
  readonly unit: string;
}

const WORDS: Readonly<Record<Comparison, string>> = {
  over: "over ",
  "at-least": "at least ",
  under: "under ",
  "at-most": "at most ",
  is: "",
  "is-not": "other than ",
};

/** "over 90 %". Pure. */
export const sayAsked = ({ is, unit, value }: SaidCondition): string => `${WORDS[is]}${sayValue(value, unit)}`;

/** "disk use is over 90 %". Pure. */
export const sayCondition = (condition: SaidCondition): string => `${condition.title} is ${sayAsked(condition)}`;

/** "41 %". Pure. */
export function sayValue(value: number | string | boolean, unit: string): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "string") return `"${value}"`;
  return unit === "" ? String(value) : `${value} ${unit}`;
}
