const DAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
const SHORT_DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const MORE_DAYS: Readonly<Record<string, number>> = { tues: 2, weds: 3, thur: 4, thurs: 4 };
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
  return word === undefined ? undefined : WEEKDAY_OF.get(word);
}

/** "december", "dec" -> 12 */
export function monthWord(word: string | undefined): number | undefined {
  if (word === undefined || word.length < 3) return undefined;
  const index = MONTHS.findIndex(
    (month) => month === word || month.slice(0, 3) === word || (word === "sept" && month === "september"),
  );
  return index < 0 ? undefined : index + 1;
}

export const weekdayName = (weekday: number): string => capital(DAYS[weekday] ?? "");
export const monthName = (month: number): string => capital(MONTHS[month - 1] ?? "");
const capital = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1);
