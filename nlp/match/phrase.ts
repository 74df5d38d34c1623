import { trimSigns } from "../../core/kernel/trim-signs.ts";
import { ARTICLES } from "./words.ts";

/** One step of a compiled phrase. */
export type PhraseNode =
  | { readonly kind: "literal"; readonly choices: readonly (readonly string[])[]; readonly optional: boolean }
  | { readonly kind: "hole"; readonly name: string; readonly lead: string; readonly optional: boolean };

export interface Phrase {
  readonly source: string;
  readonly nodes: readonly PhraseNode[];
  /** First words of the literal by which the phrase is found; empty when it has only holes. */
  readonly keys: readonly string[];
  /** Words it can begin with; undefined when it can begin with a hole. */
  readonly firsts: ReadonlySet<string> | undefined;
  /** For each literal that a match cannot do without: its choices. */
  readonly needed: readonly (readonly (readonly string[])[])[];
}

type Synonyms = Readonly<Record<string, readonly string[]>>;

/** Compiles `show [the] (end|tail) of {path}`, with the action's other words for its words. */
export function compilePhrase(source: string, synonyms: Synonyms = {}): Phrase {
  const nodes = splitPhrase(source)
    .map((part) => nodeOf(part, synonyms))
    .filter((node) => node !== undefined);
  return { source, nodes, keys: keysOf(nodes), firsts: firstsOf(nodes), needed: neededOf(nodes) };
}

/** `[(it|{id})]` as phrases of their own: a hole is no word of a choice. */
export function expandChoices(source: string): readonly string[] {
  const group = holedChoice(source);
  if (!group) return [source];
  const { whole, choices, optional } = group;
  const words = choices.filter((choice) => !choice.includes("{"));
  const merged = [
    ...choices.filter((choice) => choice.includes("{")),
    ...(words.length > 0 ? [`(${words.join("|")})`] : []),
    ...(optional ? [""] : []),
  ];
  return merged.flatMap((choice) => expandChoices(source.replace(whole, choice)));
}

/** The first group without groups inside that offers a hole among its choices. */
function holedChoice(source: string) {
  for (const { 0: whole, index } of source.matchAll(/[[(][^\][()]*[\])]/g)) {
    const content = whole.slice(1, -1);
    if (!content.includes("{")) continue;
    const round = whole.startsWith("(");
    const both = round && source[index - 1] === "[" && source[index + whole.length] === "]";
    const choices = content.split("|");
    if (both) return { whole: `[${whole}]`, choices, optional: true };
    if (choices.length > 1) return { whole, choices, optional: !round };
  }
  return undefined;
}

function splitPhrase(source: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = "";
  for (const sign of source) {
    if (sign === "[" || sign === "(") depth += 1;
    if (sign === "]" || sign === ")") depth -= 1;
    if (sign === " " && depth === 0) {
      if (part !== "") parts.push(part);
      part = "";
    } else part += sign;
  }
  return part === "" ? parts : [...parts, part];
}

function nodeOf(part: string, synonyms: Synonyms): PhraseNode | undefined {
  const optional = part.startsWith("[");
  const inner = trimSigns(part, "[]()");
  const [, lead = "", name = ""] = /^([^{]{0,10})\{([a-zA-Z][\w]{0,60})\}?$/.exec(inner) ?? [];
  if (name !== "") return { kind: "hole", name, lead, optional };
  const choices = inner
    .toLowerCase()
    .split("|")
    .flatMap((choice) => widen(choice.trim().split(/ +/), synonyms))
    .map((choice) => choice.filter((word) => !ARTICLES.has(word)))
    .filter((choice) => choice.length > 0);
  return choices.length === 0 ? undefined : { kind: "literal", choices, optional };
}

/** A choice with each of its words replaced by its synonyms, one word at a time. */
function widen(choice: readonly string[], synonyms: Synonyms): readonly (readonly string[])[] {
  const more = choice.flatMap((word, index) =>
    (Object.hasOwn(synonyms, word) ? (synonyms[word] ?? []) : []).map((synonym) => [
      ...choice.slice(0, index),
      ...contracted(synonym.toLowerCase()),
      ...choice.slice(index + 1),
    ]),
  );
  return [choice, ...more];
}

const contracted = (text: string): readonly string[] => text.replace(/'s\b/g, " is").split(/ +/);

/** The required literal with the rarest kind of word: everyday words would find every phrase. */
function keysOf(nodes: readonly PhraseNode[]): readonly string[] {
  const required = nodes.filter((node) => node.kind === "literal" && !node.optional);
  const strong = required.find(
    (node) => node.kind === "literal" && !node.choices.some(([word = ""]) => EVERYDAY.has(word)),
  );
  const chosen = strong ?? required[0];
  return chosen?.kind === "literal" ? [...new Set(chosen.choices.map(([word = ""]) => word))] : [];
}

function firstsOf(nodes: readonly PhraseNode[]): ReadonlySet<string> | undefined {
  const required = nodes.findIndex((node) => !node.optional);
  const leading = required < 0 ? nodes : nodes.slice(0, required + 1);
  if (leading.some((node) => node.kind === "hole")) return undefined;
  return new Set(leading.flatMap((node) => (node.kind === "literal" ? node.choices.map(([word = ""]) => word) : [])));
}

function neededOf(nodes: readonly PhraseNode[]): Phrase["needed"] {
  return nodes.flatMap((node) => (node.kind === "literal" && !node.optional && !isJoining(node) ? [node.choices] : []));
}

const JOINING = new Set("to of on in from for with at into under about".split(" "));

/** A small word before a hole; a sentence that ends before the hole may end before it. */
export const isJoining = (node: PhraseNode & { kind: "literal" }): boolean =>
  node.choices.every(([word = "", more]) => more === undefined && JOINING.has(word));

const EVERYDAY = new Set(
  "is are am what how of on in to for which who does do can from up show check get it".split(" "),
);
