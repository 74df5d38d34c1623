import type { Token } from "../text/token.ts";
import type { Phrase } from "./phrase.ts";

/** The words of a stream as phrases compare them: each also with and without an "s" at its end. */
export function wordsOf(stream: readonly Token[]): ReadonlySet<string> {
  const words = new Set<string>();
  for (const { text } of stream) {
    words.add(text);
    words.add(`${text}s`);
    if (text.endsWith("s")) words.add(text.slice(0, -1));
  }
  return words;
}

/** False where a word is missing that the phrase cannot do without, wherever it would begin: most phrases are left here. */
export function mayMatch({ firsts, needed }: Phrase, words: ReadonlySet<string>): boolean {
  for (const choices of needed) if (!hasOne(choices, words)) return false;
  if (!firsts) return true;
  for (const first of firsts) if (words.has(first)) return true;
  return false;
}

function hasOne(choices: Phrase["needed"][number], words: ReadonlySet<string>): boolean {
  for (const choice of choices) if (hasAll(choice, words)) return true;
  return false;
}

function hasAll(choice: readonly string[], words: ReadonlySet<string>): boolean {
  for (const word of choice) if (!words.has(word)) return false;
  return true;
}
