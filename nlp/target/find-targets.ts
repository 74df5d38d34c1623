import type { CompiledCatalog } from "../compiled-catalog.ts";
import type { Token } from "../text/token.ts";
import type { Group } from "./group.ts";
import { hostAt, rangeAt } from "./hosts.ts";
import { type Kinds, kindsAt } from "./kinds.ts";
import { type Quantity, quantityAt } from "./quantity.ts";
import { NOUNS } from "./target-words.ts";

export interface TargetsFound {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly pick?: number | string;
  readonly used: readonly { readonly from: number; readonly to: number; readonly slot: string }[];
  /** "on it", "there": the machines talked about before. */
  readonly same?: true;
}

const WEAK_LEAD = /^(?:on|in|at|across|over|onto|against|upon)$/;
const STRONG_LEAD = /^(?:from|for|of|with|only)$/;

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
  if (word === "everywhere") return { terms: ["all"], end: at + 1, strong: true };
  if (WEAK_LEAD.test(word)) return sameAt(tokens, at) ?? ledGroup(tokens, at, known);
  if (STRONG_LEAD.test(word)) {
    const group = groupAt(tokens, at + 1, known, false);
    const isHost = group?.terms.length === 1 && group.terms[0]?.startsWith("host:") === true;
    return group?.strong && !(isHost && word === "with") ? group : undefined;
  }
  const group = groupAt(tokens, at, known, false);
  const bareHosts = group?.terms.every((term) => term.startsWith("host:")) === true && !isThis(tokens, at);
  return group?.strong && !bareHosts ? group : undefined;
}

/** "on it", "on those": what was talked about before. */
function sameAt(tokens: readonly Token[], at: number): Group | undefined {
  const points = /^(?:it|them|those|these)$/.test(tokens[at + 1]?.text ?? "");
  const ends = /^(?:|and|then|every|at|in|now|please|again)$/.test(tokens[at + 2]?.text ?? "");
  return points && ends ? { terms: [], end: at + 2, strong: true, same: true } : undefined;
}

function ledGroup(tokens: readonly Token[], at: number, known: CompiledCatalog): Group | undefined {
  const from = tokens[at + 1]?.text === "only" ? at + 2 : at + 1;
  return groupAt(tokens, from, known, /^(?:on|across|in)$/.test(tokens[at]?.text ?? ""));
}

/** A list of machines, labels and kinds. */
function groupAt(tokens: readonly Token[], at: number, known: CompiledCatalog, guess: boolean): Group | undefined {
  const first = termAt(tokens, at, known, guess);
  if (!first) return undefined;
  const terms = [...first.terms];
  let { end, strong } = first;
  let more = nextTerm(tokens, end, known);
  while (more && (more.strong || strong || guess)) {
    terms.push(...more.terms);
    end = more.end;
    strong ||= more.strong;
    more = nextTerm(tokens, end, known);
  }
  return { terms, end, strong, ...(first.pick !== undefined && { pick: first.pick }) };
}

/** After "," or "and", with or without another "on". */
function nextTerm(tokens: readonly Token[], at: number, known: CompiledCatalog): Group | undefined {
  let next = tokens[at]?.kind === "comma" ? at + 1 : at;
  if (/^(?:and|or|&|plus)$/.test(tokens[next]?.text ?? "")) next += 1;
  if (next === at) return undefined;
  return termAt(tokens, tokens[next]?.text === "on" ? next + 1 : next, known, false);
}

function termAt(tokens: readonly Token[], at: number, known: CompiledCatalog, guess: boolean): Group | undefined {
  if (isThis(tokens, at)) return thisMachine(tokens, at, known);
  const quantity = quantityAt(tokens, at);
  const start = quantity?.end ?? at;
  const range = rangeAt(tokens, start, known);
  if (range) return range;
  const kinds = kindsAt(tokens, start, known);
  if (kinds.terms.length > 0) return kindGroup(tokens, start, kinds, quantity);
  return (
    everyMachine(tokens, start, quantity, guess) ??
    (quantity && quantity.kind !== "the" ? undefined : hostAt(tokens, start, known, guess))
  );
}

const pickOf = (quantity: Quantity | undefined) => (quantity?.pick === undefined ? {} : { pick: quantity.pick });
const isCounted = (quantity: Quantity | undefined): boolean => quantity?.kind === "all" || quantity?.pick !== undefined;

/** "all web servers", "production", "the db ones". */
function kindGroup(tokens: readonly Token[], start: number, kinds: Kinds, quantity: Quantity | undefined): Group {
  const noun = NOUNS.has(tokens[kinds.end]?.text ?? "");
  const end = noun || tokens[kinds.end]?.text === "ones" ? kinds.end + 1 : kinds.end;
  const strong = noun || kinds.explicit || (isCounted(quantity) && kinds.end > start);
  return { terms: kinds.terms, end, strong, ...pickOf(quantity) };
}

/** "all machines", "the fleet", and "all" alone where only machines can be meant. */
function everyMachine(
  tokens: readonly Token[],
  start: number,
  quantity: Quantity | undefined,
  guess: boolean,
): Group | undefined {
  const word = tokens[start]?.text ?? "";
  if (NOUNS.has(word) && (isCounted(quantity) || word === "fleet"))
    return { terms: ["all"], end: start + 1, strong: true, ...pickOf(quantity) };
  const alone = quantity?.kind === "all" && guess && !isWordAfter(tokens[start]);
  return alone ? { terms: ["all"], end: start, strong: false } : undefined;
}

const isWordAfter = (token: Token | undefined): boolean =>
  token !== undefined &&
  (token.kind === "word" || token.kind === "name" || token.kind === "path") &&
  !/^(?:every|at|and|but|except|then|in|please|now|with|tomorrow|tonight|daily|weekly|hourly)$/.test(token.text);

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
