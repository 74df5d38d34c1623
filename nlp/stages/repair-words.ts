import type { Draft, Stage } from "../draft.ts";
import { CONTROL_WORDS } from "../intents/find-controls.ts";
import { isEnglishWord } from "../match/english.ts";
import { ARTICLES, NEVER_NAMES, OPENERS, TRAILERS } from "../match/words.ts";
import { nearestWord } from "../text/nearest-word.ts";
import type { Token } from "../text/token.ts";
import { findMeanings, LEAST_SCORE } from "./find-meanings.ts";
import { readPolicy } from "./read-policy.ts";
import { readTargets } from "./read-targets.ts";
import { readTime } from "./read-time.ts";
import { splitClauses } from "./split-clauses.ts";

const TIME_WORDS: ReadonlySet<string> = new Set(
  "monday tuesday wednesday thursday friday saturday sunday every daily hourly weekly nightly monthly weekdays weekday weekend tomorrow tonight today minute minutes hour hours second seconds week weeks month morning evening midnight noon until retry timeout twice servers machines server machine except".split(
    " ",
  ),
);

/** A message is corrected only when it means nothing as it is, and only toward words that are known here. */
export const repairWords: Stage = (draft) => {
  const [best] = draft.candidates;
  if (draft.frame) return draft;
  if (best && best.match.missing === undefined && best.unexplained.length === 0 && best.score >= 0.9) return draft;
  if (draft.tokens.length > LONGEST_REPAIRED) return draft;
  const repaired: string[] = [];
  const tokens = draft.tokens.map((token) => {
    const word = correction(token, draft);
    if (word === undefined) return token;
    repaired.push(`"${token.raw}" = ${word}`);
    return { ...token, text: word, raw: word, kind: token.kind === "word" ? ("word" as const) : token.kind };
  });
  if (repaired.length === 0 || repaired.length > MOST_REPAIRS) return draft;
  const again = RETRACED.reduce<Draft>((one, stage) => stage(one), {
    ...draft,
    tokens,
    repaired,
    trace: draft.trace.filter(({ stage }) => stage === "read"),
  });
  const [found] = again.candidates;
  const improved = found && found.score >= LEAST_SCORE && found.score > (best?.score ?? 0) + 0.1;
  if (!improved) return draft;
  const notes = repaired.map((note) => ({ stage: "repair", note }));
  return { ...again, trace: [...again.trace, ...notes] };
};

const MOST_REPAIRS = 3;
/** In long texts words that nothing knows are the rule, not slips. */
const LONGEST_REPAIRED = 25;
const RETRACED: readonly Stage[] = [readPolicy, splitClauses, readTime, readTargets, findMeanings];

const NONE: ReadonlySet<string> = new Set();

function correction(token: Token, draft: Draft): string | undefined {
  const { text, kind } = token;
  if (kind !== "word" || text.length < 4) return undefined;
  const { known } = draft;
  const services = known.names.get("service") ?? NONE;
  const vocabularies = [known.words, services, CONTROL_WORDS, TIME_WORDS, known.labels, known.taskNames];
  if (vocabularies.some((words) => words.has(text)) || known.agents.has(text)) return undefined;
  if (ARTICLES.has(text) || OPENERS.has(text) || TRAILERS.has(text) || NEVER_NAMES.has(text) || isEnglishWord(text))
    return undefined;
  return nearestWord(text, [TIME_WORDS, known.words, services, CONTROL_WORDS, known.labels]);
}
