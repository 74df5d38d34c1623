import { type WallMs, wallFields } from "../../../core/kernel/wall-time.ts";
import { DAY, dayOf } from "./span.ts";

/** Easter Sunday (Gregorian computus of Meeus, Jones and Butcher). */
export function easter(year: number): WallMs {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const inCentury = year % 100;
  const skipped = Math.floor(century / 4);
  const lunar = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - skipped - lunar + 15) % 30;
  const sunday = (32 + 2 * (century % 4) + 2 * Math.floor(inCentury / 4) - epact - (inCentury % 4)) % 7;
  const shift = Math.floor((golden + 11 * epact + 22 * sunday) / 451);
  const total = epact + sunday - 7 * shift + 114;
  return dayOf(year, Math.floor(total / 31), (total % 31) + 1);
}

/** Nth such weekday of the month; from the end when negative. */
function nthWeekday(year: number, month: number, weekday: number, nth: number): WallMs {
  if (nth > 0) {
    const first = dayOf(year, month, 1);
    return first + (((weekday - wallFields(first).weekday + 7) % 7) + (nth - 1) * 7) * DAY;
  }
  const last = dayOf(year, month + 1, 0);
  return last - (((wallFields(last).weekday - weekday + 7) % 7) + (-nth - 1) * 7) * DAY;
}

type InYear = (year: number) => WallMs;

const day =
  (month: number, date: number): InYear =>
  (year) =>
    dayOf(year, month, date);
const nth =
  (month: number, weekday: number, count: number, later = 0): InYear =>
  (year) =>
    nthWeekday(year, month, weekday, count) + later * DAY;
const fromEaster =
  (later: number): InYear =>
  (year) =>
    easter(year) + later * DAY;

/** Names with "day" are known without it too where nothing else is called so. */
const DAYS: readonly (readonly [names: string, inYear: InYear])[] = [
  ["new year|new years|new years day|new year day", day(1, 1)],
  ["new years eve|new year eve|nye|silvester", day(12, 31)],
  ["christmas|xmas|christmas day|xmas day|x-mas", day(12, 25)],
  ["christmas eve|xmas eve", day(12, 24)],
  ["boxing day", day(12, 26)],
  ["valentine day|valentines day|valentines|saint valentine day", day(2, 14)],
  ["halloween|halloween day|all hallows eve", day(10, 31)],
  ["all saints day", day(11, 1)],
  ["groundhog day", day(2, 2)],
  ["saint patrick|saint patricks|saint patrick day|saint patricks day|saint paddy day|saint paddys day", day(3, 17)],
  ["earth day", day(4, 22)],
  ["april fools|april fools day|april fool day", day(4, 1)],
  ["international workers day|may day", day(5, 1)],
  ["womens day|international womens day", day(3, 8)],
  ["independence day|fourth of july", day(7, 4)],
  ["bastille day", day(7, 14)],
  ["juneteenth", day(6, 19)],
  ["veterans day|armistice day|remembrance day", day(11, 11)],
  ["epiphany", day(1, 6)],
  ["cinco de mayo", day(5, 5)],
  ["pi day", day(3, 14)],
  ["world vegan day", day(11, 1)],
  ["singles day", day(11, 11)],
  ["thanksgiving|thanksgiving day", nth(11, 4, 4)],
  ["black friday", nth(11, 4, 4, 1)],
  ["cyber monday", nth(11, 4, 4, 4)],
  ["giving tuesday", nth(11, 4, 4, 5)],
  ["labor day|labour day", nth(9, 1, 1)],
  ["memorial day|decoration day", nth(5, 1, -1)],
  ["columbus day|indigenous peoples day", nth(10, 1, 2)],
  ["presidents day|president day|washingtons birthday", nth(2, 1, 3)],
  [
    "mlk day|mlk jr day|martin luther king day|martin luther kings day|martin luther king jr day|civil rights day",
    nth(1, 1, 3),
  ],
  ["mother day|mothers day", nth(5, 0, 2)],
  ["father day|fathers day", nth(6, 0, 3)],
  ["super bowl sunday", nth(2, 0, 2)],
  ["election day", nth(11, 1, 1, 1)],
  ["easter|easter sunday|easter day", fromEaster(0)],
  ["easter monday|easter mon", fromEaster(1)],
  ["good friday|great friday", fromEaster(-2)],
  ["maundy thursday|covenant thursday|covenant thu|holy thursday", fromEaster(-3)],
  ["palm sunday|branch sunday", fromEaster(-7)],
  ["ash wednesday|lent", fromEaster(-46)],
  ["shrove tuesday|pancake day|pancake tuesday|mardi gras|fat tuesday", fromEaster(-47)],
  ["ascension day|ascension thursday", fromEaster(39)],
  ["pentecost|whit sunday|white sunday|whitsun", fromEaster(49)],
  ["whit monday|pentecost monday", fromEaster(50)],
  ["trinity sunday", fromEaster(56)],
  ["corpus christi", fromEaster(60)],
  ["earth hour", nth(3, 6, -1)],
  ["boss day", bossDay],
];

/** 16 October, or the working day nearest to it. */
function bossDay(year: number): WallMs {
  const date = dayOf(year, 10, 16);
  const { weekday } = wallFields(date);
  return date + (weekday === 6 ? -1 : weekday === 0 ? 1 : 0) * DAY;
}

const BY_NAME = new Map<string, InYear>(
  DAYS.flatMap(([names, inYear]) => names.split("|").map((name): [string, InYear] => [name, inYear])),
);
const FIRST_WORDS = new Set([...BY_NAME.keys()].map((name) => name.split(" ")[0] ?? ""));
/** A word some holiday's name begins with. */
export const isHolidayWord = (word: string | undefined): boolean =>
  word !== undefined && (FIRST_WORDS.has(word) || word === "st");

const LONGEST_NAME = 6;

/** The midnight of a holiday in a year, by the words that name it at `at`. "Saint" may be shortened. */
export function holidayAt(
  words: (offset: number) => string,
): { readonly inYear: InYear; readonly length: number } | undefined {
  const first = words(0) === "st" ? "saint" : words(0);
  if (!FIRST_WORDS.has(first)) return undefined;
  let name = "";
  let best: { readonly inYear: InYear; readonly length: number } | undefined;
  for (let offset = 0; offset < LONGEST_NAME; offset += 1) {
    const said = offset === 0 ? first : words(offset);
    if (said === "") break;
    name = offset === 0 ? said : `${name} ${said}`;
    const inYear = BY_NAME.get(name) ?? BY_NAME.get(name.replaceAll("'", ""));
    if (inYear) best = { inYear, length: offset + 1 };
  }
  return best;
}
