import type { Token } from "../../text/token.ts";
import { clockAt, plainClockAt } from "../clock.ts";
import type { ClockFound } from "../clock-digits.ts";
import type { TimeSetting } from "../time-facts.ts";
import { type Around, type ClockPart, type Piece, type Reader, textAt } from "./phrase.ts";
import { HOUR, MINUTE, SECOND } from "./span.ts";

const clockPart = ({ time, second, hourOnly, halfOpen }: ClockFound, setting: TimeSetting): ClockPart => ({
  at: time.hour * HOUR + time.minute * MINUTE + (second ?? 0) * SECOND,
  grain: second !== undefined ? "second" : hourOnly ? "hour" : "minute",
  halfOpen: halfOpen === true && setting.clock24 !== true,
});

const ENDS_NUMBER =
  /^(?:at|on|in|to|and|or|until|till|through|for|from|after|before|this|next|last|with|around|is|was|by|please|then|so|but|if|today|tomorrow|tonight|yesterday|every|daily|morning|afternoon|evening|night|lunchtime|midnight|monday|tuesday|wednesday|thursday|friday|saturday|sunday|(?:mon|tue|wed|thu|fri|sat|sun)|tmr|tmrw|ish|sharp|approximately|circa|everyday|late|early|my|your|the|utc|gmt|cet|est|pst)$/;

/** A time of day; a bare number only where one is expected. */
export const clockWords: Reader = (tokens, at, setting, around) => {
  const open = around.said.date ? OPEN[textAt(tokens, at)] : undefined;
  if (open) return openClock(tokens, at + 1, setting, open);
  const found = plainClockAt(tokens, at, setting, true);
  if (!found || textAt(tokens, at) === "lunchtime") return undefined;
  const end = afterIsh(tokens, found.end);
  const letter = /^\d{1,2}[ap]$/.test(textAt(tokens, at)) && !around.clock && !isNear(around);
  if (letter) return { end, clock: clockPart(found, setting), weak: "number" };
  if (!found.bare || found.spelled) return { end, clock: clockPart(found, setting) };
  if (counts(tokens, end)) return undefined;
  if (/^\d{3,4}$/.test(textAt(tokens, at)) && !around.clock && around.said.part === undefined) return undefined;
  return { end, clock: clockPart(found, setting), ...bareness(tokens, at, found, around) };
};

/** Where nothing says that a bare number is a time of day, it waits for words that do. */
function bareness(tokens: readonly Token[], at: number, found: ClockFound, around: Around): Pick<Piece, "weak"> {
  const long = tokens[at]?.kind !== "number" && found.end > at + 1;
  const near = isNear(around) && (long || around.said.part !== undefined || isLast(tokens, found.end));
  if (around.clock || near) return {};
  const zero = long && /^(?:oh|o|ou|zero)$/.test(textAt(tokens, at + 1));
  return { weak: zero || textAt(tokens, found.end - 1) === "ish" ? "name" : "number" };
}

const isNear = ({ said: { part, date } }: Around): boolean =>
  part !== undefined || date?.grain === "day" || date?.clockDay !== undefined;

const OPEN: Readonly<Record<string, "before" | "after">> = {
  after: "after",
  since: "after",
  before: "before",
  until: "before",
  by: "before",
};

/** "tomorrow after 4pm" */
function openClock(
  tokens: readonly Token[],
  at: number,
  setting: TimeSetting,
  open: "before" | "after",
): Piece | undefined {
  const found = plainClockAt(tokens, at, setting, true);
  return found && !(found.bare && counts(tokens, found.end))
    ? { end: found.end, clock: clockPart(found, setting), open }
    : undefined;
}

const isLast = (tokens: readonly Token[], end: number): boolean => !tokens[end] || tokens[end]?.kind === "stop";

/** "at 9 machines": the number counts something. */
function counts(tokens: readonly Token[], end: number): boolean {
  const next = tokens[end];
  if (next?.kind === "comma") return tokens[end + 1]?.start === next.end && tokens[end - 1]?.end === next.start;
  if (!next || next.kind === "stop" || next.kind === "clock") return false;
  if (next.kind === "word") return !ENDS_NUMBER.test(next.text);
  return next.kind === "percent" || next.kind === "amount" || next.kind === "number";
}

const afterIsh = (tokens: readonly Token[], at: number): number =>
  /^(?:ish|sharp|approximately|exactly)$/.test(textAt(tokens, at)) ? at + 1 : at;

const JOINTS = new Set(["to", "-", "until", "untill", "till", "til", "through", "thru", "and"]);

/** "from 3 to 5pm", "between 9:30 and 11", "3-4pm", "8am until 6". */
export const clockRange: Reader = (tokens, at, setting, around) => {
  const lead = leadEnd(tokens, at);
  const first = clockAt(tokens, lead, setting, true);
  const joint = first && textAt(tokens, first.end);
  if (!first || joint === undefined || !JOINTS.has(joint)) return undefined;
  if (joint === "and" && textAt(tokens, lead - 1) !== "between") return undefined;
  const last = lastClock(tokens, first.end + 1, setting);
  if (!last || (last.bare && counts(tokens, last.end))) return undefined;
  if (
    /^(?:of|in|days?|hours?|minutes?)$/.test(textAt(tokens, last.end)) &&
    last.bare &&
    textAt(tokens, last.end) !== "in"
  )
    return undefined;
  const until = clockPart(last, setting);
  const bare = first.bare === true && last.bare === true;
  const sure = !bare || (lead > at && joint !== "-") || around.said.part !== undefined || around.clock;
  const end = afterIsh(tokens, last.end);
  return { end, clock: { ...clockPart(first, setting), until }, ...(!sure && { weak: "number" }) };
};

function lastClock(tokens: readonly Token[], at: number, setting: TimeSetting): ClockFound | undefined {
  return clockAt(tokens, textAt(tokens, at) === "at" ? at + 1 : at, setting, true);
}

/** After "from", "between", "in between". */
function leadEnd(tokens: readonly Token[], at: number): number {
  const from = textAt(tokens, at) === "in" ? at + 1 : at;
  return /^(?:from|between)$/.test(textAt(tokens, from)) ? from + 1 : at;
}
