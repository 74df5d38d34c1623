import type { Token } from "../text/token.ts";
import { weekdaysAt } from "./calendar-lists.ts";
import { weekdayWord } from "./calendar-words.ts";
import { clocksAt } from "./clock.ts";
import { boundAt, dateAt, daysAhead, midnightOf } from "./dates.ts";
import { durationAt, numberAt } from "./durations.ts";
import { partPiece } from "./habit-days.ts";
import type { TimePiece, TimeSetting } from "./time-facts.ts";
import { zoneAt } from "./zones.ts";

type Element = (tokens: readonly Token[], at: number, setting: TimeSetting) => TimePiece | undefined;

const DAY_MS = 86_400_000;

/** `on the rule "FREQ=WEEKLY;BYDAY=MO"`: RFC 5545 as it stands, for what has no words. */
export const ruleText: Element = (tokens, at) => {
  const words = [0, 1, 2].map((offset) => tokens[at + offset]?.text ?? "").join(" ");
  const token = words === "on the rule" ? tokens[at + 3] : undefined;
  const isRule = token?.kind === "quoted" && /^FREQ=[A-Z]{5,8}(?:;[A-Z]{2,12}=[\w,+-]{1,200}){0,12}$/.test(token.raw);
  return isRule ? { end: at + 4, facts: { rrule: token.raw } } : undefined;
};

export const cronText: Element = (tokens, at) => {
  let lead = /^(?:with|on|using)$/.test(tokens[at]?.text ?? "") ? at + 1 : at;
  while (lead < at + 4 && /^(?:the|a|this|cron|schedule|crontab)$/.test(tokens[lead]?.text ?? "")) lead += 1;
  const token = tokens[lead];
  return token?.kind === "cron" ? { end: lead + 1, facts: { cron: token.raw.replace(/ +/g, " ") } } : undefined;
};

export const rightNow: Element = (tokens, at) => {
  const word = tokens[at]?.text;
  // "not now" says when not; what is said beside it says when.
  if (tokens[at - 1]?.text === "not") return undefined;
  if (word === "right" && tokens[at + 1]?.text === "now") return { end: at + 2, facts: { now: true } };
  return word === "now" || word === "immediately" || word === "asap"
    ? { end: at + 1, facts: { now: true } }
    : undefined;
};

/** "in 20 minutes", "after an hour", "2 hours from now", "in 3 days", "in 5". */
export const delay: Element = (tokens, at, { nowWall }) => {
  const word = tokens[at]?.text;
  const led = word === "in" || word === "after";
  const from = led ? at + 1 : at;
  const span = durationAt(tokens, from);
  if (!span) return word === "in" ? bareMinutes(tokens, from) : undefined;
  const later = afterLater(tokens, span.end);
  if (!led && later === span.end) return undefined;
  const days = daysAhead(tokens, from);
  if (days?.end === span.end && tokens[later]?.text === "at") {
    return { end: later, facts: { date: midnightOf(nowWall) + days.days * DAY_MS } };
  }
  return { end: later, facts: { delayMs: span.ms } };
};

/** After "from now" or "later". */
function afterLater(tokens: readonly Token[], at: number): number {
  if (tokens[at]?.text === "from" && tokens[at + 1]?.text === "now") return at + 2;
  return tokens[at]?.text === "later" ? at + 1 : at;
}

function bareMinutes(tokens: readonly Token[], at: number): TimePiece | undefined {
  const number = tokens[at]?.kind === "number" ? numberAt(tokens, at) : undefined;
  const next = number && tokens[number.end];
  if (!number || (next && next.kind !== "stop" && next.text !== "please")) return undefined;
  return {
    end: number.end,
    facts: { delayMs: number.value * 60_000 },
    assumed: [`in ${number.value} = in ${number.value} minutes`],
  };
}

