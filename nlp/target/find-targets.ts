import type { CompiledCatalog } from "../compiled-catalog.ts";
import { NEVER_NAMES } from "../match/words.ts";
import type { Token } from "../text/token.ts";
import { numberAt } from "../time/durations.ts";

export interface TargetsFound {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly pick?: number | string;
  readonly used: readonly { readonly from: number; readonly to: number; readonly slot: string }[];
  /** "on it", "there": the machines talked about before. */
  readonly same?: true;
}

interface Group {
  readonly terms: readonly string[];
  readonly end: number;
  readonly pick?: number | string;
  /** Could be nothing but machines. */
  readonly strong: boolean;
  readonly same?: true;
}

const NOUNS = new Set(
  "server servers machine machines box boxes host hosts node nodes agent agents computer computers vm vms system systems client clients fleet".split(
    " ",
  ),
);
const OS = new Map([
  ["linux", "os:linux"],
  ["windows", "os:windows"],
  ["win", "os:windows"],
  ["macos", "os:macos"],
  ["mac", "os:macos"],
  ["macs", "os:macos"],
  ["osx", "os:macos"],
]);
const ENV = new Map([
  ["production", "env:production"],
  ["prod", "env:production"],
  ["live", "env:production"],
  ["staging", "env:staging"],
  ["stage", "env:staging"],
  ["test", "env:test"],
  ["testing", "env:test"],
  ["dev", "env:dev"],
  ["development", "env:dev"],
]);
const WEAK_LEAD = /^(?:on|in|at|across|over|onto|against|upon)$/;
const STRONG_LEAD = /^(?:from|for|of|to|with|only)$/;

/** Finds where something shall happen in the tokens that are not `taken`. */
export function findTargets(tokens: readonly Token[], taken: readonly boolean[], known: CompiledCatalog): TargetsFound {
  const include: string[] = [];
  const exclude: string[] = [];
  const used: { from: number; to: number; slot: string }[] = [];
  let pick: number | string | undefined;
  let same: true | undefined;
  for (let at = 0; at < tokens.length; at += 1) {
    if (taken[at]) continue;
    const without = exclusion(tokens, at, known);
    const group = without ?? inclusion(tokens, at, known);
    if (!group || taken.slice(at, group.end).includes(true)) continue;
    (without ? exclude : include).push(...group.terms);
    pick ??= group.pick;
    same ??= group.same;
    used.push({ from: at, to: group.end, slot: without ? "exclude" : "targets" });
    at = group.end - 1;
  }
  const everywhere = exclude.length > 0 && include.length === 0 && same === undefined ? ["all"] : include;
  return {
    include: [...new Set(everywhere)],
    exclude: [...new Set(exclude)],
    used,
    ...(pick !== undefined && { pick }),
    ...(same && { same }),
  };
}

function exclusion(tokens: readonly Token[], at: number, known: CompiledCatalog): Group | undefined {
  const two = `${tokens[at]?.text ?? ""} ${tokens[at + 1]?.text ?? ""}`;
  let from: number | undefined;
  if (/^(?:except|excluding|minus|without|but|not)$/.test(tokens[at]?.text ?? "")) from = at + 1;
  if (/^(?:but not|other than|apart from|except for|except on|not on|leave out|and not|aside from)$/.test(two))
    from = at + 2;
  if (from === undefined) return undefined;
  if (/^(?:for|on|the)$/.test(tokens[from]?.text ?? "")) from += 1;
  const group = groupAt(tokens, from, known, true);
  const plain = tokens[at]?.text;
  const needsStrong = plain === "not" || plain === "but" || plain === "without" || plain === "minus";
  return group && (group.strong || !needsStrong) ? group : undefined;
}

