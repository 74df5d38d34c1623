import { STATE_WORDS, type StateName } from "../model/state-words.ts";
import { Icon } from "./icon.tsx";

/** A state as a word with a shape and a colour. */
export function StatePill({ state }: { readonly state: StateName }) {
  const { word, tone, icon } = STATE_WORDS[state];
  return (
    <span className={`state ${tone}`}>
      <Icon name={icon} size={13} />
      {word}
    </span>
  );
}
