import type { StateWords } from "../model/state-words.ts";
import { Icon } from "./icon.tsx";

/** A word with a shape and a colour, so that colour is never alone. */
export function WordPill({ words: { icon, tone, word } }: { readonly words: StateWords }) {
  return (
    <span className={`state ${tone}`}>
      <Icon name={icon} size={13} />
      {word}
    </span>
  );
}
