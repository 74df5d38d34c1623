import { type WallMs, wallFields, wallFromText } from "../../core/kernel/wall-time.ts";
import { monthName } from "../time/calendar-words.ts";

const two = (value: number): string => String(value).padStart(2, "0");

export const sayClock = (hour: number, minute: number): string => `${two(hour)}:${two(minute)}`;

/** "24 December 2026" */
export function sayDate(wall: WallMs): string {
  const { year, month, day } = wallFields(wall);
  return `${day} ${monthName(month)} ${year}`;
}

/** "on 24 December 2026 at 12:00"; with an empty lead a midnight is only its day. */
export function sayMoment(text: string, lead?: string): string {
  const wall = wallFromText(text);
  if (wall === undefined) return text;
  const { hour, minute, second } = wallFields(wall);
  const seconds = second === 0 ? "" : `:${two(second)}`;
  const midnight = lead === "" && hour === 0 && minute === 0 && second === 0;
  return `${lead ?? ""} ${sayDate(wall)}${midnight ? "" : ` at ${sayClock(hour, minute)}${seconds}`}`.trim();
}

/** "a", "a and b", "a, b and c" */
export function sayList(items: readonly string[]): string {
  return items.length < 2 ? (items[0] ?? "") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}

const ORDINALS: Readonly<Record<number, string>> = { 1: "st", 2: "nd", 3: "rd" };

/** 1 -> "1st", 12 -> "12th" */
export function sayOrdinal(value: number): string {
  const teen = value % 100 > 10 && value % 100 < 14;
  return `${value}${(teen ? undefined : ORDINALS[value % 10]) ?? "th"}`;
}
