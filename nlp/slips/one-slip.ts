/** A reading of a word as one that is known, and how far it lies: 1 is hardly anything else, 3 is any other letter. */
export interface Meant {
  readonly word: string;
  readonly far: number;
}

const LETTERS = "abcdefghijklmnopqrstuvwxyz";
const ROWS = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];

/** Letter -> those a finger hits instead: beside it, above it and below it. */
const NEIGHBOURS: ReadonlyMap<string, string> = new Map(
  ROWS.flatMap((row, line) =>
    [...row].map((letter, at): [string, string] => {
      const above = ROWS[line - 1]?.slice(at, at + 2) ?? "";
      const below = ROWS[line + 1]?.slice(Math.max(0, at - 1), at + 1) ?? "";
      return [letter, `${row[at - 1] ?? ""}${row[at + 1] ?? ""}${above}${below}`];
    }),
  ),
);

/**
 * The known words one slip away, nearest first: letters swapped, doubled or held too long; one too few, too many, or that of
 * the key beside; then one that is any other.
 */
export function wordsOneSlipAway(typed: string, isKnown: (word: string) => boolean): readonly Meant[] {
  const found = new Map<string, Meant>();
  for (const [far, slips] of KINDS) {
    for (const [word, more] of slips(typed)) {
      const before = found.get(word)?.far ?? Number.POSITIVE_INFINITY;
      const now = far - more;
      if (word.length > 1 && word !== typed && now < before && isKnown(word)) found.set(word, { word, far: now });
    }
  }
  return [...found.values()].sort((a, b) => a.far - b.far);
}

/** A word, and by how much it is nearer than its kind. */
type Slip = readonly [word: string, nearer: number];

function* swapped(typed: string): Iterable<Slip> {
  for (let at = 0; at + 1 < typed.length; at += 1) {
    const [first = "", second = ""] = typed.slice(at, at + 2);
    const both = first === second ? first : second + first;
    yield [typed.slice(0, at) + both + typed.slice(at + 2), 0];
    if (first !== second) continue;
    const run = typed.slice(at).match(/^(.)\1*/)?.[0].length ?? 2;
    for (const kept of [first, first + first]) yield [typed.slice(0, at) + kept + typed.slice(at + run), 0];
  }
  const once = typed.replace(/(.)\1\1+/g, "$1");
  const twice = typed.replace(/(.)\1\1+/g, "$1$1");
  if (once !== typed) yield* [once, twice].map((word): Slip => [word, 0]);
}

function* countOff(typed: string): Iterable<Slip> {
  for (let at = 0; at <= typed.length; at += 1)
    for (const letter of LETTERS) yield [typed.slice(0, at) + letter + typed.slice(at), letter === typed[at] ? 1 : 0];
}

/** One too many, where no neighbour of it was meant, is as unlikely as any other letter. */
function* tooMany(typed: string): Iterable<Slip> {
  for (let at = 0; at < typed.length; at += 1) {
    const near = NEIGHBOURS.get(typed[at] ?? "") ?? "";
    const beside = [typed[at - 1], typed[at + 1]].some((letter) => letter !== undefined && near.includes(letter));
    yield [typed.slice(0, at) + typed.slice(at + 1), beside ? 1 : 0];
  }
}

function* replaced(typed: string): Iterable<Slip> {
  for (let at = 0; at < typed.length; at += 1) {
    const near = NEIGHBOURS.get(typed[at] ?? "") ?? "";
    for (const letter of LETTERS)
      yield [typed.slice(0, at) + letter + typed.slice(at + 1), near.includes(letter) ? 1 : 0];
  }
}

const KINDS: readonly (readonly [number, (typed: string) => Iterable<Slip>])[] = [
  [1, swapped],
  [2, countOff],
  [3, tooMany],
  [3, replaced],
];
