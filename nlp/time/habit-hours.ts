import type { Token } from "../text/token.ts";
import { monthsAt } from "./calendar-lists.ts";
import { clockAt } from "./clock.ts";
import { dayNumbers } from "./month-elements.ts";
import type { TimePiece, TimeSetting } from "./time-facts.ts";

type Element = (tokens: readonly Token[], at: number, setting: TimeSetting) => TimePiece | undefined;

/** "at minute 15", "at 15 minutes past the hour", "on the hour". */
export const minuteOfHour: Element = (tokens, at) => {
  const words = [0, 1, 2].map((offset) => tokens[at + offset]?.text ?? "");
  if (words.join(" ") === "on the hour") return { end: at + 3, facts: { minutes: [0] }, needsHabit: true };
  if (words[0] !== "at") return undefined;
  return words[1] === "minute" ? hourlyAt(tokens[at + 2]?.value, at + 3) : pastTheHour(tokens, at + 1);
};

const hourlyAt = (minute: number | undefined, end: number): TimePiece | undefined =>
  minute !== undefined && minute < 60
    ? { end, facts: { rhythm: { every: 1, unit: "hour" }, minutes: [minute] } }
    : undefined;

const PART_OF_HOUR: Readonly<Record<string, number>> = { half: 30, quarter: 15 };

function pastTheHour(tokens: readonly Token[], at: number): TimePiece | undefined {
  const minute = PART_OF_HOUR[tokens[at]?.text ?? ""] ?? tokens[at]?.value;
  const past = tokens[at + 1]?.text.startsWith("minute") ? at + 2 : at + 1;
  const words = [0, 1, 2].map((offset) => tokens[past + offset]?.text ?? "").join(" ");
  return /^past (?:the|every|each) hour$/.test(words) ? hourlyAt(minute, past + 3) : undefined;
}

/** "between 9 and 5", "from 9am to 5pm", "during business hours", "9-17". */
export const window: Element = (tokens, at, setting) => {
  const word = tokens[at]?.text ?? "";
  const business =
    ["business", "working", "office", "work"].includes(tokens[at + 1]?.text ?? "") && tokens[at + 2]?.text === "hours";
  if ((word === "during" || word === "in") && business) {
    const facts = { window: { from: { hour: 9, minute: 0 }, to: { hour: 17, minute: 0 } }, weekdays: [1, 2, 3, 4, 5] };
    return { end: at + 3, facts, assumed: ["business hours = 09:00-17:00, Monday to Friday"], needsHabit: true };
  }
  if (word !== "between" && word !== "from") return undefined;
  const from = clockAt(tokens, at + 1, setting, true);
  const joint = from && tokens[from.end]?.text;
  if (!from || !/^(?:and|to|until|till|-|through)$/.test(joint ?? "")) return undefined;
  const to = clockAt(tokens, from.end + 1, setting, true);
  if (!to) return undefined;
  const early = to.bare === true && to.time.hour <= from.time.hour && to.time.hour <= 12;
  const end = early ? { hour: (to.time.hour + 12) % 24, minute: to.time.minute } : to.time;
  return { end: to.end, facts: { window: { from: from.time, to: end } }, needsHabit: true };
};

/** "in january", "between june and august", "during march". */
export const months: Element = (tokens, at) => {
  if (tokens[at]?.text === "on") return severalDays(tokens, at + 1);
  if (!/^(?:in|during|between|from)$/.test(tokens[at]?.text ?? "")) return undefined;
  const found = monthsAt(tokens, at + 1);
  return found && { end: found.end, facts: { months: found.months }, needsHabit: true };
};

/** "on december 21st and 31st", beside "every year". */
function severalDays(tokens: readonly Token[], at: number): TimePiece | undefined {
  const month = monthsAt(tokens, at);
  const days = month && dayNumbers(tokens, month.end);
  if (!days || days.days.length < 2) return undefined;
  return { end: days.end, facts: { months: month.months, monthDays: days.days }, needsHabit: true };
}
