import type { CompiledCatalog } from "../compiled-catalog.ts";
import { CONTROL_WORDS } from "../intents/find-controls.ts";
import { ARTICLES, BLOCKERS, FINITE, NEVER_NAMES, OPENERS, REASONS, TRAILERS } from "../match/words.ts";
import { QUESTION_WORDS } from "../steer/question-frame.ts";
import { FILLERS } from "../steer/usual-words.ts";
import { VERB_WORDS } from "../steer/verbs.ts";
import { ENV, NOUNS, OS, ROLES } from "../target/target-words.ts";
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
    NOUNS,
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
  // What follows "so" or "as" is nobody's parameter: a slip would hide the rest of the message.
  if (REASONS.has(word) || SIGHS.has(word)) return false;
  if (CLOSED.has(word) || known.words.has(word) || known.names.get("service")?.has(word) === true) return true;
  if (known.agents.has(word) || known.users.has(word)) return false;
  if (isKind(word)) return word.length >= SHORTEST_KIND;
  return known.nameWords.has(word) && !known.labels.has(word);
}

const SIGHS: ReadonlySet<string> = new Set("ah oh eh uh hm ha hey hi yo".split(" "));

const isKind = (word: string): boolean => ENV.has(word) || OS.has(word) || ROLES.has(word);
/** "life" is no "live". */
const SHORTEST_KIND = 5;

/** A machine, a label or somebody: what a slip may have meant as well, and what is never guessed. */
export const isName = (word: string, { agents, users, labels }: CompiledCatalog): boolean =>
  agents.has(word) || users.has(word) || labels.has(word);

/** Words that make of a request a question, a story or a refusal; `leads`: it stands before everything that is asked for. */
export function turnsRequest(word: string, leads: boolean, harmless: boolean): boolean {
  if (TURNING.has(word) || CONTRACTIONS.get(word)?.includes("not") === true) return true;
  return leads && !harmless && (FINITE.has(word) || BLOCKERS.has(word));
}

const TURNING: ReadonlySet<string> = new Set("not never no nor said says told wrote asked".split(" "));

/** Before it nothing was asked for yet. */
export const isLead = (word: string, { words }: CompiledCatalog): boolean =>
  OPENERS.has(word) ||
  FILLERS.has(word) ||
  BLOCKERS.has(word) ||
  !(words.has(word) || CONTROL_WORDS.has(word) || GRAMMAR_WORDS.has(word));

/** It opens a request and changes nothing of what is asked for. */
export const opensOnly = (word: string): boolean =>
  FILLERS.has(word) || BLOCKERS.has(word) || (OPENERS.has(word) && !VERB_WORDS.has(word));

/** It would only make the word vanish that was asked about: "in a bit" is no "in a but". */
export const vanishes = (word: string): boolean =>
  (opensOnly(word) || TRAILERS.has(word) || NEVER_NAMES.has(word)) && !JOINS.has(word) && !GRAMMAR_WORDS.has(word);

const JOINS: ReadonlySet<string> = new Set("the a an and all each every for from with of on in at".split(" "));
