import { createRequire } from "node:module";
import type tagger from "compromise/two";
import lexicon from "./lexicon.json" with { type: "json" };

/** The words that compromise knows, kept apart: it takes half a second and 30 MiB to load, and is seldom needed. */
const LEXICON = new Set(lexicon.words.split("\n"));
const require = createRequire(import.meta.url);
let loaded: typeof tagger | undefined;

const KNOWN = new Map<string, boolean>();
/** The memory is bounded; words of a message are few. */
const LARGEST = 5_000;

/** Whether the lexicon of compromise has the word: then it is unlikely to be the name of a service or a host. */
export function isEnglishWord(word: string): boolean {
  const known = KNOWN.get(word);
  if (known !== undefined) return known;
  if (KNOWN.size > LARGEST) KNOWN.clear();
  const found = isLexiconWord(word) || /(?:ing|ly|ness|tion|ful|less)$/.test(word);
  KNOWN.set(word, found);
  return found;
}

/** As isEnglishWord, without guessing by its ending: a slip ends like the word that was meant. */
export function isLexiconWord(word: string): boolean {
  return LEXICON.has(word) || (word.endsWith("s") && LEXICON.has(word.slice(0, -1)));
}

/** Words before a comma that only call somebody: nouns, no verb, no pronoun ("team", "folks on call"). */
export function isVocative(text: string): boolean {
  loaded ??= require("compromise/two") as typeof tagger;
  const doc = loaded(text);
  return doc.has("#Noun") && !doc.has("(#Verb|#Pronoun|#Negative|#QuestionWord|#Conjunction|#Preposition)");
}
