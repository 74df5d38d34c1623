import type { Token } from "../text/token.ts";
import type { PhraseMatch } from "./match-phrase.ts";
import { BLOCKERS, FINITE, OPENERS, REASONS, TRAILERS } from "./words.ts";

export interface Weight {
  readonly score: number;
  readonly unexplained: readonly Token[];
  readonly hosts: readonly Token[];
}

interface Setting {
  isAgent(word: string): boolean;
  isVocative(words: string): boolean;
  /** Reading is harmless: "can I see ..." is a request, "can I restart ..." is a question. */
  readonly harmless: boolean;
}

/** Each word that nothing explains costs this much. */
const UNEXPLAINED = 0.14;
/** More of them than this, and it is about something else. */
const MOST_UNEXPLAINED = 3;

/** How well a match explains its sentence; undefined when the rest of the sentence makes it no request. */
export function weigh(stream: readonly Token[], match: PhraseMatch, setting: Setting): Weight | undefined {
  const from = sentenceStart(stream, match.from);
  const before = stream.slice(from, match.from);
  const lead = leadWords(before, setting);
  if (lead === undefined) return undefined;
  const after = afterWords(stream, match.to, setting);
  if (!after || isAboutElse(stream, match, after.unexplained)) return undefined;
  const { unexplained, hosts } = after;
  const fillers = lead + after.fillers;
  const score =
    match.quality * (1 - UNEXPLAINED * unexplained.length) - 0.002 * fillers + 0.004 * Math.min(match.literals, 5);
  return { score: Math.max(0, Math.min(1, score - 0.02)), unexplained, hosts };
}

/**
 * A word that nothing explains right behind the match makes it about something else ("how busy is ihop"), unless the
 * request is anchored by a name that is known ("restart nginx gracefully").
 */
function isAboutElse(stream: readonly Token[], match: PhraseMatch, unexplained: readonly Token[]): boolean {
  if (unexplained.length === 0) return false;
  if (unexplained.length > MOST_UNEXPLAINED) return true;
  const anchored = match.literals > 0 && match.holes.length > 0 && match.quality > 0.96;
  const next = stream[match.to];
  const adjacent = next !== undefined && unexplained.includes(next) && !/ly$/.test(next.text);
  return !anchored && (adjacent || match.quality < 0.9 || unexplained.length > 1);
}

function sentenceStart(stream: readonly Token[], at: number): number {
  let from = at;
  while (from > 0 && stream[from - 1]?.kind !== "stop") from -= 1;
  return from;
}

/** The number of opening words, or undefined when they tell a story, negate or ask about it. */
function leadWords(before: readonly Token[], { harmless, isVocative }: Setting): number | undefined {
  const words = before.filter((token) => token.kind !== "comma").map((token) => token.text);
  if (words.some((word) => BLOCKERS.has(word))) return undefined;
  const unknown = words.filter((word) => !OPENERS.has(word) && !word.startsWith("@"));
  if (unknown.length > 0) {
    const comma = before.at(-1)?.kind === "comma" && before.length <= 4;
    if (!comma || !isVocative(words.join(" "))) return undefined;
  }
  const speaker = words.some((word) => word === "i" || word === "we");
  const wishes = words.some((word) => word === "want" || word === "need" || word === "like" || word === "have");
  if (speaker && !wishes && !harmless && words[0] !== "let") return undefined;
  return words.length;
}

interface After {
  readonly unexplained: readonly Token[];
  readonly hosts: readonly Token[];
  readonly fillers: number;
}

function afterWords(stream: readonly Token[], at: number, { isAgent }: Setting): After | undefined {
  const rest = stream.slice(at);
  const end = rest.findIndex((token) => token.kind === "stop" || REASONS.has(token.text));
  const words = (end < 0 ? rest : rest.slice(0, end)).filter((token) => token.kind !== "comma");
  const hosts = words.filter((token) => isAgent(token.text));
  const other = words.filter((token) => !isAgent(token.text));
  const fillers = other.filter((token) => TRAILERS.has(token.text) || JOINTS.test(token.text));
  const unexplained = other.filter((token) => !fillers.includes(token));
  const tells = unexplained.some(({ text }) => FINITE.has(text) || text === "not" || text === "never");
  return tells ? undefined : { unexplained, hosts, fillers: fillers.length };
}

const JOINTS = /^(?:on|in|of|at|from|and|only|or)$/;
