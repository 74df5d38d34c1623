import type { Token } from "../text/token.ts";
import { monthsAt, weekdaysAt } from "./calendar-lists.ts";
import { dateAt } from "./dates.ts";
import { dayGroup } from "./habit-days.ts";
import { numberListAt } from "./number-lists.ts";
import type { TimePiece, TimeSetting } from "./time-facts.ts";

type Element = (tokens: readonly Token[], at: number, setting: TimeSetting) => TimePiece | undefined;

/**
 * "except on weekends", "but not on fridays", "excluding december", "except the 13th". A single date cannot be left out
 * of a schedule: then the person is asked.
 */
export const without: Element = (tokens, at, setting) => {
  const lead = afterExcept(tokens, at);
  if (lead === undefined) return undefined;
  const from = afterLeads(tokens, lead);
  const days = dayGroup(tokens, from) ?? weekdaysAt(tokens, from);
  const date = dateAt(tokens, from, setting);
  if (date) return { end: date.end, facts: { unclear: true }, needsHabit: true };
  if (days) return { end: days.end, facts: { without: days.weekdays }, needsHabit: true };
  const months = monthsAt(tokens, from);
  if (months) return { end: months.end, facts: { withoutMonths: months.months }, needsHabit: true };
  if (/^holidays?$/.test(tokens[from]?.text ?? ""))
    return { end: from + 1, facts: { unclear: true }, needsHabit: true };
  const list = numberListAt(tokens, from, 1, 31);
  return list?.ordinal ? { end: list.end, facts: { withoutDays: list.values }, needsHabit: true } : undefined;
};

function afterExcept(tokens: readonly Token[], at: number): number | undefined {
  const [word = "", second = ""] = [tokens[at]?.text, tokens[at + 1]?.text];
  if (/^(?:except|excluding|but|without)$/.test(word) && !/^(?:not|never)$/.test(second)) return at + 1;
  if (word === "other" && second === "than") return at + 2;
  return (word === "but" || word === "and") && /^(?:not|never)$/.test(second) ? at + 2 : undefined;
}

function afterLeads(tokens: readonly Token[], at: number): number {
  const next = /^(?:for|on|in|during|every|each)$/.test(tokens[at]?.text ?? "") ? at + 1 : at;
  return /^(?:the|on|every|each)$/.test(tokens[next]?.text ?? "") ? next + 1 : next;
}
