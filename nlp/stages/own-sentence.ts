import { type Draft, mask } from "../draft.ts";
import type { Candidate } from "../match/candidate.ts";
import { findTargets } from "../target/find-targets.ts";
import type { Token } from "../text/token.ts";

/** Where the sentence of the request names machines, those of other sentences are not meant: "web-1 is slow. Check web-2." */
export function ownSentence(draft: Draft, best: Candidate | undefined): Draft {
  const first = best?.kind === "action" ? best.stream[best.match.from] : undefined;
  const at = first ? draft.tokens.findIndex(({ start, text }) => start === first.start && text === first.text) : -1;
  if (at < 0 || draft.targets.used.length < 2) return draft;
  const { tokens } = draft;
  let [from, to] = [at, at];
  while (from > 0 && !endsSentence(tokens[from - 1])) from -= 1;
  while (to < tokens.length && !endsSentence(tokens[to])) to += 1;
  const inside = (range: { readonly from: number; readonly to: number }) => range.from >= from && range.to <= to;
  if (draft.targets.used.every(inside) || !draft.targets.used.some(inside)) return draft;
  const outside = [
    { from: 0, to: from },
    { from: to, to: tokens.length },
  ];
  const taken = mask(tokens.length, [...draft.policy.used, ...draft.time.used, ...outside]);
  const own = findTargets(tokens, taken, draft.known);
  return own.include.length + own.exclude.length === 0 ? draft : { ...draft, targets: own };
}

const endsSentence = (token: Token | undefined): boolean =>
  token?.kind === "stop" && token.text !== ":" && token.text !== "@";
