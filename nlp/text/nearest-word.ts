/**
 * The closest word within one edit, two from eight letters. Between equals an earlier vocabulary wins; undefined when
 * none is near, or several of one vocabulary are.
 */
export function nearestWord(word: string, vocabularies: readonly Iterable<string>[]): string | undefined {
  const limit = word.length >= 8 ? 2 : 1;
  let best: { readonly words: readonly string[]; readonly distance: number } | undefined;
  for (const vocabulary of vocabularies) {
    const found = closest(word, vocabulary, limit);
    if (found && (!best || found.distance < best.distance)) best = found;
  }
  const [only, another] = best?.words ?? [];
  return another !== undefined || !sameStart(word, only) ? undefined : only;
}

function closest(word: string, vocabulary: Iterable<string>, limit: number) {
  const distances = new Map<string, number>();
  for (const known of vocabulary) {
    if (known.length < 4 || Math.abs(known.length - word.length) > limit) continue;
    const distance = editDistance(word, known, limit);
    if (distance <= limit) distances.set(known, distance);
  }
  if (distances.size === 0) return undefined;
  const distance = Math.min(...distances.values());
  return { words: [...distances].filter(([, one]) => one === distance).map(([known]) => known), distance };
}

/** People seldom mistype the first letter; swapping the first two is the exception. */
function sameStart(word: string, best: string | undefined): boolean {
  return best !== undefined && (best[0] === word[0] || (best[0] === word[1] && best[1] === word[0]));
}

/** Damerau-Levenshtein distance; anything above `limit` may come back as `limit + 1`. */
export function editDistance(a: string, b: string, limit: number): number {
  let before: readonly number[] = [];
  let previous: readonly number[] = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = nextRow({ a, b, i, previous, before });
    if (Math.min(...row) > limit) return limit + 1;
    before = previous;
    previous = row;
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

function nextRow({ a, b, i, previous, before }: Step): readonly number[] {
  const row = [i];
  for (let j = 1; j <= b.length; j += 1) {
    const replaced = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
    const swapped = i > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (before[j - 2] ?? 0) + 1 : replaced;
    row.push(Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, replaced, swapped));
  }
  return row;
}
