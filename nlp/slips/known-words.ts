import type { CompiledCatalog } from "../compiled-catalog.ts";
import { CONTROL_WORDS } from "../intents/find-controls.ts";
import { ARTICLES, BLOCKERS, FINITE, NEVER_NAMES, OPENERS, TRAILERS } from "../match/words.ts";
import { QUESTION_WORDS } from "../steer/question-frame.ts";
import { FILLERS } from "../steer/usual-words.ts";
import { VERB_WORDS } from "../steer/verbs.ts";
import { ENV, OS, ROLES } from "../target/target-words.ts";
import { CONTRACTIONS } from "../text/contractions.ts";
import { GRAMMAR_WORDS } from "./grammar-words.ts";

const CLOSED: ReadonlySet<string> = new Set(
  [
    GRAMMAR_WORDS,
    CONTROL_WORDS,
    QUESTION_WORDS,
    VERB_WORDS,
    ARTICLES,
    BLOCKERS,
    FINITE,
    OPENERS,
    TRAILERS,
    NEVER_NAMES,
    FILLERS,
    new Set(CONTRACTIONS.keys()),
  ].flatMap((words) => [...words].filter((word) => /^[a-z]+$/.test(word))),
);

/** Whether a word means something here: one of the language, of an action, or of a name. */
export function isKnownWord(word: string, { words, labels, nameWords, names }: CompiledCatalog): boolean {
  if (CLOSED.has(word) || words.has(word)) return true;
  return labels.has(word) || nameWords.has(word) || names.get("service")?.has(word) === true;
}

/**
 * Whether a slip may have meant the word. What somebody gave a name to is no word of the language: a name that nothing has
 * stays one, and is answered with those that there are.
 */
export function mayBeMeant(word: string, known: CompiledCatalog): boolean {
  if (CLOSED.has(word) || known.words.has(word) || known.names.get("service")?.has(word) === true) return true;
  if (known.agents.has(word) || known.users.has(word)) return false;
  if (isKind(word)) return word.length >= SHORTEST_KIND;
  return known.nameWords.has(word) && !known.labels.has(word);
}

const isKind = (word: string): boolean => ENV.has(word) || OS.has(word) || ROLES.has(word);
/** "life" is no "live". */
const SHORTEST_KIND = 5;

/** A machine, a label or somebody: what a slip may have meant as well, and what is never guessed. */
export const isName = (word: string, { agents, users, labels }: CompiledCatalog): boolean =>
  agents.has(word) || users.has(word) || labels.has(word);

/** Words that make of a request a question, a story or a refusal; `leads`: it stands before everything that is asked for. */
export const turnsRequest = (word: string, leads: boolean): boolean =>
  FINITE.has(word) ||
  TURNING.has(word) ||
  CONTRACTIONS.get(word)?.includes("not") === true ||
  (leads && BLOCKERS.has(word));

const TURNING: ReadonlySet<string> = new Set(
  "not never no nor if unless when while because after before said says told wrote asked".split(" "),
);

/** Before it nothing was asked for yet. */
export const isLead = (word: string, { words }: CompiledCatalog): boolean =>
  OPENERS.has(word) || FILLERS.has(word) || BLOCKERS.has(word) || !(words.has(word) || CONTROL_WORDS.has(word));
