const SMALL = [
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen",
  "seventeen eighteen nineteen twenty",
]
  .join(" ")
  .split(" ");
const TENS = ["thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundred"];
const ORDINALS = [
  "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth",
  "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth",
]
  .join(" ")
  .split(" ");

const NUMBERS = new Map<string, number>([
  ...SMALL.map((word, value): [string, number] => [word, value]),
  ...TENS.map((word, index): [string, number] => [word, (index + 3) * 10]),
  ["forty-five", 45],
  ["thirty-five", 35],
  ["twenty-five", 25],
  ["dozen", 12],
]);
const NTH = new Map(ORDINALS.map((word, value) => [word, value]));

/** "twenty" -> 20; undefined when it is no number word. */
export function numberWord(word: string): number | undefined {
  return NUMBERS.get(word);
}

/** "third" -> 3, "last" -> -1; undefined when it is no ordinal. */
export function ordinalWord(word: string): number | undefined {
  return word === "last" ? -1 : NTH.get(word);
}
