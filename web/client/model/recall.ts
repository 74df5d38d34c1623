/** Sentences said before, latest last, as arrow-up walks through them. `position` counts back from the draft at 0. */
export interface Recall {
  readonly said: readonly string[];
  readonly position: number;
  readonly draft: string;
}

/** Steps back (`older`) or forth; undefined where there is nothing further. */
export function recall(state: Recall, step: "older" | "newer", text: string): Recall | undefined {
  const position = state.position + (step === "older" ? 1 : -1);
  if (position < 0 || position > state.said.length) return undefined;
  return { ...state, position, draft: state.position === 0 ? text : state.draft };
}

/** What the message box shows at this position. */
export function recalledText(state: Recall): string {
  return state.position === 0 ? state.draft : (state.said.at(-state.position) ?? state.draft);
}

/** The person's own sentences, each once, oldest first. */
export function saidBefore(texts: readonly string[]): readonly string[] {
  return [...new Set([...texts].reverse())].reverse();
}
