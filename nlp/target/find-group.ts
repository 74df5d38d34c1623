import type { CompiledCatalog } from "../compiled-catalog.ts";
import { oncePerPlace } from "../text/once-per-place.ts";
import type { Token } from "../text/token.ts";
import { wordPattern } from "../text/word-pattern.ts";
import type { Group } from "./group.ts";
import { hostAt, rangeAt } from "./hosts.ts";
import { type Kinds, kindsAt, kindsBehind } from "./kinds.ts";
import { type Quantity, quantityAt } from "./quantity.ts";
import { NOUNS } from "./target-words.ts";

/** A list of machines, labels and kinds. */
export function groupAt(
  tokens: readonly Token[],
  at: number,
  known: CompiledCatalog,
  guess: boolean,
): Group | undefined {
  const first = termAt(tokens, at, known, guess);
  if (!first) return undefined;
  const terms = [...first.terms];
  let { end, strong } = first;
  let more = nextTerm(tokens, end, known, terms.at(-1));
  while (more && (more.strong || strong || guess)) {
    terms.push(...more.terms);
    end = more.end;
    strong ||= more.strong;
    more = nextTerm(tokens, end, known, terms.at(-1));
  }
  const whichever = strong && WHICHEVER.match(tokens, end)?.end;
  const { pick = whichever ? 1 : undefined, assumed } = first;
  if (whichever) end = whichever;
  return { terms, end, strong, ...(pick !== undefined && { pick }), ...(assumed !== undefined && { assumed }) };
}

/** Behind several: any one of them will do. */
const WHICHEVER = wordPattern<object>(
  "[,] (whichever [one]|either one|either will do|either is fine|any will do|does not matter which [one]|(do not|i do not) care which [one]|pick one|your (choice|pick))",
  {},
);

/** After "," or "and", with or without another "on". */
function nextTerm(
  tokens: readonly Token[],
  at: number,
  known: CompiledCatalog,
  before: string | undefined,
): Group | undefined {
  let next = tokens[at]?.kind === "comma" ? at + 1 : at;
  if (/^(?:and|or|&|plus)$/.test(tokens[next]?.text ?? "")) next += 1;
  if (next === at) return undefined;
  return (
    numberedLike(tokens, next, known, before) ??
    termAt(tokens, tokens[next]?.text === "on" ? next + 1 : next, known, false)
  );
}

/** "web-1, 2 and 3": of machines that are known, numbered like the one before. */
function numberedLike(
  tokens: readonly Token[],
  at: number,
  known: CompiledCatalog,
  before: string | undefined,
): Group | undefined {
  const token = tokens[at];
  const stem = /^host:(.{0,60}\D)\d{1,4}$/.exec(before ?? "")?.[1];
  if (token?.kind !== "number" || stem === undefined || !known.agents.has(`${stem}${token.text}`)) return undefined;
  const next = tokens[at + 1];
  const ends = next === undefined || next.kind === "comma" || next.kind === "stop" || AFTER_NUMBER.test(next.text);
  return ends ? { terms: [`host:${stem}${token.text}`], end: at + 1, strong: true } : undefined;
}

const AFTER_NUMBER =
  /^(?:and|&|or|then|every|at|in|now|please|tomorrow|tonight|but|except|only|daily|hourly|with|one)$/;

const termAt = (tokens: readonly Token[], at: number, known: CompiledCatalog, guess: boolean): Group | undefined =>
  (guess ? guessedTermAt : plainTermAt)(tokens, at, known);

/** Every list of machines that holds a term reads it again. */
const guessedTermAt = oncePerPlace((tokens, at, known: CompiledCatalog) => readTerm(tokens, at, known, true));
const plainTermAt = oncePerPlace((tokens, at, known: CompiledCatalog) => readTerm(tokens, at, known, false));

function readTerm(tokens: readonly Token[], at: number, known: CompiledCatalog, guess: boolean): Group | undefined {
  if (isThis(tokens, at)) return thisMachine(tokens, at, known);
  const quantity = quantityAt(tokens, at);
  const start = quantity?.end ?? at;
  const range = rangeAt(tokens, start, known);
  if (range) return range;
  const named = namedMachines(tokens, start, known);
  if (named) return { ...named, ...pickOf(quantity) };
  const kinds = kindsAt(tokens, start, known);
  if (kinds.terms.length > 0) return kindGroup(tokens, start, kinds, quantity, known);
  const described = quantity?.kind === "all" ? everythingWith(tokens, at, start, known) : undefined;
  if (described) return described;
  const every = everyMachine(tokens, start, quantity, guess);
  if (every) return every;
  const pointed = quantity === undefined || quantity.kind === "the";
  if (pointed) return hostAt(tokens, start, known, guess);
  const host = quantity.pick === 1 || quantity.kind === "all" ? hostAt(tokens, start, known, false) : undefined;
  return host && { ...host, ...pickOf(quantity) };
}

