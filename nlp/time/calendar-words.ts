import { editDistance } from "../text/nearest-word.ts";

const DAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
const SHORT_DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const MORE_DAYS: Readonly<Record<string, number>> = { tues: 2, weds: 3, thur: 4, thurs: 4, thu: 4 };
const MONTHS = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
];

export const WORKDAYS = [1, 2, 3, 4, 5];
export const WEEKEND = [0, 6];

const WEEKDAY_OF = new Map<string, { readonly weekday: number; readonly plural: boolean }>();
for (const [weekday, name] of DAYS.entries()) {
  WEEKDAY_OF.set(name, { weekday, plural: false });
  WEEKDAY_OF.set(`${name}s`, { weekday, plural: true });
}
for (const [weekday, name] of SHORT_DAYS.entries()) WEEKDAY_OF.set(name, { weekday, plural: false });
for (const [name, weekday] of Object.entries(MORE_DAYS)) WEEKDAY_OF.set(name, { weekday, plural: false });

/** "fridays" -> 5, plural. 0 = Sunday. */
export function weekdayWord(
  word: string | undefined,
): { readonly weekday: number; readonly plural: boolean } | undefined {
  return word === undefined ? undefined : (WEEKDAY_OF.get(word) ?? misspelt(word));
}

/** Looks enough like a weekday to be compared: starts like one, has a "d", ends in "y" or "ys". */
const DAY_LIKE = /^[mtwfs][a-z]{3,8}ys?$/;
const misspellings = new Map<string, { readonly weekday: number; readonly plural: boolean } | undefined>();
const MOST_MISSPELLINGS = 500;

/** "wednsday": one slip away from a weekday with the same first letter ("munday" is no sunday), and no word of its own. */
function misspelt(word: string): { readonly weekday: number; readonly plural: boolean } | undefined {
  if (!DAY_LIKE.test(word) || !word.includes("d") || word === "sundry") return undefined;
  if (!misspellings.has(word)) {
    if (misspellings.size >= MOST_MISSPELLINGS) misspellings.clear();
    const plural = word.endsWith("s");
    const single = plural ? word.slice(0, -1) : word;
    const weekday = DAYS.findIndex((day) => day[0] === single[0] && editDistance(single, day, 1) <= 1);
    misspellings.set(word, weekday < 0 ? undefined : { weekday, plural });
  }
  return misspellings.get(word);
}

/** The weekday a misspelt word was read as, for the reply; undefined for every other word. */
export function repairedWeekday(word: string): string | undefined {
  const found = WEEKDAY_OF.has(word) ? undefined : misspelt(word);
  return found && weekdayName(found.weekday);
}

const MONTH_OF = new Map<string, number>(
  MONTHS.flatMap((month, index): [string, number][] => [
    [month, index + 1],
    [month.slice(0, 3), index + 1],
  ]),
);
MONTH_OF.set("sept", 9);

/** "december", "dec" -> 12 */
export function monthWord(word: string | undefined): number | undefined {
  return word === undefined ? undefined : MONTH_OF.get(word);
}

export const weekdayName = (weekday: number): string => capital(DAYS[weekday] ?? "");
export const monthName = (month: number): string => capital(MONTHS[month - 1] ?? "");
const capital = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1);