function inclusion(tokens: readonly Token[], at: number, known: CompiledCatalog): Group | undefined {
  const word = tokens[at]?.text ?? "";
  const next = tokens[at + 1]?.text ?? "";
  if (word === "everywhere") return { terms: ["all"], end: at + 1, strong: true };
  if (WEAK_LEAD.test(word)) {
    const from = next === "only" ? at + 2 : at + 1;
    if (/^(?:it|them|those|these)$/.test(next) && NEVER_AFTER_IT.test(tokens[at + 2]?.text ?? ""))
      return { terms: [], end: at + 2, strong: true, same: true };
    return groupAt(tokens, from, known, word === "on" || word === "across" || word === "in");
  }
  if (STRONG_LEAD.test(word)) {
    const group = groupAt(tokens, at + 1, known, false);
    const isHost = group?.terms.some((term) => term.startsWith("host:")) === true && group.terms.length === 1;
    return group?.strong && !(isHost && (word === "to" || word === "with")) && word !== "to" ? group : undefined;
  }
  const group = groupAt(tokens, at, known, false);
  const bareHosts = group?.terms.every((term) => term.startsWith("host:")) === true && !isThis(tokens, at);
  return group?.strong && !bareHosts ? group : undefined;
}

const NEVER_AFTER_IT = /^(?:|and|then|every|at|in|now|please|again)$/;

/** A list of machines, labels and kinds. */
function groupAt(tokens: readonly Token[], at: number, known: CompiledCatalog, guess: boolean): Group | undefined {
  const first = termAt(tokens, at, known, guess);
  if (!first) return undefined;
  const terms = [...first.terms];
  let { end, strong } = first;
  for (;;) {
    let next = end;
    if (tokens[next]?.kind === "comma") next += 1;
    if (/^(?:and|or|&|plus)$/.test(tokens[next]?.text ?? "")) next += 1;
    if (next === end) break;
    if (tokens[next]?.text === "on") next += 1;
    const more = termAt(tokens, next, known, false);
    if (!more || (!more.strong && !strong && !guess)) break;
    terms.push(...more.terms);
    end = more.end;
    strong ||= more.strong;
  }
  return { terms, end, strong, ...(first.pick !== undefined && { pick: first.pick }) };
}

function termAt(tokens: readonly Token[], at: number, known: CompiledCatalog, guess: boolean): Group | undefined {
  if (isThis(tokens, at)) return thisMachine(tokens, at, known);
  const quantity = quantityAt(tokens, at);
  const start = quantity?.end ?? at;
  const range = rangeAt(tokens, start, known);
  if (range) return range;
  const kinds = kindsAt(tokens, start, known);
  const noun = NOUNS.has(tokens[kinds.end]?.text ?? "");
  const end = noun ? kinds.end + 1 : kinds.end;
  const counted = quantity?.kind === "all" || quantity?.pick !== undefined;
  const pick = quantity?.pick === undefined ? {} : { pick: quantity.pick };
  if (kinds.terms.length > 0) {
    const strong = noun || kinds.explicit || (counted && kinds.end > start);
    return { terms: kinds.terms, end: skipOnes(tokens, end), strong, ...pick };
  }
  if (noun && (counted || tokens[kinds.end]?.text === "fleet")) return { terms: ["all"], end, strong: true, ...pick };
  if (quantity?.kind === "all" && guess && !isWordAfter(tokens[start]))
    return { terms: ["all"], end: start, strong: false };
  const host = quantity && quantity.kind !== "the" ? undefined : hostAt(tokens, start, known, guess);
  return host ?? undefined;
}

const isWordAfter = (token: Token | undefined): boolean =>
  token !== undefined &&
  (token.kind === "word" || token.kind === "name" || token.kind === "path") &&
  !/^(?:every|at|and|but|except|then|in|please|now|with|tomorrow|tonight|daily|weekly|hourly)$/.test(token.text);

const skipOnes = (tokens: readonly Token[], at: number): number => (tokens[at]?.text === "ones" ? at + 1 : at);

function isThis(tokens: readonly Token[], at: number): boolean {
  const word = tokens[at]?.text;
  return word === "this" && NOUNS.has(tokens[at + 1]?.text ?? "");
}