/** "the machine called mail", "machines web-1 to web-3", "hosts with the label build". */
function namedMachines(tokens: readonly Token[], at: number, known: CompiledCatalog): Group | undefined {
  if (!NOUNS.has(tokens[at]?.text ?? "")) return undefined;
  const called = CALLED.match(tokens, at + 1)?.end ?? at + 1;
  const starts = /^(?:with|by)$/.test(tokens[called - 1]?.text ?? "");
  const name = tokens[called];
  if (starts && (name?.kind === "word" || name?.kind === "name"))
    return { terms: [`host:${name.text.replace(/[*]$/, "")}*`], end: called + 1, strong: true };
  const host = rangeAt(tokens, called, known) ?? hostAt(tokens, called, known, called > at + 1);
  if (host) return { ...host, strong: true };
  const kinds = kindsBehind(tokens, at + 1, known);
  return kinds.terms.length > 0 ? { terms: kinds.terms, end: kinds.end, strong: true } : undefined;
}

const CALLED = wordPattern<object>(
  "((called|named)|(whose|with a) (name|names) (starts|starting|begins|beginning) with|(starting|beginning) with|that (start|starts|begin|begins) with|whose name is)",
  {},
);

const pickOf = (quantity: Quantity | undefined) => ({
  ...(quantity?.pick !== undefined && { pick: quantity.pick }),
  ...(quantity?.assumed !== undefined && { assumed: quantity.assumed }),
});
const isCounted = (quantity: Quantity | undefined): boolean => quantity?.kind === "all" || quantity?.pick !== undefined;

/** "all web servers", "production", "the db ones". */
function kindGroup(
  tokens: readonly Token[],
  start: number,
  kinds: Kinds,
  quantity: Quantity | undefined,
  known: CompiledCatalog,
): Group {
  const noun = NOUNS.has(tokens[kinds.end]?.text ?? "");
  const end = noun || isOnes(tokens, kinds.end) ? kinds.end + 1 : kinds.end;
  const strong = noun || kinds.explicit || (isCounted(quantity) && kinds.end > start);
  const behind = noun ? kindsBehind(tokens, end, known) : { terms: [], end };
  return { terms: [...kinds.terms, ...behind.terms], end: afterIdle(tokens, behind.end), strong, ...pickOf(quantity) };
}

/** "the db ones", "the windows one"; not "one at a time". */
const isOnes = (tokens: readonly Token[], at: number): boolean =>
  tokens[at]?.text === "ones" ||
  (tokens[at]?.text === "one" &&
    !/^(?:at|by|after|per|canary|machine|server|host|box|node|every|retry|of)$/.test(tokens[at + 1]?.text ?? ""));

/** "whichever web server is least busy" */
function afterIdle(tokens: readonly Token[], end: number): number {
  const three = [0, 1, 2].map((index) => tokens[end + index]?.text ?? "").join(" ");
  return /^is (?:least|most) (?:busy|loaded|idle|free)$/.test(three)
    ? end + 3
    : /^is (?:free|idle|available)\b/.test(three)
      ? end + 2
      : end;
}

/** "all machines", "the fleet", and "all" alone where only machines can be meant. */
function everyMachine(
  tokens: readonly Token[],
  start: number,
  quantity: Quantity | undefined,
  guess: boolean,
): Group | undefined {
  const word = tokens[start]?.text ?? "";
  const article = /^(?:a|an)$/.test(tokens[start - 1]?.text ?? "");
  if (NOUNS.has(word) && !article && (isCounted(quantity) || word === "fleet"))
    return { terms: ["all"], end: start + 1, strong: true, ...pickOf(quantity) };
  const alone = quantity?.kind === "all" && guess && (!isWordAfter(tokens[start]) || isThatNot(tokens, start));
  return alone ? { terms: ["all"], end: start, strong: false } : undefined;
}

/** "everything in production", "anything running windows": by what is said behind it. */
function everythingWith(
  tokens: readonly Token[],
  at: number,
  start: number,
  known: CompiledCatalog,
): Group | undefined {
  if (!/^(?:everything|anything|all)$/.test(tokens[at]?.text ?? "")) return undefined;
  const kinds = kindsBehind(tokens, start, known);
  return kinds.terms.length > 0 ? { terms: kinds.terms, end: kinds.end, strong: true } : undefined;
}

/** "everything that is not production" */
const isThatNot = (tokens: readonly Token[], at: number): boolean =>
  /^(?:that|which) (?:is|are) not$/.test([0, 1, 2].map((index) => tokens[at + index]?.text).join(" "));

const isWordAfter = (token: Token | undefined): boolean =>
  token !== undefined &&
  (token.kind === "word" || token.kind === "name" || token.kind === "path") &&
  !/^(?:every|at|and|but|except|excluding|outside|apart|other|minus|without|not|skip|leaving|then|in|please|now|with|tomorrow|tonight|daily|weekly|hourly)$/.test(
    token.text,
  );

export function isThis(tokens: readonly Token[], at: number): boolean {
  return tokens[at]?.text === "this" && NOUNS.has(tokens[at + 1]?.text ?? "");
}

/** "this machine" is only clear when there is one. */
function thisMachine(tokens: readonly Token[], at: number, known: CompiledCatalog): Group | undefined {
  const [only, another] = known.catalog.agents;
  if (tokens[at + 1]?.text.endsWith("s") || !only || another)
    return { terms: [], end: at + 2, strong: true, same: "known" };
  return { terms: [`host:${only.name.toLowerCase()}`], end: at + 2, strong: true };
}
