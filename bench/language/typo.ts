import { createHash } from "node:crypto";

/** Whole numbers from a text, the same ones every time. */
function numbersOf(text: string): (below: number) => number {
  const bytes = createHash("sha256").update(text).digest();
  let at = 0;
  return (below) => {
    at = (at + 4) % 28;
    return bytes.readUInt32BE(at) % below;
  };
}

const LETTERS = "abcdefghijklmnopqrstuvwxyz";

/**
 * The text with one slip in one of the words that `mayChange` names: two letters swapped, one left out, doubled or another.
 * Which word, which letter and which slip follow from the text and the number of the try. Undefined where no word may change.
 */
export function withTypo(text: string, mayChange: (word: string) => boolean, attempt = 0): string | undefined {
  const quoted = [...text.matchAll(/"[^"]*"|`[^`]*`|'[^']*'/g)].map(({ index, 0: all }) => [index, index + all.length]);
  const words = [...text.matchAll(/(?<![\p{L}\d_./@#:=-])[a-z]{3,20}(?![\p{L}\d_/@#:='-]|\.\w)/gu)].filter(
    ({ index, 0: word }) => mayChange(word) && !quoted.some(([from = 0, to = 0]) => index >= from && index < to),
  );
  if (words.length === 0) return undefined;
  const pick = numbersOf(attempt === 0 ? text : `${attempt} ${text}`);
  const { index, 0: word } = words[pick(words.length)] ?? { index: 0, 0: "" };
  for (;;) {
    const slipped = slip(word, pick);
    if (slipped !== word) return text.slice(0, index) + slipped + text.slice(index + word.length);
  }
}

function slip(word: string, pick: (below: number) => number): string {
  const at = pick(word.length);
  const kind = pick(4);
  const letter = word[at] ?? "";
  if (kind === 0 && at + 1 < word.length) return word.slice(0, at) + (word[at + 1] ?? "") + letter + word.slice(at + 2);
  if (kind === 1) return word.slice(0, at) + word.slice(at + 1);
  if (kind === 2) return word.slice(0, at) + letter + word.slice(at);
  return word.slice(0, at) + (LETTERS[pick(LETTERS.length)] ?? "") + word.slice(at + 1);
}
