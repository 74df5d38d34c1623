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

/** States one pattern may be in at once: bounds the work. */
const MOST_STATES = 24;

/**
 * Compiles `(stop|abort) [it] after {duration}`: round brackets choose, square ones may be missing, curly ones read a
 * value. A comma stands for itself.
 */
export function wordPattern<Values extends object>(
  source: string,
  readers: Readonly<Record<string, HoleReader<Values>>>,
): WordPattern<Values> {
  const nodes = readSequence([...source.matchAll(/[[\]()|]|\{\w+\}|[^\s[\]()|{}]+/g)].map(([part]) => part));
  const { first, open } = optionOf(nodes);
  return {
    first,
    open,
    match(tokens, at) {
      if (!open && !first.has(tokens[at]?.text ?? "")) return undefined;
      const ends = run(nodes, tokens, [{ end: at, values: {} }], readers);
      return ends.reduce<PatternMatch<Values> | undefined>(
        (best, one) => (one.end > (best?.end ?? at) ? one : best),
        undefined,
      );
    },
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

function run<Values extends object>(
  nodes: readonly Node[],
  tokens: readonly Token[],
  from: readonly PatternMatch<Values>[],
  readers: Readonly<Record<string, HoleReader<Values>>>,
): readonly PatternMatch<Values>[] {
  let states = from;
  for (const node of nodes) {
    if (states.length === 0) return states;
    const [only] = states;
    states = states.length === 1 && only ? step(node, tokens, only, readers) : widened(node, tokens, states, readers);
  }
  return states;
}

function widened<Values extends object>(
  node: Node,
  tokens: readonly Token[],
  states: readonly PatternMatch<Values>[],
  readers: Readonly<Record<string, HoleReader<Values>>>,
): readonly PatternMatch<Values>[] {
  return states.flatMap((state) => step(node, tokens, state, readers)).slice(0, MOST_STATES);
}

function step<Values extends object>(
  node: Node,
  tokens: readonly Token[],
  state: PatternMatch<Values>,
  readers: Readonly<Record<string, HoleReader<Values>>>,
): readonly PatternMatch<Values>[] {
  if (node.kind === "choice") {
    const word = tokens[state.end]?.text ?? "";
    const ends: PatternMatch<Values>[] = [];
    for (const option of node.options)
      if (option.open || option.first.has(word)) ends.push(...run(option.nodes, tokens, [state], readers));
    if (node.optional) ends.push(state);
    return ends;
  }
  const at = state.end;
  if (node.kind === "word") {
    const token = tokens[at];
    return token?.text === node.text && token.kind !== "quoted" ? [{ ...state, end: at + 1 }] : [];
  }
  const found = readers[node.name]?.(tokens, at);
  return found ? [{ values: { ...state.values, ...found.values }, end: found.end }] : [];
}
