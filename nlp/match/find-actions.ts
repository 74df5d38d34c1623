import type { ActionManifest } from "../../core/plugin-api/manifest.ts";
import type { ActionPhrase, CompiledCatalog } from "../compiled-catalog.ts";
import type { Token } from "../text/token.ts";
import type { ActionCandidate } from "./candidate.ts";
import { isEnglishWord, isVocative } from "./english.ts";
import { matchPhrase, type PhraseMatch, type ReadHole } from "./match-phrase.ts";
import { mayMatch, wordsOf } from "./may-match.ts";
import type { Phrase } from "./phrase.ts";
import { type SlotVocabulary, slotValues } from "./slot-values.ts";
import { weigh } from "./weigh.ts";
import { BLOCKERS, OPENERS } from "./words.ts";

/** Meanings of the stream as actions, best first; one per action. */
export function findActions(
  stream: readonly Token[],
  message: string,
  known: CompiledCatalog,
): readonly ActionCandidate[] {
  const starts = possibleStarts(stream);
  const best = new Map<string, ActionCandidate>();
  const vocabulary = vocabularyOf(known);
  for (const { action, phrase } of phrasesFor(stream, known)) {
    const readHole = holeReader(action, stream, message, vocabulary);
    for (const from of starts) {
      const found = candidate(action, phrase, stream, from, readHole, vocabulary);
      const before = best.get(action.name);
      if (found && (!before || rank(found) > rank(before))) best.set(action.name, found);
    }
  }
  return [...best.values()].sort((a, b) => rank(b) - rank(a));
}

/** Complete meanings go before those that miss something. */
export const rank = (one: {
  readonly score: number;
  readonly match: { readonly literals: number; readonly from: number };
}): number => one.score + one.match.literals / 1000 - one.match.from / 10_000;

function phrasesFor(stream: readonly Token[], known: CompiledCatalog): ReadonlySet<ActionPhrase> {
  const found = new Set<ActionPhrase>(known.openPhrases);
  const words = wordsOf(stream);
  for (const { text, kind } of stream) {
    if (kind === "quoted") continue;
    for (const word of [text, `${text}s`, text.replace(/s$/, "")])
      for (const one of known.phrases.get(word) ?? []) if (mayMatch(one.phrase, words)) found.add(one);
  }
  return found;
}

/** False where no phrase of any action has its words among the tokens: then none is found in any part of them. */
export function mayAct(tokens: readonly Token[], known: CompiledCatalog): boolean {
  return phrasesFor(tokens, known).size > 0;
}

/** A request begins a sentence, after nothing but opening words. */
function possibleStarts(stream: readonly Token[]): readonly number[] {
  const starts: number[] = [];
  let open = true;
  for (let at = 0; at < stream.length; at += 1) {
    const token = stream[at];
    if (!token) continue;
    if (open && token.kind !== "comma" && token.kind !== "stop") starts.push(at);
    if (token.kind === "stop") open = true;
    else if (token.kind === "comma" && at <= 4) open = true;
    else if (!OPENERS.has(token.text) || BLOCKERS.has(token.text)) open = token.text.startsWith("@") && open;
  }
  return starts;
}

function candidate(
  action: ActionManifest,
  phrase: Phrase,
  stream: readonly Token[],
  from: number,
  readHole: ReadHole,
  vocabulary: SlotVocabulary,
): ActionCandidate | undefined {
  const match = matchPhrase(phrase, stream, from, readHole);
  if (!match || match.to === match.from || isWildGuess(action, match)) return undefined;
  if (match.missing !== undefined && !mayBeAsked(action, match.missing)) return undefined;
  const weight = weigh(stream, match, {
    harmless: action.risk === "read",
    isAgent: (word) => vocabulary.isAgent(word),
    isVocative: (words) => !vocabulary.isVerb(words.split(" ", 1)[0] ?? "") && isVocative(words),
  });
  return weight && { kind: "action", action, match, stream, source: phrase.source, ...weight };
}

/** Only what an action needs is asked for. */
function mayBeAsked({ params }: ActionManifest, name: string): boolean {
  return params.required?.includes(name) === true || params["anyOf"] !== undefined;
}

/**
 * A plain word as a host is believed right behind a verb ("ping gateway"), not in a whole question about the world. Before
 * the verb of a change no unknown name is ("kickstarter stop").
 */
function isWildGuess(action: ActionManifest, match: PhraseMatch): boolean {
  const unsure = match.missing === undefined && match.quality < 0.9;
  const leads = match.holes.some(({ from }) => from === match.from);
  if (unsure && leads && action.risk !== "read") return true;
  const guessed = unsure && match.literals > 1;
  return guessed && match.holes.some(({ name }) => action.params.properties[name]?.["x-slot"] === "host");
}

function holeReader(
  action: ActionManifest,
  stream: readonly Token[],
  message: string,
  vocabulary: SlotVocabulary,
): ReadHole {
  return (name, at, around) => {
    const schema = action.params.properties[name];
    if (!schema) return [];
    return slotValues(stream, at, { schema, synonyms: action.synonyms ?? {}, vocabulary, message, name, ...around });
  };
}

export function vocabularyOf(known: CompiledCatalog): SlotVocabulary {
  return {
    known: (slot, word) => known.names.get(slot)?.has(word) === true,
    isAgent: (word) => known.agents.has(word),
    isEnglish: isEnglishWord,
    isVerb: (word) => known.words.has(word),
  };
}