/** "at 9", "at 9am and 5pm", "17:30", "noon". A bare number needs "at". */
export const times: Element = (tokens, at, setting) => {
  const led = tokens[at]?.text === "at" || tokens[at]?.text === "@" || tokens[at]?.text === "around";
  const found = clocksAt(tokens, led ? at + 1 : at, setting, led);
  if (!found) return undefined;
  const assumed = found.flatMap(({ bare, time }) =>
    bare === true && time.hour >= 1 && time.hour <= 6
      ? [`${time.hour} = ${String(time.hour).padStart(2, "0")}:00, read as 24 hours`]
      : [],
  );
  return {
    end: found.at(-1)?.end ?? at,
    facts: { times: found.map(({ time }) => time) },
    ...(assumed.length > 0 && { assumed }),
  };
};

const PARTS = ["morning", "afternoon", "evening", "night"];

/** "today", "tomorrow morning", "tonight", "this evening", "in the morning", "on 24 Dec", "at the end of the month". */
export const day: Element = (tokens, at, setting) => {
  const part = partOnly(tokens, at, setting) ?? endOfMonth(tokens, at, setting);
  if (part) return part;
  const found = dateAt(tokens, tokens[at]?.text === "on" ? at + 1 : at, setting);
  if (!found) return undefined;
  const facts = {
    date: found.date,
    ...(found.said && { dateSaid: found.said }),
    ...(found.time && { times: [found.time] }),
  };
  const word = tokens[found.end]?.text ?? "";
  return PARTS.includes(word) ? partPiece(word, found.end + 1, facts) : { end: found.end, facts };
};

/** "tonight", "this evening", "in the morning", "at night". */
function partOnly(tokens: readonly Token[], at: number, setting: TimeSetting): TimePiece | undefined {
  const [word = "", second = "", third = ""] = [0, 1, 2].map((offset) => tokens[at + offset]?.text);
  const today = { date: midnightOf(setting.nowWall) };
  if (word === "tonight") return partPiece("night", at + 1, today);
  if (word === "this" && PARTS.includes(second)) return partPiece(second, at + 2, today);
  if (word === "in" && second === "the" && PARTS.includes(third)) return partPiece(third, at + 3, {});
  return word === "at" && second === "night" ? partPiece("night", at + 2, {}) : undefined;
}

function endOfMonth(tokens: readonly Token[], at: number, setting: TimeSetting): TimePiece | undefined {
  const from = tokens[at]?.text === "at" ? at + 1 : at;
  const words = tokens
    .slice(from, from + 5)
    .map((one) => one.text)
    .join(" ");
  const [found] = /^(?:the )?end of (?:the|this) month/.exec(words) ?? [];
  if (found === undefined) return undefined;
  const bound = boundAt(tokens, from, setting) ?? boundAt(tokens, from + 1, setting);
  return bound && { end: bound.end, facts: { date: bound.date - DAY_MS } };
}

/** "next friday", "on friday", "this monday morning". */
export const namedDay: Element = (tokens, at, _setting) => {
  const word = tokens[at]?.text ?? "";
  const lead = /^(?:next|this|on|coming|upcoming)$/.test(word) ? at + 1 : at;
  const second = word === "on" && /^(?:next|this|the)$/.test(tokens[lead]?.text ?? "") ? lead + 1 : lead;
  const found = weekdayWord(tokens[second]?.text);
  const name = tokens[second]?.text ?? "";
  if (!found || found.plural || weekdaysAt(tokens, second)?.end !== second + 1) return undefined;
  if (second === at && name.length < 5) return undefined;
  const facts = { dayNamed: { weekday: found.weekday, skipWeeks: 0 } };
  const part = tokens[second + 1]?.text ?? "";
  return PARTS.includes(part) ? partPiece(part, second + 2, facts) : { end: second + 1, facts };
};

export const zone: Element = (tokens, at) => {
  const found = zoneAt(tokens, at);
  return found && { end: found.end, facts: { tz: found.tz }, needsHabit: true };
};
