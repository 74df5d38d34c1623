import type { Token } from "../text/token.ts";
import { WEEKEND, WORKDAYS } from "./calendar-words.ts";
import type { TimeFacts, TimePiece } from "./time-facts.ts";

export const PARTS = ["morning", "afternoon", "evening", "night", "noon", "midnight"];

/** Said in the plural a part of the day is a habit. */
export const MANY_PARTS: Readonly<Record<string, string>> = Object.assign(Object.create(null), {
  mornings: "morning",
  afternoons: "afternoon",
  evenings: "evening",
  nights: "night",
  weeknights: "night",
});

const ONE_WORD: Readonly<Record<string, readonly number[]>> = Object.assign(Object.create(null), {
  weekday: WORKDAYS,
  weekdays: WORKDAYS,
  workday: WORKDAYS,
  workdays: WORKDAYS,
  weekend: WEEKEND,
  weekends: WEEKEND,
});

/** "weekday", "working days", "business day", "weekends" */
export function dayGroup(tokens: readonly Token[], at: number) {
  const word = tokens[at]?.text ?? "";
  const one = ONE_WORD[word];
  if (one) {
    const day = word === "weekend" && /^days?$/.test(tokens[at + 1]?.text ?? "");
    return { weekdays: one, end: day ? at + 2 : at + 1, plural: word.endsWith("s") || day };
  }
  if (word !== "working" && word !== "business" && word !== "week" && word !== "work") return undefined;
  const second = tokens[at + 1]?.text;
  return second === "day" || second === "days"
    ? { weekdays: WORKDAYS, end: at + 2, plural: second === "days" }
    : undefined;
}

/** "monday morning": the part of the day may follow. */
export function withPart(tokens: readonly Token[], at: number, facts: TimeFacts): TimePiece {
  const word = tokens[at]?.text ?? "";
  const inThe = word === "in" && tokens[at + 1]?.text === "the";
  const part = inThe ? (tokens[at + 2]?.text ?? "") : word;
  return PARTS.includes(part) ? partPiece(part, inThe ? at + 3 : at + 1, facts) : { end: at, facts };
}

/** A part of the day beside other facts; what it stands for is decided when all is known. */
export function partPiece(part: string, end: number, facts: TimeFacts): TimePiece {
  return { end, facts: { ...facts, part } };
}
