import type { Token } from "../text/token.ts";
import { type ClockFound, digitClock, wordsClock } from "./clock-digits.ts";
import { underHundred } from "./moments/numbers.ts";
import type { TimeSetting } from "./time-facts.ts";

/** "17:30", "5pm", "5 p.m.", "noon", "half past 7", "quarter to 9", "9 in the evening", "7 o'clock" at `at`. */
export function clockAt(
  tokens: readonly Token[],
  at: number,
  setting: TimeSetting,
  allowBare: boolean,
): ClockFound | undefined {
  const found = plainClockAt(tokens, at, setting, allowBare);
  return found && inPartOfDay(tokens, found);
}

/** The same without a part of the day behind it. */
export function plainClockAt(
  tokens: readonly Token[],
  at: number,
  setting: TimeSetting,
  allowBare: boolean,
): ClockFound | undefined {
  const token = tokens[at];
  if (!token || token.kind === "quoted") return undefined;
  return (
    pastClock(tokens, at, setting) ??
    wordClock(tokens, at, setting) ??
    wordsClock(tokens, at, allowBare) ??
    digitClock(tokens, at, allowBare)
  );
}

const MIDDLES: Readonly<Record<string, number>> = {
  night: 0,
  midnight: 0,
  day: 12,
  midday: 12,
  noon: 12,
  morning: 10,
  midmorning: 10,
  afternoon: 14,
  midafternoon: 14,
};

function wordClock(tokens: readonly Token[], at: number, { dayParts }: TimeSetting): ClockFound | undefined {
  const lead = tokens[at]?.text === "12" || tokens[at]?.text === "twelve" ? at + 1 : at;
  const word = tokens[lead]?.text ?? "";
  const middle = word === "mid" ? (tokens[lead + 1]?.text ?? "") : "";
  const named = /^(?:noon|noonish|mid(?:day|night|morning|afternoon))$/.test(word) ? word.replace("ish", "") : middle;
  const hour = MIDDLES[named];
  const end = ishEnd(tokens, middle === "" ? lead + 1 : lead + 2);
  if (hour !== undefined && (lead === at || /noon|night/.test(named)))
    return { time: { hour, minute: 0 }, end, hourOnly: true };
  return word === "lunchtime" && lead === at && dayParts["noon"] ? { time: dayParts["noon"], end: at + 1 } : undefined;
}

/** After "ish": no different from the hour itself. */
const ishEnd = (tokens: readonly Token[], at: number): number => (tokens[at]?.text === "ish" ? at + 1 : at);

interface Minutes {
  readonly value: number;
  readonly end: number;
  /** Digits without "minutes": "10 to 5" may be a range. */
  readonly weak?: boolean;
}

/** "half", "a quarter", "three quarters", "20", "20 minutes", "thirty six mins" */
function minutesAt(tokens: readonly Token[], at: number): Minutes | undefined {
  const first = tokens[at]?.text === "a" ? at + 1 : at;
  const word = tokens[first]?.text ?? "";
  if (word === "half") return { value: 30, end: first + 1 };
  if (word === "quarter") return { value: 15, end: first + 1 };
  const token = tokens[first];
  const number =
    token?.kind === "number" && token.value !== undefined
      ? { value: token.value, end: first + 1 }
      : underHundred(tokens, first);
  if (!number || !Number.isInteger(number.value) || number.value > 59) return undefined;
  const next = tokens[number.end]?.text ?? "";
  if (next === "quarters" && number.value <= 3) return { value: number.value * 15, end: number.end + 1 };
  return /^min(?:ute)?s?$/.test(next)
    ? { value: number.value, end: number.end + 1 }
    : { ...number, weak: token?.kind === "number" || number.value % 5 !== 0 };
}

const DIRECTION: Readonly<Record<string, number>> = { past: 1, after: 1, to: -1, before: -1, till: -1 };

function pastClock(tokens: readonly Token[], at: number, setting: TimeSetting): ClockFound | undefined {
  const minutes = minutesAt(tokens, at);
  const relation = minutes && tokens[minutes.end]?.text;
  const sign = DIRECTION[relation ?? ""];
  if (!minutes || sign === undefined || isRange(tokens, at, minutes, relation)) return undefined;
  const hour =
    tokens[minutes.end + 1]?.text === "the" ? undefined : plainClockAt(tokens, minutes.end + 1, setting, true);
  if (!hour || (hour.time.minute !== 0 && minutes.weak)) return undefined;
  const total = (hour.time.hour * 60 + hour.time.minute + sign * minutes.value + 1440) % 1440;
  return {
    ...hour,
    time: { hour: Math.floor(total / 60), minute: total % 60 },
    hourOnly: false,
    ...(!minutes.weak && { spelled: true }),
  };
}

/** "from 10 to 5" is a stretch, and "5 after 3" counts something else. */
function isRange(tokens: readonly Token[], at: number, minutes: Minutes, relation: string | undefined): boolean {
  if (!minutes.weak) return relation === "till" || (minutes.value % 15 !== 0 && relation === "before");
  if (relation !== "past" && relation !== "to") return true;
  return minutes.value % 5 !== 0 || /^(?:from|between|-)$/.test(tokens[at - 1]?.text ?? "");
}

/** "6 in the evening" is 18:00. */
function inPartOfDay(tokens: readonly Token[], found: ClockFound): ClockFound {
  const { end, time } = found;
  const words = [0, 1, 2].map((offset) => tokens[end + offset]?.text);
  const inThe = words[0] === "in" && words[1] === "the";
  const part = inThe ? words[2] : words[0] === "at" && words[1] === "night" ? "night" : undefined;
  const length = inThe ? 3 : 2;
  if (part === "morning") return { time, end: end + length };
  if (part !== "evening" && part !== "afternoon" && part !== "night") return found;
  const late = time.hour < 12 && !(part === "night" && time.hour < 5);
  return { time: { hour: late ? time.hour + 12 : time.hour, minute: time.minute }, end: end + length };
}

/** "9 and 17", "9am, 12pm and 10pm": more times of one list. */
export function clocksAt(tokens: readonly Token[], at: number, setting: TimeSetting, allowBare: boolean) {
  const first = clockAt(tokens, at, setting, allowBare);
  if (!first) return undefined;
  const found = [first];
  for (;;) {
    const end = found.at(-1)?.end ?? at;
    let next = end;
    if (tokens[next]?.kind === "comma") next += 1;
    if (tokens[next]?.text === "and") next += 1;
    if (tokens[next]?.text === "at") next += 1;
    const more = next > end ? clockAt(tokens, next, setting, allowBare) : undefined;
    // Who has said three numbers lists times; the second one may still count something.
    if (!more || (found.length < 2 && isCounted(tokens, more))) return found;
    found.push(more);
  }
}

/** "at 9 and 3 machines": the second number counts something. */
function isCounted(tokens: readonly Token[], found: ClockFound): boolean {
  const next = tokens[found.end];
  return (
    found.bare === true &&
    next !== undefined &&
    next.kind === "word" &&
    !/^(?:on|every|each|and|daily|in|from|utc|gmt)$/.test(next.text)
  );
}
