import type { Token } from "./token.ts";

/** Reads a value at a place; undefined when there is none. */
export type HoleReader<Values> = (
  tokens: readonly Token[],
  at: number,
) => { readonly values: Partial<Values>; readonly end: number } | undefined;

export interface PatternMatch<Values> {
  readonly values: Partial<Values>;
  readonly end: number;
}

/** A sentence piece with alternatives, optional words and typed holes, ready to be compared. */
export interface WordPattern<Values> {
  /** Words it can begin with. */
  readonly first: ReadonlySet<string>;
  /** It can begin with a value. */
  readonly open: boolean;
  /** The longest match that begins at `at`. */
  match(tokens: readonly Token[], at: number): PatternMatch<Values> | undefined;
  /** Whether it can be all of the tokens. */
  isWhole(tokens: readonly Token[]): boolean;
}

type Node =
  | { readonly kind: "word"; readonly text: string }
  | { readonly kind: "hole"; readonly name: string }
  | { readonly kind: "choice"; readonly options: readonly Option[]; readonly optional: boolean };

interface Option {
  readonly nodes: readonly Node[];
  readonly first: ReadonlySet<string>;
  /** Can begin with a value or with nothing: any word may stand here. */
  readonly open: boolean;
}

/** One comparison: what is read, the longest match so far, and how many steps are left. */
interface Run<Values> {
  readonly tokens: readonly Token[];
  end: number;
  values: Partial<Values>;
  budget: number;
}

/** Goes on from a place, with what was read so far. */
type Matcher<Values> = (run: Run<Values>, at: number, values: Partial<Values>) => void;
type Readers<Values> = Readonly<Record<string, HoleReader<Values>>>;

/** Steps one comparison may take: bounds the work whatever is written. */
const MOST_STEPS = 2_000;

/**
 * Compiles `(stop|abort) [it] after {duration}`: round brackets choose, square ones may be missing, curly ones read a
 * value. A comma stands for itself.
 */
export function wordPattern<Values extends object>(source: string, readers: Readers<Values>): WordPattern<Values> {
  const nodes = readSequence([...source.matchAll(/[[\]()|]|\{\w+\}|[^\s[\]()|{}]+/g)].map(([part]) => part));
  const { first, open } = optionOf(nodes);
  let compiled: Matcher<Values> | undefined;
  // Most patterns are never begun with: what they become is made when it is needed.
  const begin = () => (compiled ??= sequence(nodes, readers, keepLongest));
  return {
    first,
    open,
    match(tokens, at) {
      if (!open && !first.has(tokens[at]?.text ?? "")) return undefined;
      const run: Run<Values> = { tokens, end: at, values: {}, budget: MOST_STEPS };
      begin()(run, at, {});
      return run.end > at ? { values: run.values, end: run.end } : undefined;
    },
    isWhole(tokens) {
      const run: Run<Values> = { tokens, end: -1, values: {}, budget: MOST_STEPS };
      begin()(run, 0, {});
      return run.end === tokens.length;
    },
  };
}

/** Of two that are equally long the one that was found first stays. */
function keepLongest<Values>(run: Run<Values>, at: number, values: Partial<Values>): void {
  if (at <= run.end) return;
  run.end = at;
  run.values = values;
}

/** The nodes one behind the other, and then `next`. */
function sequence<Values extends object>(
  nodes: readonly Node[],
  readers: Readers<Values>,
  next: Matcher<Values>,
): Matcher<Values> {
  return nodes.reduceRight<Matcher<Values>>((rest, node) => matcher(node, readers, rest), next);
}

function matcher<Values extends object>(node: Node, readers: Readers<Values>, next: Matcher<Values>): Matcher<Values> {
  if (node.kind === "choice") return choice(node, readers, next);
  if (node.kind === "word") {
    const { text } = node;
    return (run, at, values) => {
      const token = run.tokens[at];
      if (token?.text === text && token.kind !== "quoted") next(run, at + 1, values);
    };
  }
  const read = readers[node.name];
  return (run, at, values) => {
    run.budget -= 1;
    const found = run.budget > 0 ? read?.(run.tokens, at) : undefined;
    if (found) next(run, found.end, { ...values, ...found.values });
  };
}

/** Only the options that can begin with the word that stands there are gone into. */
function choice<Values extends object>(
  { options, optional }: Node & { kind: "choice" },
  readers: Readers<Values>,
  next: Matcher<Values>,
): Matcher<Values> {
  const ways = options.map(({ nodes, first, open }) => ({ first, open, begin: sequence(nodes, readers, next) }));
  const byWord = new Map<string, readonly Matcher<Values>[]>();
  const waysAt = (fits: (way: (typeof ways)[number]) => boolean) => ways.filter(fits).map(({ begin }) => begin);
  for (const word of ways.flatMap(({ first }) => [...first]))
    if (!byWord.has(word))
      byWord.set(
        word,
        waysAt(({ first, open }) => open || first.has(word)),
      );
  const others = waysAt(({ open }) => open);
  return (run, at, values) => {
    run.budget -= 1;
    if (run.budget < 0) return;
    for (const begin of byWord.get(run.tokens[at]?.text ?? "") ?? others) begin(run, at, values);
    if (optional) next(run, at, values);
  };
}

/** Takes its parts from the front of the list, up to the bracket or bar that ends it. */
function readSequence(parts: string[]): readonly Node[] {
  const nodes: Node[] = [];
  while (parts.length > 0 && !/^[\])|]$/.test(parts[0] ?? "")) {
    const part = parts.shift() ?? "";
    if (part === "(" || part === "[") nodes.push(readChoice(parts, part === "["));
    else if (part.startsWith("{")) nodes.push({ kind: "hole", name: part.slice(1, -1) });
    else nodes.push({ kind: "word", text: part });
  }
  return nodes;
}

function readChoice(parts: string[], optional: boolean): Node {
  const options = [optionOf(readSequence(parts))];
  while (parts[0] === "|") {
    parts.shift();
    options.push(optionOf(readSequence(parts)));
  }
  parts.shift();
  return { kind: "choice", options, optional };
}

function optionOf(nodes: readonly Node[]): Option {
  const first = new Set<string>();
  let open = false;
  for (const node of nodes) {
    if (node.kind === "word") return { nodes, first: first.add(node.text), open };
    if (node.kind === "hole") return { nodes, first, open: true };
    for (const option of node.options) for (const word of option.first) first.add(word);
    open ||= node.options.some((option) => option.open);
    if (!node.optional) return { nodes, first, open };
  }
  return { nodes, first, open: true };
}
