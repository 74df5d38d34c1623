import type { Stage } from "../draft.ts";
import { spellNames as spelled } from "../target/spell-names.ts";

/** Machines and kinds of machines as the catalog spells them; what was read otherwise than typed is told and confirmed. */
export const spellNames: Stage = (draft) => {
  const { tokens, repaired } = spelled(draft.tokens, draft.known);
  const same = tokens.length === draft.tokens.length && tokens.every((token, at) => token === draft.tokens[at]);
  if (same) return draft;
  const notes = repaired.map((note) => ({ stage: "repair", note }));
  return { ...draft, tokens, repaired, trace: [...draft.trace, ...notes] };
};
