import type { Frame, Span } from "../../core/model/frame.ts";
import type { Draft, Stage } from "../draft.ts";
import type { Token } from "../text/token.ts";

/**
 * Every value that was said gets its place in the message, so that `explain` leaves none out: the words that are the
 * value, the steps behind the first, or the whole message where all of it says so ("which web servers are down").
 * What was not said here keeps none: it comes from the thread, and `said` tells that.
 */
export const placeValues: Stage = (draft) => {
  const { frame } = draft;
  if (!frame || frame.outcome === "ignore" || draft.tokens.length === 0) return draft;
  const placed = new Set(frame.spans.map(({ slot }) => slot));
  const more = valuesOf(frame).flatMap(([slot, value]) => (isPlaced(slot, placed) ? [] : placesOf(draft, slot, value)));
  if (more.length === 0) return draft;
  const spans = [...frame.spans, ...more].sort((a, b) => a.start - b.start || a.end - b.end);
  return { ...draft, frame: { ...frame, spans } };
};

/** The values that were said, each parameter by its own name. */
function valuesOf({ action, params, targets, schedule, policy, then: steps, ref, query, said }: Frame) {
  const whole = said.includes("intent");
  const isSaid = (slot: string): boolean => whole || said.includes(slot);
  const values: readonly (readonly [string, unknown])[] = [
    ["action", isSaid("action") ? action : undefined],
    ...Object.entries(params ?? {}).filter(([name]) => said.includes("params") || isSaid(name)),
    ["targets", isSaid("targets") || said.includes("more") || said.includes("exclude") ? targets : undefined],
    ["schedule", isSaid("schedule") ? schedule : undefined],
    ["policy", whole || Object.keys(policy ?? {}).some(isSaid) ? policy : undefined],
    ["then", isSaid("action") ? steps : undefined],
    ["ref", isSaid("ref") ? ref : undefined],
    ["query", whole || Object.keys(query ?? {}).some(isSaid) || said.includes("query") ? query : undefined],
  ];
  return values.filter(([, value]) => value !== undefined);
}

/** A name stands for the machine as well, and what is left out of a place is of it. */
function isPlaced(slot: string, placed: ReadonlySet<string>): boolean {
  if (slot === "targets") return placed.has("targets") || placed.has("exclude");
  return placed.has(slot) || (slot === "ref" && (placed.has("targets") || placed.has("agent") || placed.has("task")));
}

function placesOf(draft: Draft, slot: string, value: unknown): readonly Span[] {
  const steps = slot === "then" ? stepSpans(draft) : [];
  if (steps.length > 0) return steps;
  const words = new Set(wordsOf(value));
  const literal = draft.tokens.filter(({ kind, text, raw }) => kind !== "stop" && (words.has(text) || words.has(raw)));
  return literal.length > 0 ? literal.map((token) => spanOf(token, token, slot)) : wholeMessage(draft, slot);
}

/** Everything behind the first request. */
function stepSpans({ tokens, clauses }: Draft): readonly Span[] {
  return clauses.slice(1).flatMap(({ from, to }) => {
    const words = tokens.slice(from, to).filter(({ kind }) => kind !== "stop" && kind !== "comma");
    const [first, last] = [words[0], words.at(-1)];
    return first && last ? [spanOf(first, last, "then")] : [];
  });
}

/** The texts and numbers inside a value. */
function wordsOf(value: unknown): readonly string[] {
  if (typeof value === "string" || typeof value === "number") return [String(value), String(value).toLowerCase()];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(wordsOf);
}

function wholeMessage({ tokens }: Draft, slot: string): readonly Span[] {
  const words = tokens.filter(({ kind }) => kind !== "stop" && kind !== "comma");
  const [first, last] = [words[0], words.at(-1)];
  return first && last ? [spanOf(first, last, slot)] : [];
}

const spanOf = (first: Token, last: Token, slot: string): Span => ({ start: first.start, end: last.end, slot });
