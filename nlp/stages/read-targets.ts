import { type Draft, mask, type Stage } from "../draft.ts";
import { findTargets, type TargetsFound } from "../target/find-targets.ts";
import type { Token } from "../text/token.ts";

/** Where the first thing shall happen; later steps say their own or inherit. */
export const readTargets: Stage = (draft) => {
  const { tokens, known, clauses } = draft;
  const [first] = clauses;
  const later = first ? [{ from: first.to, to: tokens.length }] : [];
  const taken = mask(tokens.length, [...draft.policy.used, ...draft.time.used, ...later]);
  const said = findTargets(tokens, taken, known);
  const isSame = said.used.length === 0 && (tokens.some((_token, at) => isPartOfSame(tokens, at)) || isMore(draft));
  const targets: TargetsFound = isSame ? { ...said, same: "known" } : said;
  const trace = targets.used.map(({ from, to, slot }) => ({
    stage: slot,
    note: tokens
      .slice(from, to)
      .map((token) => token.text)
      .join(" "),
    start: tokens[from]?.start ?? 0,
    end: tokens[to - 1]?.end ?? 0,
  }));
  return { ...draft, targets, trace: [...draft.trace, ...trace] };
};

const MORE = /^(?:(?:ok|okay|yes|thanks|great|good|fine) )*(?:and|also|what about|how about|now|then)\b/;
const LONGEST_MORE = 6;

/** "ok, and memory?" after a request: of the same machines. */
function isMore({ tokens, context, clauses }: Draft): boolean {
  const words = tokens.filter(({ kind }) => kind !== "comma" && kind !== "stop").map(({ text }) => text);
  const follows = context.lastFrame?.intent === "task.create" && clauses.length === 1;
  return follows && words.length <= LONGEST_MORE && MORE.test(words.join(" "));
}

/** "how full is that disk": a part of the machine that was talked about. */
function isPartOfSame(tokens: readonly Token[], at: number): boolean {
  return tokens[at]?.text === "that" && /^(?:disk|drive|filesystem|partition|volume)$/.test(tokens[at + 1]?.text ?? "");
}