/** "this machine" is only clear when there is one. */
function thisMachine(tokens: readonly Token[], at: number, known: CompiledCatalog): Group | undefined {
  const [only, another] = known.catalog.agents;
  if (tokens[at + 1]?.text.endsWith("s") || !only || another) return { terms: [], end: at + 2, strong: true };
  return { terms: [`host:${only.name.toLowerCase()}`], end: at + 2, strong: true };
}

interface Quantity {
  readonly kind: "all" | "some" | "the";
  readonly end: number;
  readonly pick?: number | string;
}

/** "all [of] [the]", "every", "any two [of the]", "half of the", "25% of the". */
function quantityAt(tokens: readonly Token[], at: number): Quantity | undefined {
  const word = tokens[at]?.text ?? "";
  const rest = (from: number): number => {
    let end = from;
    while (/^(?:of|the|our|my|those|these|them)$/.test(tokens[end]?.text ?? "")) end += 1;
    return end;
  };
  if (word === "all" || word === "every" || word === "each" || word === "both" || word === "everything")
    return { kind: "all", end: rest(at + 1) };
  if (word === "the" || word === "our" || word === "my") {
    const end = rest(at);
    return tokens[end]?.text === "whole" || tokens[end]?.text === "entire"
      ? { kind: "all", end: end + 1 }
      : { kind: "the", end };
  }
  if (word === "any" || word === "some") {
    const number = numberAt(tokens, at + 1);
    return { kind: "some", end: rest(number?.end ?? at + 1), pick: number?.value ?? 1 };
  }
  if (word === "half" && /^(?:of|the)$/.test(tokens[at + 1]?.text ?? ""))
    return { kind: "some", end: rest(at + 1), pick: "50%" };
  if (tokens[at]?.kind === "percent" && tokens[at + 1]?.text === "of")
    return { kind: "some", end: rest(at + 1), pick: word };
  const number = numberAt(tokens, at);
  if (number && tokens[number.end]?.text === "of") return { kind: "some", end: rest(number.end), pick: number.value };
  return undefined;
}

interface Kinds {
  readonly terms: readonly string[];
  readonly end: number;
  /** Said as "label x", or an environment or os, which means nothing else. */
  readonly explicit: boolean;
}

/** "production web", "linux", "label db": words that narrow. */
function kindsAt(tokens: readonly Token[], at: number, known: CompiledCatalog): Kinds {
  const terms: string[] = [];
  let end = at;
  let explicit = false;
  for (;;) {
    const word = tokens[end]?.text ?? "";
    const isLabelWord = /^(?:label|labelled|labeled|tagged|label:|tag)$/.test(word);
    const value = isLabelWord ? tokens[end + 1] : undefined;
    if (value && (value.kind === "word" || value.kind === "name" || value.kind === "quoted")) {
      terms.push(known.labels.get(value.text) ?? `label:${value.text}`);
      end += 2;
      explicit = true;
      continue;
    }
    const term = kindTerm(tokens[end], known) ?? unknownLabel(tokens, end, known);
    if (term === undefined) return { terms, end, explicit };
    terms.push(term);
    end += 1;
  }
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
  return means || !/^[a-z][a-z0-9-]+$/.test(token.text) ? undefined : `label:${token.text}`;
}

const PLURAL_NOUNS = new Set([...NOUNS].filter((noun) => noun.endsWith("s")));
const NOT_LABELS = new Set(
  "other same new old more remote local virtual physical idle busy online offline failed slow fast different current connected available known good bad few many several which what how are is do have has up down all any some two three four five".split(
    " ",
  ),
);

