import type { Draft, Stage } from "../draft.ts";
import { CONTROL_WORDS } from "../intents/find-controls.ts";
import { isLexiconWord } from "../match/english.ts";
import { ARTICLES, NEVER_NAMES, OPENERS, TRAILERS } from "../match/words.ts";
import { QUESTION_WORDS } from "../steer/question-frame.ts";
import { VERB_WORDS } from "../steer/verbs.ts";
import { nearestWord } from "../text/nearest-word.ts";
import type { Token } from "../text/token.ts";
import { findMeanings, LEAST_SCORE } from "./find-meanings.ts";
import { readPolicy } from "./read-policy.ts";
import { readTargets } from "./read-targets.ts";
import { readTime } from "./read-time.ts";
import { splitClauses } from "./split-clauses.ts";
import { steer } from "./steer.ts";

const TIME_WORDS: ReadonlySet<string> = new Set(
  "monday tuesday wednesday thursday friday saturday sunday every daily hourly weekly nightly monthly weekdays weekday weekend tomorrow tonight today minute minutes hour hours second seconds week weeks month morning evening midnight noon until retry timeout twice servers machines server machine except".split(
    " ",
  ),
);

/**
 * A message is corrected only when it means nothing as it is, and only toward words that are known here: first those of
 * actions, then those that steer.
 */
export const repairWords: Stage = (draft) => {
  const [best] = draft.candidates;
  if (draft.frame) return draft;
  if (best && best.match.missing === undefined && best.unexplained.length === 0 && best.score >= 0.9) return draft;
  if (draft.tokens.length > LONGEST_REPAIRED) return draft;
  const orders = vocabulariesOf(draft);
  return orders.map((order) => repairedWith(draft, order)).find((one) => one !== undefined) ?? draft;
};

const MOST_REPAIRS = 3;
/** In long texts words that nothing knows are the rule, not slips. */
const LONGEST_REPAIRED = 25;
const RETRACED: readonly Stage[] = [readPolicy, splitClauses, readTime, readTargets, steer, findMeanings];

type Vocabulary = ReadonlySet<string> | ReadonlyMap<string, unknown>;

function vocabulariesOf({ known }: Draft): readonly (readonly Vocabulary[])[] {
  const services = known.names.get("service") ?? NONE;
  const acts = [TIME_WORDS, known.words, services, CONTROL_WORDS, known.labels];
  const steers = [QUESTION_WORDS, VERB_WORDS, known.nameWords];
  return [
    [...acts, ...steers],
    [...steers, ...acts],
  ];
}

const NONE: ReadonlySet<string> = new Set();

/** The message with its slips corrected toward the earlier vocabularies; undefined where that explains no more. */
function repairedWith(draft: Draft, vocabularies: readonly Vocabulary[]): Draft | undefined {
  const repaired: string[] = [];
  const tokens = draft.tokens.map((token, at) => {
    const word = correction(token, draft, vocabularies);
    if (word === undefined || (MODAL.test(word) && ARTICLES.has(draft.tokens[at - 1]?.text ?? ""))) return token;
    repaired.push(`"${token.raw}" = ${word}`);
    return { ...token, text: word, raw: word };
  });
  if (repaired.length === 0 || repaired.length > MOST_REPAIRS) return undefined;
  const again = RETRACED.reduce<Draft>((one, stage) => stage(one), {
    ...draft,
    tokens,
    repaired: [...draft.repaired, ...repaired],
    trace: draft.trace.filter(({ stage }) => stage === "read"),
  });
  const before = draft.candidates[0]?.score ?? 0;
  const [found] = again.candidates;
  const improved = again.frame ?? (found && found.score >= LEAST_SCORE && found.score > before + 0.1);
  const notes = repaired.map((note) => ({ stage: "repair", note }));
  return improved ? { ...again, trace: [...again.trace, ...notes] } : undefined;
}

/** "in the world" does not say "in the would". */
const MODAL = /^(?:would|could|should|might|must|will|shall|have|does|been|were|was)$/;

function correction(token: Token, { known }: Draft, vocabularies: readonly Vocabulary[]): string | undefined {
  const { text, kind } = token;
  if (kind !== "word" || text.length < 4) return undefined;
  if (vocabularies.some((words) => words.has(text)) || known.agents.has(text)) return undefined;
  if (ARTICLES.has(text) || OPENERS.has(text) || TRAILERS.has(text) || NEVER_NAMES.has(text) || isLexiconWord(text))
    return undefined;
  return nearestWord(text, vocabularies);
}
