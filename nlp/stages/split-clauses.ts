import { type Clause, mask, type Stage } from "../draft.ts";
import type { Token } from "../text/token.ts";

interface Connector {
  readonly words: string;
  readonly when: Clause["when"];
}

/** Longest first: "and then if it fails" is not "and then". */
const CONNECTORS: readonly Connector[] = [
  { words: "and if it fails", when: "failure" },
  { words: "and if that fails", when: "failure" },
  { words: "if it does not work", when: "failure" },
  { words: "if this fails", when: "failure" },
  { words: "if it fails", when: "failure" },
  { words: "if that fails", when: "failure" },
  { words: "if it failed", when: "failure" },
  { words: "on failure", when: "failure" },
  { words: "otherwise", when: "failure" },
  { words: "if it succeeds", when: "success" },
  { words: "if it works", when: "success" },
  { words: "if that works", when: "success" },
  { words: "if that succeeds", when: "success" },
  { words: "if all goes well", when: "success" },
  { words: "if successful", when: "success" },
  { words: "on success", when: "success" },
  { words: "regardless", when: "always" },
  { words: "in any case", when: "always" },
  { words: "either way", when: "always" },
  { words: "whatever happens", when: "always" },
  { words: "when it is done", when: "always" },
  { words: "when that is done", when: "always" },
  { words: "when done", when: "always" },
  { words: "and when done", when: "always" },
  { words: "and afterwards", when: "success" },
  { words: "afterwards", when: "success" },
  { words: "and after that", when: "success" },
  { words: "after that", when: "success" },
  { words: "and then", when: "success" },
  { words: "then", when: "success" },
  { words: "followed by", when: "success" },
];
interface Split {
  readonly words: readonly string[];
  readonly when: Clause["when"];
}
const SPLIT = new Map<string, Split[]>();
for (const { words, when } of CONNECTORS) {
  const split = { words: words.split(" "), when };
  const [first = ""] = split.words;
  const list = [...(SPLIT.get(first) ?? []), split];
  SPLIT.set(
    first,
    list.sort((a, b) => b.words.length - a.words.length),
  );
}

/** Cuts "a, then b; if it fails c" at its connectors. */
export const splitClauses: Stage = (draft) => {
  const { tokens } = draft;
  const taken = mask(tokens.length, draft.policy.used);
  const clauses: Clause[] = [];
  let from = 0;
  let when: Clause["when"] = "first";
  for (let at = 0; at < tokens.length; at += 1) {
    const found = taken[at] ? undefined : connectorAt(tokens, at);
    if (!found) continue;
    const empty = tokens.slice(from, at).every(isJoint);
    if (empty && when === "first" && found.when !== "success") continue;
    if (!empty) clauses.push({ when, from, to: at });
    when = nextWhen(when, found.when, empty);
    from = at + found.words.length;
    at = from - 1;
  }
  return { ...draft, clauses: [...clauses, { when, from, to: tokens.length }] };
};

const connectorAt = (tokens: readonly Token[], at: number) =>
  SPLIT.get(tokens[at]?.text ?? "")?.find(({ words }) =>
    words.every((word, index) => tokens[at + index]?.text === word && tokens[at + index]?.kind === "word"),
  );

const isJoint = (token: Token): boolean => token.kind === "comma" || token.kind === "stop" || token.text === "and";

/** "then, if it fails": the later word says more; a leading "then" begins nothing new. */
function nextWhen(before: Clause["when"], found: Clause["when"], empty: boolean): Clause["when"] {
  if (!empty) return found;
  return before === "first" || found === "success" ? before : found;
}
