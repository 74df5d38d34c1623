import { mask, type Stage } from "../draft.ts";
import { findTargets } from "../target/find-targets.ts";

/** Where the first thing shall happen; later steps say their own or inherit. */
export const readTargets: Stage = (draft) => {
  const { tokens, known, clauses } = draft;
  const [first] = clauses;
  const later = first ? [{ from: first.to, to: tokens.length }] : [];
  const taken = mask(tokens.length, [...draft.policy.used, ...draft.time.used, ...later]);
  const targets = findTargets(tokens, taken, known);
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
