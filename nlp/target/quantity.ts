import type { Token } from "../text/token.ts";
import { numberAt } from "../time/durations.ts";

/** How many of the machines that follow. */
export interface Quantity {
  readonly kind: "all" | "some" | "the";
  readonly end: number;
  readonly pick?: number | string;
}

/** "all [of] [the]", "every", "any two [of the]", "half of the", "25% of the". */
export function quantityAt(tokens: readonly Token[], at: number): Quantity | undefined {
  const word = tokens[at]?.text ?? "";
  if (/^(?:all|every|each|both|everything)$/.test(word)) return { kind: "all", end: afterSmall(tokens, at + 1) };
  if (/^(?:the|our|my)$/.test(word)) return wholeOrThe(tokens, at);
  return someAt(tokens, at, word);
}

function wholeOrThe(tokens: readonly Token[], at: number): Quantity {
  const end = afterSmall(tokens, at);
  return /^(?:whole|entire)$/.test(tokens[end]?.text ?? "") ? { kind: "all", end: end + 1 } : { kind: "the", end };
}

function someAt(tokens: readonly Token[], at: number, word: string): Quantity | undefined {
  const next = tokens[at + 1]?.text ?? "";
  if (word === "any" || word === "some") {
    const number = numberAt(tokens, at + 1);
    return { kind: "some", end: afterSmall(tokens, number?.end ?? at + 1), pick: number?.value ?? 1 };
  }
  const half = word === "half" && /^(?:of|the)$/.test(next);
  const share = tokens[at]?.kind === "percent" && next === "of";
  if (half || share) return { kind: "some", end: afterSmall(tokens, at + 1), pick: half ? "50%" : word };
  const number = numberAt(tokens, at);
  const counted = number && tokens[number.end]?.text === "of";
  return counted ? { kind: "some", end: afterSmall(tokens, number.end), pick: number.value } : undefined;
}

function afterSmall(tokens: readonly Token[], at: number): number {
  let end = at;
  while (/^(?:of|the|our|my|those|these|them)$/.test(tokens[end]?.text ?? "")) end += 1;
  return end;
}
