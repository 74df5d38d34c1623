import type { Token } from "../../text/token.ts";
import type { TimeSetting } from "../time-facts.ts";
import { fixedDay } from "./day-words.ts";
import { type DayPart, type Piece, type Reader, textAt } from "./phrase.ts";
import { HOUR } from "./span.ts";

/** "after lunch" is a part of the day, not an open end. */
export const isAfterPart = (tokens: readonly Token[], at: number): boolean =>
  textAt(tokens, at) === "after" && Object.hasOwn(AFTER, textAt(tokens, at + 1));

/** From and to in hours of the day. Suites and people disagree; answers show what was assumed. */
const PARTS: Readonly<Record<string, readonly [number, number]>> = {
  morning: [0, 12],
  mornings: [0, 12],
  afternoon: [12, 19],
  afternoonish: [12, 19],
  evening: [18, 24],
  night: [18, 24],
  nighttime: [18, 24],
  daytime: [8, 18],
  lunch: [12, 14],
  lunchtime: [12, 14],
};
const EARLY: Readonly<Record<string, readonly [number, number]>> = {
  "early morning": [0, 9],
  "late night": [21, 24],
  "late evening": [21, 24],
  "late tonight": [21, 24],
  "late afternoon": [16, 19],
  "late morning": [9, 12],
  "early afternoon": [12, 15],
  "early evening": [18, 21],
};
const AFTER: Readonly<Record<string, readonly [number, number]>> = {
  lunch: [13, 17],
  school: [15, 21],
  work: [17, 21],
  dinner: [21, 24],
  dinnertime: [21, 24],
};

const part = (said: string, [from, to]: readonly [number, number]): DayPart => ({
  said,
  from: from * HOUR,
  to: to * HOUR,
});

/** "morning", "in the evening", "tonight", "this afternoon", "last night", "early morning", "at lunch", "after school". */
export const dayPartWords: Reader = (tokens, at, setting, around) => {
  const word = textAt(tokens, at);
  if (word === "tonight" || word === "tonights")
    return { end: at + 1, part: part("night", [18, 24]), date: fixedDay(setting, 0) };
  const dated = datedPart(tokens, at, setting);
  if (dated) return dated;
  if (word === "midnight" && around.said.clock) return { end: at + 1, part: part("midnight", [0, 1]) };
  const lead = leadEnd(tokens, at);
  const found = bareAt(tokens, lead);
  if (!found) return undefined;
  const strong = lead > at || found.end - lead > 1 || around.said.date !== undefined || around.said.clock !== undefined;
  return strong ? found : { ...found, weak: "name" };
};

/** After "in the", "at", "during the". */
function leadEnd(tokens: readonly Token[], at: number): number {
  const word = textAt(tokens, at);
  if (word === "the" && /^(?:in|during|of)$/.test(textAt(tokens, at - 1))) return at + 1;
  if (word === "at") return at + 1;
  if (word !== "in" && word !== "during") return at;
  return textAt(tokens, at + 1) === "the" ? at + 2 : at + 1;
}

function bareAt(tokens: readonly Token[], at: number): Piece | undefined {
  const word = textAt(tokens, at);
  const hours =
    Object.hasOwn(AFTER, textAt(tokens, at + 1)) && word === "after" ? AFTER[textAt(tokens, at + 1)] : undefined;
  if (hours) return { end: at + 2, part: part("after", hours) };
  if (word === "early" || word === "late") return earlyAt(tokens, at, word);
  if (word === "night" && textAt(tokens, at + 1) === "time") return { end: at + 2, part: part("night", [18, 24]) };
  if (word === "day" && textAt(tokens, at + 1) === "time") return { end: at + 2, part: part("daytime", [8, 18]) };
  const said = Object.hasOwn(PARTS, word) ? PARTS[word] : undefined;
  return said && { end: at + 1, part: part(saidAs(word), said) };
}

const saidAs = (word: string): string => (word === "daytime" ? word : word.replace(/(?:s|ish|time)$/, ""));

function earlyAt(tokens: readonly Token[], at: number, word: string): Piece | undefined {
  const hoursOf = ["hours", "of", "the", "morning"].every((one, index) => textAt(tokens, at + 1 + index) === one);
  if (hoursOf) return { end: at + 5, part: part("early morning", [0, 9]) };
  const next = textAt(tokens, at + 1);
  const hours = EARLY[`${word} ${next}`];
  return hours && { end: at + 2, part: part(`${word} ${next}`, hours) };
}

/** "this morning", "last night", "late last night" */
function datedPart(tokens: readonly Token[], at: number, setting: TimeSetting): Piece | undefined {
  const late = /^(?:late|early)$/.test(textAt(tokens, at)) ? textAt(tokens, at) : "";
  const from = late === "" ? at : at + 1;
  const word = textAt(tokens, from);
  if (late !== "" && word === "tonight")
    return { end: from + 1, date: fixedDay(setting, 0), part: part("late night", [21, 24]) };
  const step = word === "this" ? 0 : word === "last" ? -1 : word === "next" ? 1 : undefined;
  const inner = step === undefined ? undefined : bareAt(tokens, from + 1);
  if (step === undefined || !inner?.part || inner.part.said === "after" || inner.part.said === "day") return undefined;
  const hours = EARLY[`${late} ${inner.part.said}`];
  return {
    end: inner.end,
    date: fixedDay(setting, step),
    part: hours ? part(`${late} ${inner.part.said}`, hours) : inner.part,
  };
}
