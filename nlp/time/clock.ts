import { numberWord } from "../text/number-words.ts";
import type { Token } from "../text/token.ts";
import type { DayTime, TimeSetting } from "./time-facts.ts";

export interface ClockFound {
  readonly time: DayTime;
  readonly end: number;
  /** A bare number was read on the 24 hour clock. */
  readonly bare?: boolean;
}

/** "17:30", "5pm", "5 p.m.", "noon", "half past 7", "quarter to 9", "9 in the evening", "7 o'clock" at `at`. */
export function clockAt(
  tokens: readonly Token[],
  at: number,
  setting: TimeSetting,
  allowBare: boolean,
): ClockFound | undefined {
  const found = wordClock(tokens, at, setting) ?? pastClock(tokens, at) ?? digitClock(tokens, at, allowBare);
  return found && inPartOfDay(tokens, found);
}

function wordClock(tokens: readonly Token[], at: number, setting: TimeSetting): ClockFound | undefined {
  const word = tokens[at]?.text;
  if (word === "noon" || word === "midday") return { time: { hour: 12, minute: 0 }, end: at + 1 };
  if (word === "midnight") return { time: { hour: 0, minute: 0 }, end: at + 1 };
  if (word === "lunchtime" && setting.dayParts["noon"]) return { time: setting.dayParts["noon"], end: at + 1 };
  return undefined;
}

/** Minutes relative to the hour that follows. */
const PARTS: Readonly<Record<string, number>> = { half: 30, quarter: 15 };

function pastClock(tokens: readonly Token[], at: number): ClockFound | undefined {
  const first = tokens[at]?.text === "a" ? at + 1 : at;
  const word = tokens[first]?.text ?? "";
  const minutes = PARTS[word] ?? tokens[first]?.value ?? numberWord(word);
  const afterUnit = tokens[first + 1]?.text.startsWith("minute") ? first + 2 : first + 1;
  const relation = tokens[afterUnit]?.text;
  if (
    minutes === undefined ||
    minutes > 59 ||
    !(minutes % 5 === 0 || afterUnit > first + 1) ||
    (relation !== "past" && relation !== "to")
  )
    return undefined;
  const hour = hourOf(tokens[afterUnit + 1]);
  if (hour === undefined) return undefined;
  const total = (hour * 60 + (relation === "past" ? minutes : -minutes) + 1440) % 1440;
  const time = { hour: Math.floor(total / 60), minute: total % 60 };
  return withMeridiem(tokens, { time, end: afterUnit + 2, bare: true });
}

function hourOf(token: Token | undefined): number | undefined {
  const hour = token?.kind === "number" ? token.value : numberWord(token?.text ?? "");
  return hour !== undefined && Number.isInteger(hour) && hour >= 0 && hour <= 24 ? hour % 24 : undefined;
}

function digitClock(tokens: readonly Token[], at: number, allowBare: boolean): ClockFound | undefined {
  const token = tokens[at];
  if (token?.kind === "clock") return writtenClock(tokens, token, at);
  const hour = hourOf(token);
  if (hour === undefined || token === undefined) return undefined;
  const bare = withMeridiem(tokens, { time: { hour, minute: 0 }, end: at + 1, bare: true });
  if (!bare.bare) return bare;
  if (/^o'?clock$/.test(tokens[at + 1]?.text ?? "")) return withMeridiem(tokens, { ...bare, end: at + 2 });
  return allowBare ? bare : undefined;
}

function writtenClock(tokens: readonly Token[], token: Token, at: number): ClockFound | undefined {
  const [, hours = "", minutes = "0", half = ""] = /^(\d{1,2})[:.h]?(\d\d)?(?::\d\d)?\s?([ap])?/.exec(token.text) ?? [];
  const hour = Number(hours) % 24;
  const found = { time: { hour, minute: Number(minutes) }, end: at + 1 };
  if (half === "") return withMeridiem(tokens, found);
  return { ...found, time: { hour: (hour % 12) + (half === "p" ? 12 : 0), minute: Number(minutes) } };
}

/** A following "pm" or "p.m." as a word of its own. */
function withMeridiem(tokens: readonly Token[], found: ClockFound): ClockFound {
  const half = /^([ap])\.?m\.?$/.exec(tokens[found.end]?.text ?? "")?.[1];
  if (half === undefined || found.time.hour > 12) return found;
  const hour = (found.time.hour % 12) + (half === "p" ? 12 : 0);
  return { time: { hour, minute: found.time.minute }, end: found.end + 1 };
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
    if (!more || isCounted(tokens, more)) return found;
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
