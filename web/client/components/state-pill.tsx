import { STATE_WORDS, type StateName } from "../model/state-words.ts";
import { WordPill } from "./word-pill.tsx";

/** A state as a word with a shape and a colour. */
export function StatePill({ state }: { readonly state: StateName }) {
  return <WordPill words={STATE_WORDS[state]} />;
}
