const BITS = 20;

/** How much each kind of feature says beside a whole word. */
const WEIGHT = { word: 1, stem: 0.7, pair: 0.8, gap: 0.4, piece: 0.35, first: 0.6 };
const PIECES = [3, 4, 5];
const MOST_WORDS = 60;

/**
 * A text as weighted features, each under a hash below 2^20: its words, their stems, neighbours, words with one between
 * them, pieces of three to five letters, and how it begins. Pieces carry a word over a typo.
 */
export function textFeatures(text: string): ReadonlyMap<number, number> {
  const words = text
    .slice(0, 2_000)
    .toLowerCase()
    .split(/[^a-z0-9']/)
    .filter((word) => word !== "")
    .slice(0, MOST_WORDS);
  const found = new Map<number, number>();
  const add = (kind: keyof typeof WEIGHT, value: string) => {
    const place = hashOf(`${kind}:${value}`);
    found.set(place, Math.max(found.get(place) ?? 0, WEIGHT[kind]));
  };
  words.forEach((word, at) => {
    add("word", word);
    add("stem", word.replace(/(?:ing|ed|es|s)$/, ""));
    const [next, after] = [words[at + 1], words[at + 2]];
    if (next !== undefined) add("pair", `${word} ${next}`);
    if (after !== undefined) add("gap", `${word} ${after}`);
    const framed = `^${word}$`;
    for (const length of PIECES)
      for (let from = 0; from + length <= framed.length; from += 1) add("piece", framed.slice(from, from + length));
  });
  if (words[0] !== undefined) add("first", words[0]);
  return found;
}

/** FNV-1a over the character codes, with its bits mixed down once more. */
function hashOf(text: string): number {
  let hash = 2_166_136_261;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 16_777_619);
  hash = Math.imul(hash ^ (hash >>> 15), 2_246_822_507);
  return (hash ^ (hash >>> 13)) >>> (32 - BITS);
}
