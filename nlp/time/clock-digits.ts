import { numberWord } from "../text/number-words.ts";
import type { Token } from "../text/token.ts";
import { underHundred } from "./moments/numbers.ts";
import type { DayTime } from "./time-facts.ts";

export interface ClockFound {
  readonly time: DayTime;
  readonly end: number;
  /** A bare number was read on the 24 hour clock. */
  readonly bare?: boolean;
  /** Said only to the hour: "3pm", "at 8". */
  readonly hourOnly?: boolean;
  readonly second?: number;
  /** Neither am nor pm was said, so that 12 hours later may be meant. */
  readonly halfOpen?: boolean;
  /** "half past", "o'clock": can be nothing but a time of day. */
  readonly spelled?: boolean;
}

const word = (tokens: readonly Token[], at: number): string => tokens[at]?.text ?? "";

/** "17:30", "5pm", "5 p.m.", "8.30 pm", "1140 am", "7 o'clock", "10 h 10"; a bare number where it is allowed. */
export function digitClock(tokens: readonly Token[], at: number, allowBare: boolean): ClockFound | undefined {
  const token = tokens[at];
  if (token?.kind === "clock") return writtenClock(tokens, token, at);
  if (token?.kind === "amount") return hourLetter(tokens, token, at, allowBare);
  if (token?.kind === "number" && /^\d{3,4}$|\./.test(token.text)) return gluedDigits(tokens, token, at, allowBare);
  const hour = hourOf(token);
  return hour === undefined ? undefined : fromHour(tokens, at, hour, allowBare);
}

function fromHour(tokens: readonly Token[], at: number, hour: number, allowBare: boolean): ClockFound | undefined {
  const found: ClockFound = { time: { hour, minute: 0 }, end: at + 1, bare: true, ...open(hour), hourOnly: true };
  const bare = withHalf(tokens, found);
  if (!bare.bare) return bare;
  const next = word(tokens, at + 1);
  const oClock = /^o'?clock$/.test(next)
    ? at + 2
    : next === "o" && word(tokens, at + 2) === "clock"
      ? at + 3
      : undefined;
  if (oClock !== undefined) return withHalf(tokens, { ...found, end: oClock, spelled: true });
  if (next === "ish") return withHalf(tokens, { ...found, end: at + 2 });
  if (next === "ampm") return { ...found, end: at + 2 };
  const minute = next === "h" ? minuteOf(tokens[at + 2]) : undefined;
  if (minute !== undefined) return withHalf(tokens, { time: { hour, minute }, end: at + 3, ...open(hour) });
  if (!allowBare) return undefined;
  return twoNumbers(tokens, at, hour) ?? bare;
}

/** "at 3 15" */
function twoNumbers(tokens: readonly Token[], at: number, hour: number): ClockFound | undefined {
  const minute =
    tokens[at]?.kind === "number" && tokens[at + 1]?.text.length === 2 ? minuteOf(tokens[at + 1]) : undefined;
  if (minute === undefined || /^(?:to|-|of|minutes?|[a-z]{3,9})$/.test(word(tokens, at + 2))) return undefined;
  return withHalf(tokens, { time: { hour, minute }, end: at + 2, bare: true, ...open(hour) });
}

const minuteOf = (token: Token | undefined): number | undefined =>
  token?.kind === "number" && Number.isInteger(token.value) && (token.value ?? 60) < 60 ? token.value : undefined;

/** Without am or pm, an hour up to 12 may be 12 hours later. */
const open = (hour: number) => (hour >= 1 && hour <= 12 ? { halfOpen: true } : {});

function hourOf(token: Token | undefined): number | undefined {
  const hour = token?.kind === "number" ? token.value : token?.kind === "word" ? numberWord(token.text) : undefined;
  return hour !== undefined && Number.isInteger(hour) && hour >= 0 && hour <= 24 ? hour % 24 : undefined;
}

