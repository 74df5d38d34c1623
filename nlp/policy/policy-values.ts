import { type IsoDuration, msToDuration } from "../../core/kernel/duration.ts";
import type { CountOrPercent } from "../../core/model/policy.ts";
import { numberWord } from "../text/number-words.ts";
import type { Token } from "../text/token.ts";
import type { HoleReader } from "../text/word-pattern.ts";
import { durationAt, numberAt } from "../time/durations.ts";

/** What the words about how something shall run can hold. */
export interface PolicyValues {
  readonly count: number;
  /** A number of the machines, or a share of them. */
  readonly share: CountOrPercent;
  readonly duration: IsoDuration;
  /** Another one behind it: "retry 3 times after 10 seconds". */
  readonly delay: IsoDuration;
}

/** Parts of a whole in words. */
const SHARES = new Map([
  ["half", "50%"],
  ["quarter", "25%"],
  ["third", "33%"],
  ["fifth", "20%"],
  ["tenth", "10%"],
]);
const NOUN = /^(?:machine|server|host|node|box|agent|system|vm)(?:s|es)?$/;

const count: HoleReader<PolicyValues> = (tokens, at) => {
  const token = tokens[at];
  if (token?.text === "once") return { values: { count: 1 }, end: at + 1 };
  if (token?.text === "twice") return { values: { count: 2 }, end: at + 1 };
  if (token?.text === "thrice") return { values: { count: 3 }, end: at + 1 };
  const joined = /^(\d{1,3})x$/.exec(token?.text ?? "")?.[1];
  if (joined !== undefined) return { values: { count: Number(joined) }, end: at + 1 };
  const number = numberAt(tokens, at);
  const fits = number && Number.isInteger(number.value) && token?.text !== "a" && token?.text !== "an";
  const couple = number && number.end > at + 1;
  if (!number || !(fits || couple)) return undefined;
  const times = /^(?:times|time|x)$/.test(tokens[number.end]?.text ?? "");
  return { values: { count: number.value }, end: times ? number.end + 1 : number.end };
};

const share: HoleReader<PolicyValues> = (tokens, at) => {
  const found = shareAt(tokens, at);
  if (!found) return undefined;
  let { end } = found;
  if (tokens[end]?.text === "of") end += 1;
  while (/^(?:the|them|those|all|our)$/.test(tokens[end]?.text ?? "")) end += 1;
  if (NOUN.test(tokens[end]?.text ?? "")) end += 1;
  return { values: { share: found.value }, end };
};

/** "2", "two", "25%", "25 percent", "half", "a quarter". */
export function shareAt(
  tokens: readonly Token[],
  at: number,
): { readonly value: CountOrPercent; readonly end: number } | undefined {
  const token = tokens[at];
  if (token?.kind === "percent") return { value: token.text, end: at + 1 };
  const article = token?.text === "a" || token?.text === "one";
  const part = SHARES.get(tokens[article ? at + 1 : at]?.text ?? "");
  if (part !== undefined && (article || token?.text === "half")) return { value: part, end: article ? at + 2 : at + 1 };
  const value = token?.kind === "number" ? token.value : numberWord(token?.text ?? "");
  if (value === undefined || !Number.isInteger(value) || value < 1) return undefined;
  const percent = /^(?:%|percent|pct)$/.test(tokens[at + 1]?.text ?? "");
  return percent ? { value: `${value}%`, end: at + 2 } : { value, end: at + 1 };
}

const duration: HoleReader<PolicyValues> = (tokens, at) => {
  const span = durationAt(tokens, at);
  return span && { values: { duration: msToDuration(span.ms) }, end: span.end };
};

const delay: HoleReader<PolicyValues> = (tokens, at) => {
  const span = durationAt(tokens, at);
  return span && { values: { delay: msToDuration(span.ms) }, end: span.end };
};

/** Nothing is read: the pause is not one between machines. */
const noMachines: HoleReader<PolicyValues> = (tokens, at) => {
  let next = at;
  while (/^(?:in|between|after|each|every|the|two)$/.test(tokens[next]?.text ?? "")) next += 1;
  return /^(?:machine|server|host|node|box|batch|group)(?:s|es)?$/.test(tokens[next]?.text ?? "")
    ? undefined
    : { values: {}, end: at };
};

/** The name of a machine has a number or a dash, as in "web-4". */
const machine: HoleReader<PolicyValues> = (tokens, at) => {
  const { kind, text = "" } = tokens[at] ?? {};
  const named = (kind === "word" || kind === "name") && /^[a-z][\w.-]*$/.test(text) && /[-\d]/.test(text);
  return named ? { values: {}, end: at + 1 } : undefined;
};

export const POLICY_READERS: Readonly<Record<string, HoleReader<PolicyValues>>> = {
  count,
  share,
  duration,
  delay,
  noMachines,
  machine,
};
