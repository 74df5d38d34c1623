/** The command of an -ing form, as `isKnown` has it: "restarting" -> restart, "stopping" -> stop, "updating" -> update. */
export function baseForm(word: string, isKnown: (base: string) => boolean): string | undefined {
  if (!word.endsWith("ing") || word.length < 6) return undefined;
  const stem = word.slice(0, -3);
  const single = stem.at(-1) === stem.at(-2) ? stem.slice(0, -1) : stem;
  return [stem, `${stem}e`, single].find(isKnown);
}
