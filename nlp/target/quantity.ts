import { shareAt } from "../policy/policy-values.ts";
import type { Token } from "../text/token.ts";
import { wordPattern } from "../text/word-pattern.ts";
import { numberAt } from "../time/durations.ts";

/** How many of the machines that follow. */
export interface Quantity {
  readonly kind: "all" | "some" | "the";
  readonly end: number;
  readonly pick?: number | string;
  /** What was assumed about it, as a sentence. */
  readonly assumed?: string;
}

/** "all [of] [the]", "every", "any two [of the]", "half of the", "25% of the". */
export function quantityAt(tokens: readonly Token[], at: number): Quantity | undefined {
  const word = tokens[at]?.text ?? "";
  const whole = WHOLE.match(tokens, at)?.end;
  if (whole !== undefined) return { kind: "all", end: afterSmall(tokens, whole) };
  if (/^(?:the|our|my)$/.test(word)) return wholeOrThe(tokens, at);
  return someAt(tokens, at, word);
}

const WHOLE = wordPattern<object>("(all|every [single]|each [and every]|both|everything|anything|every last one)", {});

function wholeOrThe(tokens: readonly Token[], at: number): Quantity {
  const end = afterSmall(tokens, at);
  if (/^(?:whole|entire)$/.test(tokens[end]?.text ?? "")) return { kind: "all", end: end + 1 };
  const one = idle(tokens, { kind: "some", end, pick: 1 });
  return one.assumed === undefined ? { kind: "the", end } : one;
}

function someAt(tokens: readonly Token[], at: number, word: string): Quantity | undefined {
  const next = tokens[at + 1]?.text ?? "";
  if (word === "any" || word === "some" || word === "whichever") {
    const number = numberAt(tokens, at + 1);
    return idle(tokens, { kind: "some", end: afterSmall(tokens, number?.end ?? at + 1), pick: number?.value ?? 1 });
  }
  const vague = VAGUE.match(tokens, at)?.end;
  if (vague !== undefined) return { kind: "some", end: afterSmall(tokens, vague), pick: 2 };
  if (word === "either") return { kind: "some", end: afterSmall(tokens, at + 1), pick: 1 };
  const part = shareAt(tokens, at);
  const shared = part && typeof part.value === "string" && (tokens[part.end]?.text === "of" || next === "the");
  if (shared) return { kind: "some", end: afterSmall(tokens, part.end), pick: part.value };
  const number = numberAt(tokens, at);
  if (!number || !Number.isInteger(number.value)) return undefined;
  const random = /^(?:random|single|arbitrary)$/.test(tokens[number.end]?.text ?? "") ? 1 : 0;
  return idle(tokens, { kind: "some", end: afterSmall(tokens, number.end + random), pick: number.value });
}

const VAGUE = wordPattern<object>("a (couple|pair) [of]", {});

/** "the least busy", "any free": which one it will be is decided when it runs. */
function idle(tokens: readonly Token[], quantity: Quantity): Quantity {
  const two = `${tokens[quantity.end]?.text ?? ""} ${tokens[quantity.end + 1]?.text ?? ""}`;
  const words = /^(?:least|most) (?:busy|loaded|idle|used|free)$/.test(two)
    ? 2
    : /^(?:free|idle|available|spare) /.test(two)
      ? 1
      : 0;
  return words === 0 ? quantity : { ...quantity, end: quantity.end + words, assumed: "any one that can run it" };
}

function afterSmall(tokens: readonly Token[], at: number): number {
  let end = at;
  while (/^(?:of|the|our|my|those|these|them)$/.test(tokens[end]?.text ?? "")) end += 1;
  return end;
}