function kindTerm(token: Token | undefined, known: CompiledCatalog): string | undefined {
  if (!token || (token.kind !== "word" && token.kind !== "name")) return undefined;
  const { text } = token;
  if (known.agents.has(text)) return undefined;
  const plain = OS.get(text) ?? ENV.get(text);
  if (plain !== undefined) return plain;
  const [, prefix, value] = /^(label|os|env):(.+)$/.exec(text) ?? [];
  if (prefix !== undefined && value !== undefined) return `${prefix}:${value}`;
  return (
    known.labels.get(text) ?? known.labels.get(text.replace(/e?s$/, "")) ?? known.labels.get(text.replace(/s$/, ""))
  );
}

/** "web-1 to web-4", "web-1..4", "web-[1-4]": every machine by name. */
function rangeAt(tokens: readonly Token[], at: number, known: CompiledCatalog): Group | undefined {
  const token = tokens[at];
  if (token?.kind !== "name") return undefined;
  const short = /^(.*?[a-z_.-])\[?(\d{1,4})(?:\.\.|-)(\d{1,4})\]?$/.exec(token.text);
  const inOne = short && !known.agents.has(token.text) && (token.text.includes("..") || token.text.includes("["));
  if (inOne) return spelled(short[1] ?? "", short[2] ?? "", short[3] ?? "", at + 1);
  if (!/^(?:to|through|thru|until|till|-|\.\.)$/.test(tokens[at + 1]?.text ?? "")) return undefined;
  const first = /^(.*?)(\d{1,4})$/.exec(token.text);
  const last = /^(.*?)(\d{1,4})$/.exec(tokens[at + 2]?.text ?? "");
  if (!first || !last || (last[1] !== first[1] && last[1] !== "")) return undefined;
  return spelled(first[1] ?? "", first[2] ?? "", last[2] ?? "", at + 3);
}

/** More than this many machines are not meant by a range of names. */
const LONGEST_RANGE = 500;

function spelled(stem: string, first: string, last: string, end: number): Group | undefined {
  const [from, to] = [Number(first), Number(last)];
  if (to < from || to - from >= LONGEST_RANGE) return undefined;
  const terms = Array.from(
    { length: to - from + 1 },
    (_, index) => `host:${stem}${String(from + index).padStart(first.startsWith("0") ? first.length : 1, "0")}`,
  );
  return { terms, end, strong: true };
}

function hostAt(tokens: readonly Token[], at: number, known: CompiledCatalog, guess: boolean): Group | undefined {
  const token = tokens[at];
  if (!token) return undefined;
  if (known.agents.has(token.text)) {
    const end = NOUNS.has(tokens[at + 1]?.text ?? "") ? at + 2 : at + 1;
    return { terms: [`host:${token.text}`], end, strong: true };
  }
  if (/^host:.+/.test(token.text)) return { terms: [token.text], end: at + 1, strong: true };
  if (token.kind === "name" && /[*?]/.test(token.text))
    return { terms: [`host:${token.text}`], end: at + 1, strong: true };
  if (!guess) return undefined;
  const hostLike = token.kind === "name" && /^[a-z0-9][\w.-]*$/.test(token.text) && /[a-z]/.test(token.text);
  if (hostLike) return { terms: [`host:${token.text}`], end: at + 1, strong: false };
  const plain =
    token.kind === "word" &&
    token.text.length > 1 &&
    !NEVER_NAMES.has(token.text) &&
    !NOUNS.has(token.text) &&
    !NOT_MACHINES.has(token.text);
  const ends =
    tokens[at + 1] === undefined ||
    tokens[at + 1]?.kind === "stop" ||
    /^(?:every|at|and|then|in|please|now|but|except|daily|hourly|tomorrow|tonight)$/.test(tokens[at + 1]?.text ?? "");
  return plain && ends && tokens[at - 1]?.text === "on"
    ? { terms: [`host:${token.text}`], end: at + 1, strong: false }
    : undefined;
}

const NOT_MACHINES = new Set(
  "demand disk purpose time hold failure success weekdays weekends holiday schedule top fire average sight behalf fridays mondays tuesdays wednesdays thursdays saturdays sundays monday tuesday wednesday thursday friday saturday sunday repeat call duty vacation site cpu memory".split(
    " ",
  ),
);
