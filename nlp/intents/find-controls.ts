import type { FrameQuery } from "../../core/model/frame.ts";
import type { CompiledCatalog } from "../compiled-catalog.ts";
import type { ControlCandidate } from "../match/candidate.ts";
import { isVocative } from "../match/english.ts";
import { rank } from "../match/find-actions.ts";
import { matchPhrase, type PhraseMatch } from "../match/match-phrase.ts";
import { mayMatch, wordsOf } from "../match/may-match.ts";
import { compilePhrase, expandChoices, type Phrase } from "../match/phrase.ts";
import { weigh } from "../match/weigh.ts";
import { OPENERS, TRAILERS } from "../match/words.ts";
import type { Token } from "../text/token.ts";
import { controlHole } from "./control-holes.ts";
import type { ControlRule } from "./control-rule.ts";
import { HISTORY_RULES } from "./history-rules.ts";
import { MACHINE_RULES } from "./machine-rules.ts";
import { TALK_RULES } from "./talk-rules.ts";
import { TASK_RULES } from "./task-rules.ts";

const SYNONYMS = { show: ["display"], machines: ["vms"] };
const RULES: readonly ControlRule[] = [...TALK_RULES, ...TASK_RULES, ...HISTORY_RULES, ...MACHINE_RULES];
const PHRASES: readonly { readonly rule: ControlRule; readonly phrase: Phrase }[] = RULES.flatMap((rule) =>
  rule.phrases.flatMap(expandChoices).map((source) => ({ rule, phrase: compilePhrase(source, SYNONYMS) })),
);

export type ControlPhrase = (typeof PHRASES)[number];
const OPEN_PHRASES = PHRASES.filter(({ phrase }) => phrase.keys.length === 0);
const NEEDS_ID = new Set(
  PHRASES.filter(({ phrase }) =>
    phrase.nodes.some((node) => node.kind === "hole" && node.name === "id" && !node.optional),
  ),
);
const BY_KEY = new Map<string, ControlPhrase[]>();
for (const one of PHRASES) {
  for (const key of one.phrase.keys) {
    for (const word of new Set([key, `${key}s`, key.replace(/s$/, "")])) {
      const list = BY_KEY.get(word) ?? [];
      list.push(one);
      BY_KEY.set(word, list);
    }
  }
}

/** Literal words of the control sentences; a closed vocabulary for repair. */
export const CONTROL_WORDS: ReadonlySet<string> = new Set(
  PHRASES.flatMap(({ phrase }) => phrase.nodes.flatMap((node) => (node.kind === "literal" ? node.choices.flat() : []))),
);

/** The phrases that the words of a message leave possible, whatever of it is looked at. */
export function possibleControls(tokens: readonly Token[]): ReadonlySet<ControlPhrase> {
  const words = wordsOf(tokens);
  const possible = new Set<ControlPhrase>();
  const ids = tokens.some(({ kind }) => kind === "id");
  const add = (one: ControlPhrase) => (ids || !NEEDS_ID.has(one)) && mayMatch(one.phrase, words) && possible.add(one);
  for (const one of OPEN_PHRASES) add(one);
  for (const { text } of tokens) for (const one of BY_KEY.get(text) ?? []) add(one);
  return possible;
}

/** Meanings of the stream that steer Octopus itself, of those phrases, best first. */
export function findControls(
  stream: readonly Token[],
  known: CompiledCatalog,
  possible: ReadonlySet<ControlPhrase>,
): readonly ControlCandidate[] {
  const tried = new Set<ControlPhrase>(OPEN_PHRASES.filter((one) => possible.has(one)));
  for (const { text } of stream) for (const one of BY_KEY.get(text) ?? []) if (possible.has(one)) tried.add(one);
  return [...tried]
    .map(({ rule, phrase }) => bestOf(rule, phrase, stream, known))
    .filter((one) => one !== undefined)
    .sort((a, b) => rank(b) - rank(a));
}

function bestOf(
  rule: ControlRule,
  phrase: Phrase,
  stream: readonly Token[],
  known: CompiledCatalog,
): ControlCandidate | undefined {
  let best: ControlCandidate | undefined;
  const last = Math.min(stream.length, rule.whole ? 6 : 8);
  for (let from = 0; from < last; from += 1) {
    const made = controlAt(rule, phrase, stream, from, known);
    if (made && (!best || rank(made) > rank(best))) best = made;
  }
  return best;
}

function controlAt(
  rule: ControlRule,
  phrase: Phrase,
  stream: readonly Token[],
  from: number,
  known: CompiledCatalog,
): ControlCandidate | undefined {
  const match = matchPhrase(phrase, stream, from, (name, at) => controlHole(name, stream, at, known));
  if (!match || match.missing !== undefined || match.to === match.from) return undefined;
  const weight = weigh(stream, match, { harmless: true, isAgent: (word) => known.agents.has(word), isVocative });
  if (!weight || weight.unexplained.length > (match.holes.length === 0 ? 0 : 1)) return undefined;
  if ((rule.whole || isBare(stream, match)) && !isAll(stream, match, rule)) return undefined;
  return {
    kind: "control",
    intent: rule.intent,
    match,
    stream,
    source: phrase.source,
    ...weight,
    ...details(rule, match),
  };
}

/** One everyday word or sign: inside a longer message it says something else. */
const isBare = (stream: readonly Token[], { from, to }: PhraseMatch): boolean =>
  to - from === 1 || (to - from === 2 && stream[from]?.text === "why");

/** Nothing in the message but this, and words that open or end a request. */
function isAll(stream: readonly Token[], { from, to }: PhraseMatch, { intent }: ControlRule): boolean {
  if (stream.slice(from, to).every(({ kind }) => kind === "stop")) return to - from === stream.length;
  const before = stream.slice(0, from).every((token) => isSign(token) || OPENERS.has(token.text));
  return (
    before &&
    stream
      .slice(to)
      .every((token) => isSign(token) || AFTER.has(token.text) || (intent === "deny" && MORE_NO.has(token.text)))
  );
}

/** Words that end a request, without those that go on with it. */
const AFTER: ReadonlySet<string> = new Set(
  [...TRAILERS, "octopus", "bot", "ok", "okay"].filter((word) => !/^(?:and|or|when|where|me|us|of)$/.test(word)),
);

/** "no!! stop" */
const MORE_NO: ReadonlySet<string> = new Set(["no", "stop", "cancel"]);

const isSign = ({ kind, text }: Token): boolean => kind === "comma" || kind === "stop" || text.startsWith("@");

function details(rule: ControlRule, { params }: PhraseMatch): { readonly ref?: string; readonly query?: FrameQuery } {
  const ref = params["task"] ?? params["id"] ?? params["agent"] ?? params["topic"];
  const status = params["status"] ?? rule.status;
  const count = params["count"];
  const query: FrameQuery = {
    ...(typeof status === "string" && { status }),
    ...(typeof count === "number" && { last: count }),
  };
  return { ...(typeof ref === "string" && { ref }), ...(Object.keys(query).length > 0 && { query }) };
}
