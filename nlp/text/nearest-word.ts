/** The one closest word within one edit, two from eight letters; undefined when none or several are as close. */
export function nearestWord(word: string, vocabularies: readonly Iterable<string>[]): string | undefined {
  const limit = word.length >= 8 ? 2 : 1;
  let best: string | undefined;
  let least = limit + 1;
  let tied = false;
  for (const vocabulary of vocabularies) {
    for (const known of vocabulary) {
      if (known.length < 4 || Math.abs(known.length - word.length) > limit || known === best) continue;
      const distance = editDistance(word, known, limit);
      if (distance > limit || distance > least) continue;
      tied = distance === least;
      if (distance < least) best = known;
      least = distance;
    }
  }
  return tied || !sameStart(word, best) ? undefined : best;
}

/** People seldom mistype the first letter; swapping the first two is the exception. */
function sameStart(word: string, best: string | undefined): boolean {
  return best !== undefined && (best[0] === word[0] || (best[0] === word[1] && best[1] === word[0]));
}

/** Damerau-Levenshtein distance; anything above `limit` may come back as `limit + 1`. */
export function editDistance(a: string, b: string, limit: number): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      row.push(cost);
      least = Math.min(least, cost);
    }
    if (least > limit) return limit + 1;
    before = previous;
    previous = row;
  }
  return previous[b.length] ?? limit + 1;
}
