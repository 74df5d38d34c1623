import type { CompiledCatalog } from "../compiled-catalog.ts";
import { NEVER_NAMES } from "../match/words.ts";
import type { Token } from "../text/token.ts";
import { wordPattern } from "../text/word-pattern.ts";
import { ENV, NOUNS, OS, ROLES } from "./target-words.ts";

export interface Kinds {
  readonly terms: readonly string[];
  readonly end: number;
  /** Said as "label x", or an environment or os, which means nothing else. */
  readonly explicit: boolean;
}

/** "production web", "linux", "label db": words that narrow. */
export function kindsAt(tokens: readonly Token[], at: number, known: CompiledCatalog): Kinds {
  const terms: string[] = [];
  let explicit = false;
  let end = at;
  let next = labelAt(tokens, end, known) ?? plainKind(tokens, end, known);
  while (next) {
    terms.push(next.term);
    explicit ||= next.explicit;
    end = next.end;
    next = labelAt(tokens, end, known) ?? plainKind(tokens, end, known);
  }
  return { terms, end, explicit };
}

/** "label db", "tagged db" */
function labelAt(tokens: readonly Token[], at: number, known: CompiledCatalog) {
  if (!/^(?:label|labelled|labeled|tagged|label:|tag)$/.test(tokens[at]?.text ?? "")) return undefined;
  const value = tokens[at + 1];
  const isName = value?.kind === "word" || value?.kind === "name" || value?.kind === "quoted";
  return isName ? { term: labelTerm(value.text, known), end: at + 2, explicit: true } : undefined;
}

/** Labels that are a system or an environment are that: "tagged production". */
const labelTerm = (word: string, known: CompiledCatalog): string =>
  OS.get(word) ?? ENV.get(word) ?? known.labels.get(word) ?? `label:${word}`;

function plainKind(tokens: readonly Token[], at: number, known: CompiledCatalog) {
  const term = kindTerm(tokens[at], known) ?? unknownLabel(tokens, at, known);
  const role = /^(?:webservers?|databases|dbs|caches|builders|macs)$/.test(tokens[at]?.text ?? "");
  return term === undefined ? undefined : { term, end: at + 1, explicit: role };
}

/**
 * "billing servers" where nothing is labelled billing: still a label, so that the answer says that no machine has it.
 * Leaving the word out would make it mean other machines.
 */
function unknownLabel(tokens: readonly Token[], at: number, known: CompiledCatalog): string | undefined {
  const token = tokens[at];
  const isName = token?.kind === "word" || token?.kind === "name";
  if (!isName || !PLURAL_NOUNS.has(tokens[at + 1]?.text ?? "") || known.agents.has(token.text)) return undefined;
  const means = NOUNS.has(token.text) || NEVER_NAMES.has(token.text) || NOT_LABELS.has(token.text);
  return means || token.text.startsWith("non-") || !/^[a-z][a-z0-9-]+$/.test(token.text)
    ? undefined
    : `label:${token.text}`;
}

const PLURAL_NOUNS = new Set([...NOUNS].filter((noun) => noun.endsWith("s")));
const NOT_LABELS = new Set(
  "other same new old more remote local virtual physical idle busy online offline failed slow fast different current connected available known good bad few many several which what how are is do have has up down all any some two three four five".split(
    " ",
  ),
);

function kindTerm(token: Token | undefined, known: CompiledCatalog): string | undefined {
  if (!token || !/^(?:word|name|pair)$/.test(token.kind)) return undefined;
  const { text } = token;
  if (known.agents.has(text)) return undefined;
  const plain = OS.get(text) ?? ENV.get(text);
  if (plain !== undefined) return plain;
  const [, prefix = "", value = ""] = /^(label|os|env|environment|tag|role|group)[:=](.+)$/.exec(text) ?? [];
  if (prefix !== "")
    return (
      OS.get(value) ??
      ENV.get(value) ??
      (/^(?:os|env)$/.test(prefix) ? `${prefix}:${value}` : (known.labels.get(value) ?? `label:${value}`))
    );
  return (
    known.labels.get(text) ??
    known.labels.get(ROLES.get(text) ?? "") ??
    known.labels.get(text.replace(/e?s$/, "")) ??
    known.labels.get(text.replace(/s$/, ""))
  );
}

const WHICH = wordPattern<object>(
  "[where|(that|which) (are|is|have|has|run|runs)] [both|also] [with|having|running|runs|in|of|from|whose] [the|a] [label|labels|tag|tags|os|system|operating system|environment|env|role|group|labelled|labeled|tagged] [is|are|as|with|=|equals] [the] [label|tag]",
  {},
);

const LEAD = /^(?:that|which|with|having|running|runs|in|of|from|whose|where|labelled|labeled|tagged)$/;

/** Behind the noun: "with the label build", "that are both linux and staging", "running windows", "in production". */
export function kindsBehind(tokens: readonly Token[], at: number, known: CompiledCatalog): Kinds {
  const terms: string[] = [];
  let end = at;
  let next = LEAD.test(tokens[at]?.text ?? "") ? WHICH.match(tokens, at)?.end : undefined;
  while (next !== undefined) {
    const kinds = namedKinds(tokens, next, known);
    if (kinds.terms.length === 0) break;
    terms.push(...kinds.terms);
    ({ end } = kinds);
    next = /^(?:and|or|,)$/.test(tokens[end]?.text ?? "") ? end + 1 : undefined;
  }
  return { terms, end, explicit: terms.length > 0 };
}

/** Known words; behind "label" any word is one. */
function namedKinds(tokens: readonly Token[], at: number, known: CompiledCatalog): Kinds {
  const kinds = kindsAt(tokens, at, known);
  const token = tokens[at];
  const named = /^(?:label|labels|tag|tags|labelled|labeled|tagged)$/.test(tokens[at - 1]?.text ?? "");
  const isName = token?.kind === "word" || token?.kind === "name";
  if (kinds.terms.length > 0 || !named || !isName) return kinds;
  return { terms: [labelTerm(token.text, known)], end: at + 1, explicit: true };
}
