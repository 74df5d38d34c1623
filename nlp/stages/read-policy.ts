import type { Stage } from "../draft.ts";
import { findPolicy } from "../policy/find-policy.ts";

/** Retries, limits and whom to tell; first, because "if it fails" and "for 5 minutes" mean something else alone. */
export const readPolicy: Stage = (draft) => {
  const policy = findPolicy(draft.tokens, draft.known.users);
  const trace = policy.used.map(({ from, to }) => ({
    stage: "policy",
    note: draft.tokens
      .slice(from, to)
      .map((token) => token.text)
      .join(" "),
    start: draft.tokens[from]?.start ?? 0,
    end: draft.tokens[to - 1]?.end ?? 0,
  }));
  return { ...draft, policy, trace: [...draft.trace, ...trace] };
};
