import type { Token } from "./token.ts";
import { wordPattern } from "./word-pattern.ts";

/** Phrases that are compared with the whole of some words: "(put|take) [it] back". */
export interface WholePhrases<Value> {
  /** What the phrases stand for that are these words, parted by single blanks; in the order given, each once. */
  find(words: string): readonly Value[];
  has(words: string): boolean;
}

/** Compiled without spelling the phrases out: their choices multiply. */
export function wholePhrases<Value>(
  entries: readonly (readonly [source: string, value: Value])[],
): WholePhrases<Value> {
  const phrases = entries.map(([source, value]) => ({ pattern: wordPattern<object>(source, {}), value }));
  const others = phrases.filter(({ pattern }) => pattern.open);
  const firsts = new Set(phrases.flatMap(({ pattern }) => [...pattern.first]));
  const byWord = new Map<string, typeof phrases>();
  const beginning = (word: string): typeof phrases => {
    if (!firsts.has(word)) return others;
    const found = byWord.get(word) ?? phrases.filter(({ pattern }) => pattern.open || pattern.first.has(word));
    byWord.set(word, found);
    return found;
  };
  const find = (words: string): readonly Value[] => {
    const tokens = words === "" ? [] : words.split(" ").map(wordToken);
    return unique(beginning(tokens[0]?.text ?? "").filter(({ pattern }) => pattern.isWhole(tokens)));
  };
  return { find, has: (words) => find(words).length > 0 };
}

const wordToken = (text: string): Token => ({ kind: "word", text, raw: text, start: 0, end: 0 });

function unique<Value>(found: readonly { readonly value: Value }[]): readonly Value[] {
  return found.length > 1 ? [...new Set(found.map(({ value }) => value))] : found.map(({ value }) => value);
}
