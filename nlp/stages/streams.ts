import { type Clause, type Draft, mask } from "../draft.ts";
import { ARTICLES } from "../match/words.ts";
import { baseForm } from "../text/base-form.ts";
import type { Token } from "../text/token.ts";

type Ranges = readonly { readonly from: number; readonly to: number }[];

/** The tokens of a clause that are left when `ranges` and articles are taken out. */
export function streamOf(draft: Draft, clause: Clause, ranges: Ranges): readonly Token[] {
  const taken = mask(draft.tokens.length, ranges);
  const stream: Token[] = [];
  for (let at = clause.from; at < clause.to; at += 1) {
    const token = draft.tokens[at];
    if (!token || taken[at] || isArticle(token)) continue;
    const before = draft.tokens[at - 1]?.text;
    stream.push(before !== undefined && COMMON.has(before) ? { ...token, common: true } : token);
  }
  return stream;
}

/** Before a name nobody knows these say that it is no name: "turn on the fan". */
const COMMON = new Set(["a", "an", "the", "my", "your", "our", "some"]);

const isArticle = (token: Token): boolean => token.kind === "word" && ARTICLES.has(token.text);

/** What is left for actions: no time, no policy, no targets. */
export function actionStream(draft: Draft, clause: Clause, targets: Ranges = draft.targets.used): readonly Token[] {
  const stream = streamOf(draft, clause, [...draft.policy.used, ...draft.time.used, ...targets]);
  const [first, ...rest] = stream;
  const base =
    first && isNamedAct(draft, first) ? baseForm(first.text, (word) => draft.known.words.has(word)) : undefined;
  return first && base !== undefined ? [{ ...first, text: base, raw: base }, ...rest] : stream;
}

/** "a dry run of restarting redis": the act is named by what was read before it. */
function isNamedAct({ tokens, policy }: Draft, { start }: Token): boolean {
  const at = tokens.findIndex((token) => token.start === start);
  return tokens[at - 1]?.text === "of" && policy.used.some(({ to }) => to === at);
}

/** The whole message as one clause. */
export const wholeClause = (draft: Draft): Clause => ({ when: "first", from: 0, to: draft.tokens.length });
