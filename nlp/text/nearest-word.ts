/** Words by their first letter and length: a slip keeps the one and changes the other by at most two. */
type Index = ReadonlyMap<string, readonly string[]>;

const indexes = new WeakMap<object, Index>();

/**
 * The closest word within one edit, two from eight letters. Between equals an earlier vocabulary wins; undefined when
 * none is near, or several of one vocabulary are. A vocabulary is looked through once and must not change.
 */
export function nearestWord(
  word: string,
  vocabularies: readonly (ReadonlySet<string> | ReadonlyMap<string, unknown>)[],
): string | undefined {
  const limit = word.length >= 8 ? 2 : 1;
  let best: { readonly words: readonly string[]; readonly distance: number } | undefined;
  for (const vocabulary of vocabularies) {
    const found = closest(word, indexOf(vocabulary), limit);
    const doubled = found?.words.filter((one) => single(one) === single(word));
    if (found && doubled && doubled.length > 0) return likeliest(word, doubled);
    if (found && (!best || found.distance < best.distance)) best = found;
  }
  return best && likeliest(word, best.words);
}

/** Doubled letters once: "ofline" lacks one of "offline", and "online" is another word. */
const single = (word: string): string => word.replace(/(.)\1/g, "$1");

/** The only one; of the singular and the plural of one word the one that ends like it. */
function likeliest(word: string, words: readonly string[]): string | undefined {
  const [only, another, third] = [...words].sort((a, b) => a.length - b.length);
  if (another === undefined || only === undefined) return only;
  const inflected = third === undefined && (another === `${only}s` || another === `${only}es`);
  return inflected ? (word.endsWith("s") ? another : only) : undefined;
}

function indexOf(vocabulary: ReadonlySet<string> | ReadonlyMap<string, unknown>): Index {
  const known = indexes.get(vocabulary);
  if (known) return known;
  const index = new Map<string, string[]>();
  for (const word of vocabulary.keys()) {
    if (word.length < 4) continue;
    const key = `${word[0]}${word.length}`;
    const list = index.get(key);
    if (list) list.push(word);
    else index.set(key, [word]);
  }
  indexes.set(vocabulary, index);
  return index;
}

function closest(word: string, index: Index, limit: number) {
  let distance = limit;
  let words: string[] = [];
  for (const known of startingAlike(word, index, limit)) {
    const found = editDistance(word, known, distance);
    if (found > distance) continue;
    if (found < distance) words = [];
    distance = found;
    words.push(known);
  }
  return words.length === 0 ? undefined : { words, distance };
}

/** People seldom mistype the first letter; swapping the first two is the exception. */
function startingAlike(word: string, index: Index, limit: number): readonly string[] {
  const lengths = Array.from({ length: 2 * limit + 1 }, (_, offset) => word.length - limit + offset);
  const alike = lengths.flatMap((length) => index.get(`${word[0]}${length}`) ?? []);
  if (word[0] === word[1]) return alike;
  const swapped = lengths.flatMap((length) => index.get(`${word[1]}${length}`) ?? []);
  return [...alike, ...swapped.filter((known) => known[1] === word[0])];
}

/** Damerau-Levenshtein distance; anything above `limit` may come back as `limit + 1`. */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before: number[] = [];
  let previous: number[] = [];
  for (let j = 0; j <= b.length; j += 1) previous.push(j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = nextRow({ a, b, i, previous, before });
    if (row.least > limit) return limit + 1;
    before = previous;
    previous = row.values;
  }
  return previous[b.length] ?? limit + 1;
}

interface Step {
  readonly a: string;
  readonly b: string;
  readonly i: number;
  readonly previous: readonly number[];
  readonly before: readonly number[];
}

function nextRow({ a, b, i, previous, before }: Step): { readonly values: number[]; readonly least: number } {
  const values = [i];
  let least = i;
  for (let j = 1; j <= b.length; j += 1) {
    const replaced = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
    const swapped = i > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (before[j - 2] ?? 0) + 1 : replaced;
    const value = Math.min((previous[j] ?? 0) + 1, (values[j - 1] ?? 0) + 1, replaced, swapped);
    if (value < least) least = value;
    values.push(value);
  }
  return { values, least };
}