function writtenClock(tokens: readonly Token[], token: Token, at: number): ClockFound {
  const [, hours = "", minutes, seconds, half] = /^(\d{1,2})[:.h]?(\d\d)?(?::(\d\d))?\s?([ap])?/.exec(token.text) ?? [];
  const hour = Number(hours) % 24;
  const found: ClockFound = {
    time: { hour, minute: Number(minutes ?? 0) },
    end: at + 1,
    ...(minutes === undefined && { hourOnly: true }),
    ...(seconds !== undefined && { second: Number(seconds) }),
    ...(!hours.startsWith("0") && !token.text.includes("h") && open(hour)),
  };
  return half === undefined ? withHalf(tokens, found) : halved(found, half, at + 1);
}

/** "16h": the hour, where a clock is expected. */
function hourLetter(tokens: readonly Token[], token: Token, at: number, allowBare: boolean): ClockFound | undefined {
  const [, digits = ""] = /^(\d{1,2})h$/.exec(token.text) ?? [];
  if (digits === "" || Number(digits) > 24 || !allowBare) return undefined;
  return withHalf(tokens, { time: { hour: Number(digits) % 24, minute: 0 }, end: at + 1, bare: true });
}

/** "1140 am", "815", "8.30 pm": an hour and two digits of minutes. */
function gluedDigits(tokens: readonly Token[], token: Token, at: number, allowBare: boolean): ClockFound | undefined {
  const [, hours = "", minutes = ""] = /^(\d{1,2})\.?([0-5]\d)$/.exec(token.text) ?? [];
  const hour = Number(hours);
  if (hours === "" || hour > 24) return undefined;
  const found: ClockFound = {
    time: { hour: hour % 24, minute: Number(minutes) },
    end: at + 1,
    bare: true,
    ...open(hour),
  };
  const half = withHalf(tokens, found);
  const year = /^(?:19|20)\d\d$/.test(token.text) && !/^(?:at|@)$/.test(word(tokens, at - 1));
  return (allowBare && !year) || !half.bare ? half : undefined;
}

/** A following "pm", "p.m." or "p m" as a word of its own; "in the am". */
function withHalf(tokens: readonly Token[], found: ClockFound): ClockFound {
  const inThe = word(tokens, found.end) === "in" && word(tokens, found.end + 1) === "the" ? 2 : 0;
  const at = found.end + inThe;
  const half = /^([ap])\.?m\.?$/.exec(word(tokens, at))?.[1];
  if (half !== undefined) return found.time.hour > 12 && half === "a" ? found : halved(found, half, at + 1);
  const letter = inThe === 0 ? /^([ap])\.?$/.exec(word(tokens, at))?.[1] : undefined;
  const dot = word(tokens, at + 1) === "." ? at + 2 : at + 1;
  if (letter === undefined || word(tokens, dot) !== "m") return found;
  return halved(found, letter, word(tokens, dot + 1) === "." ? dot + 2 : dot + 1);
}

function halved({ time, second, hourOnly }: ClockFound, half: string, end: number): ClockFound {
  const hour = time.hour > 12 ? time.hour : (time.hour % 12) + (half === "p" ? 12 : 0);
  return {
    time: { hour, minute: time.minute },
    end,
    ...(second !== undefined && { second }),
    ...(hourOnly && { hourOnly }),
  };
}

/** "ten thirty", "eight forty am", "twelve oh three", "six forty-three minutes"; with nothing beside it only where allowed. */
export function wordsClock(tokens: readonly Token[], at: number, allowBare: boolean): ClockFound | undefined {
  const hour = tokens[at]?.kind === "word" ? numberWord(word(tokens, at)) : undefined;
  if (hour === undefined || hour < 1 || hour > 24) return undefined;
  const zero = /^(?:oh|o|ou|zero)$/.test(word(tokens, at + 1));
  const minutes = underHundred(tokens, zero ? at + 2 : at + 1);
  if (!minutes || minutes.value > 59 || (minutes.value < 10 && !zero)) return undefined;
  const end = /^min(?:ute)?s?$/.test(word(tokens, minutes.end)) ? minutes.end + 1 : minutes.end;
  const found = { time: { hour: hour % 24, minute: minutes.value }, end, bare: true, ...open(hour) };
  const half = withHalf(tokens, found);
  return half.bare && !allowBare ? undefined : half;
}
