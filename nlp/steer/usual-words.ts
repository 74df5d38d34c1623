const words = (text: string): readonly string[] => text.split(" ");

/** Words that change nothing here. */
export const FILLERS: ReadonlySet<string> = new Set(
  words(
    "the a an please kindly oops whoops just right now also then so ok okay well of for on in to at from with by into about as my our your me us all every each and again once more there here one ones both & only even simply quickly maybe immediately",
  ),
);

/** Words for the same thing, the usual one first. */
const SAME: readonly (readonly string[])[] = [
  words("show list display give get see print view fetch read"),
  words("machines servers hosts boxes nodes agents clients computers vms workers systems fleet"),
  words("machine server host box node agent client computer vm worker system"),
  words("tasks schedules jobs"),
  words("task schedule job"),
  words("runs firings"),
  words("users people accounts members persons"),
  words("user account member person"),
  words("log logs output outputs result results"),
  words("stats statistics metrics figures stat numbers"),
  words("plugins actions packs plugin extensions"),
  words("label labels tag tags"),
  words("cancelled canceled"),
  words("freeze freezes"),
];
const USUAL = new Map(SAME.flatMap(([usual = "", ...others]) => others.map((word): [string, string] => [word, usual])));

/** The usual word for a word: "servers" and "machines" are one. */
export const usualWord = (word: string): string => USUAL.get(word) ?? word;

/** "(put|take) [it] back" with its words in their usual form and without fillers. */
export const usualPattern = (pattern: string): string =>
  pattern.replace(/[^[\]()| ]+/g, (word) => (FILLERS.has(word) ? "" : usualWord(word)));
