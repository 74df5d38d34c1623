import type { Token } from "../text/token.ts";
import { afterJoint } from "./calendar-lists.ts";
import { numberListAt } from "./number-lists.ts";
import type { TimeFacts, TimePiece, TimeSetting } from "./time-facts.ts";

type Element = (tokens: readonly Token[], at: number, setting: TimeSetting) => TimePiece | undefined;

const HOURLY: TimeFacts = { rhythm: { every: 1, unit: "hour" } };
const PART_OF_HOUR: Readonly<Record<string, number>> = { half: 30, quarter: 15 };
const HOUR = /^(?:the|every|each) (?:half )?hour$/;

/**
 * "at minute 15", "at 0, 15 and 30 minutes past the hour", "at half past every hour", "every hour at :15", "on the hour",
 * "starting at 5 minutes past the hour", "at second 30" (which no schedule here can say).
 */
export const minuteOfHour: Element = (tokens, at) => {
  const [word = "", second = ""] = [tokens[at]?.text, tokens[at + 1]?.text];
  if (word === "starting" || word === "beginning") return firstMinute(tokens, second === "at" ? at + 2 : at + 1);
  if (word === "on" && second === "the") return onTheHour(tokens, at + 2);
  const from = word === "at" || word === "on" ? at + 1 : at;
  const noun = tokens[from]?.text ?? "";
  if (/^minutes?$/.test(noun)) return minuteList(tokens, from + 1);
  if (from > at && /^seconds?$/.test(noun)) return secondsAt(tokens, from + 1);
  if (tokens[at]?.kind === "number") return pastTheHour(tokens, at);
  return word === "at" ? atMinutes(tokens, from) : undefined;
};

const atMinutes = (tokens: readonly Token[], at: number): TimePiece | undefined =>
  topOfHour(tokens, tokens[at]?.text === "the" ? at + 1 : at) ?? colonMinutes(tokens, at) ?? pastTheHour(tokens, at);

/** "at the top of every hour" */
function topOfHour(tokens: readonly Token[], at: number): TimePiece | undefined {
  if (!/^(?:top|start|beginning)$/.test(tokens[at]?.text ?? "")) return undefined;
  const end = afterPast(tokens, at + 1);
  return end === undefined ? undefined : { end, facts: { ...HOURLY, minutes: [0] } };
}

/** "hour", "half hour" */
function onTheHour(tokens: readonly Token[], at: number): TimePiece | undefined {
  const word = tokens[at]?.text ?? "";
  const part = tokens[at + 1]?.text === "hour" ? PART_OF_HOUR[word] : undefined;
  if (part !== undefined) return { end: at + 2, facts: { minutes: [part] }, needsHabit: true };
  return word === "hour" ? { end: at + 1, facts: { minutes: [0] }, needsHabit: true } : undefined;
}

/** Schedules keep minutes, not seconds. */
function secondsAt(tokens: readonly Token[], at: number): TimePiece | undefined {
  const list = numberListAt(tokens, at, 0, 59);
  return list && { end: list.end, facts: { unclear: true } };
}

/** "15", "0, 15 and 30", "2 through 59", perhaps with "past the hour" */
function minuteList(tokens: readonly Token[], at: number): TimePiece | undefined {
  const list = numberListAt(tokens, at, 0, 59);
  return list && { end: afterPast(tokens, list.end) ?? list.end, facts: { ...HOURLY, minutes: list.values } };
}

/** After "past the hour" or "of every hour". */
function afterPast(tokens: readonly Token[], at: number): number | undefined {
  if (!/^(?:past|after|of)$/.test(tokens[at]?.text ?? "")) return undefined;
  const words = `${tokens[at + 1]?.text ?? ""} ${tokens[at + 2]?.text ?? ""}`;
  return HOUR.test(words) ? at + 3 : undefined;
}

/** "15 minutes past the hour", "2 and 4 through 5 minutes past every hour", "half past the hour", "quarter to every hour" */
function pastTheHour(tokens: readonly Token[], at: number): TimePiece | undefined {
  const first = tokens[at]?.text === "a" ? at + 1 : at;
  const part = PART_OF_HOUR[tokens[first]?.text ?? ""];
  const list = part === undefined ? numberListAt(tokens, first, 0, 59) : { values: [part], end: first + 1 };
  if (!list) return undefined;
  const past = tokens[list.end]?.text.startsWith("minute") ? list.end + 1 : list.end;
  const relation = tokens[past]?.text;
  const before = relation === "to" || relation === "before";
  if (!before && relation !== "past" && relation !== "after") return undefined;
  if (!HOUR.test(`${tokens[past + 1]?.text ?? ""} ${tokens[past + 2]?.text ?? ""}`)) return undefined;
  const minutes = before ? list.values.map((minute) => (60 - minute) % 60) : list.values;
  return { end: past + 3, facts: { ...HOURLY, minutes } };
}

/** "every 30 minutes, starting at 5 minutes past the hour" */
function firstMinute(tokens: readonly Token[], at: number): TimePiece | undefined {
  const minute = tokens[at]?.text === "minute" ? numberListAt(tokens, at + 1, 0, 59) : undefined;
  const facts = minute ? { ...HOURLY, minutes: minute.values } : pastTheHour(tokens, at)?.facts;
  const [first] = facts?.minutes ?? [];
  const end = minute?.end ?? pastTheHour(tokens, at)?.end;
  return first === undefined || end === undefined
    ? undefined
    : { end, facts: { firstMinute: first }, needsHabit: true };
}

/** ":15", ":00 and :30" */
function colonMinutes(tokens: readonly Token[], at: number): TimePiece | undefined {
  const minutes: number[] = [];
  let end = at;
  let next = at;
  for (;;) {
    const [, digits] = /^:(\d\d)$/.exec(tokens[next]?.text ?? "") ?? [];
    if (digits === undefined || Number(digits) > 59) break;
    minutes.push(Number(digits));
    end = next + 1;
    next = afterJoint(tokens, end);
    if (tokens[next]?.text === "at") next += 1;
  }
  return minutes.length === 0 ? undefined : { end, facts: { ...HOURLY, minutes } };
}
