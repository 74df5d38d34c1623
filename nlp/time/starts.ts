import { numberWord, ordinalWord } from "../text/number-words.ts";
import type { Token } from "../text/token.ts";

/** What a reader can begin with: words of its own, or a kind of token. One too many costs time, one too few is a fault. */
export interface Start<Reader> {
  readonly reader: Reader;
  readonly words: ReadonlySet<string>;
  readonly also: (token: Token) => boolean;
}

/** The reader begins with one of the words, or with a token that is `also` a beginning. */
export const begins = <Reader>(
  reader: Reader,
  words: string,
  also: Start<Reader>["also"] = () => false,
): Start<Reader> => ({ reader, words: new Set(words.split(" ")), also });

/** "5", "3x", "5m", "an", "twenty", "third", "twenty-first". */
export const isNumeric = ({ kind, text }: Token): boolean =>
  /^\d/.test(text) ||
  text === "a" ||
  text === "an" ||
  numberWord(text) !== undefined ||
  ordinalWord(text) !== undefined ||
  (kind === "word" && text.includes("-"));

/** Words that were seen; a bounded memory. */
const MOST_WORDS = 4_000;
const LONGEST_WORD = 30;

/** The readers that can begin with a token, in the order given; worked out once for each word. */
export function readersByStart<Reader>(starts: readonly Start<Reader>[]): (token: Token) => readonly Reader[] {
  const known = new Map<string, readonly Reader[]>();
  const fitting = (token: Token): readonly Reader[] =>
    starts.filter(({ words, also }) => words.has(token.text) || also(token)).map(({ reader }) => reader);
  return (token) => {
    const { kind, text } = token;
    if (text.length > LONGEST_WORD) return fitting(token);
    const key = kind === "word" ? text : `${kind} ${text}`;
    const before = known.get(key);
    if (before) return before;
    if (known.size >= MOST_WORDS) known.clear();
    const found = fitting(token);
    known.set(key, found);
    return found;
  };
}
