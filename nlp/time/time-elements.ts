import type { Token } from "../text/token.ts";
import { monthWord, weekdayWord } from "./calendar-words.ts";
import * as bounds from "./habit-bounds.ts";
import { adverb, every, habitDays, intervals, perPeriod } from "./habit-elements.ts";
import { without } from "./habit-exceptions.ts";
import * as hours from "./habit-hours.ts";
import { minuteOfHour } from "./habit-minutes.ts";
import * as moments from "./moment-elements.ts";
import { beginsTime } from "./moments/may-begin.ts";
import { monthly } from "./month-elements.ts";
import { begins, isNumeric, readersByStart, type Start } from "./starts.ts";
import type { TimePiece, TimeSetting } from "./time-facts.ts";
import { beginsZone } from "./zones.ts";

/** Reads a piece of time that begins at `at`. */
export type TimeElement = (tokens: readonly Token[], at: number, setting: TimeSetting) => TimePiece | undefined;

const isWeekday = ({ text }: Token): boolean =>
  weekdayWord(text) !== undefined || text.includes("-") || text.includes("/") || text === "mwf";
const isMonth = ({ text }: Token): boolean => monthWord(text) !== undefined || text.includes("-");

/** In order of preference where two readings are equally long. */
export const TIME_STARTS: readonly Start<TimeElement>[] = [
  begins(moments.cronText, "with on using the a this cron schedule crontab", ({ kind }) => kind === "cron"),
  begins(moments.ruleText, "on"),
  begins(every, "every each any once alternate alternating"),
  begins(perPeriod, "twice thrice", isNumeric),
  begins(adverb, "on everyday annual semiannual semi-annual", ({ text }) => text.endsWith("ly")),
  begins(intervals, "at in with"),
  begins(minuteOfHour, "starting beginning on at minute minutes", isNumeric),
  begins(hours.hoursOfDay, "at during in on between hour hours"),
  begins(hours.hourRanges, "at from between during"),
  begins(hours.window, "during in between from @ at", isNumeric),
  begins(moments.delay, "in after half", isNumeric),
  begins(bounds.until, "until till til through thru before ending ends up"),
  begins(bounds.starting, "starting beginning from since start begin effective"),
  begins(bounds.extent, "up for over twice thrice", isNumeric),
  begins(bounds.years, "only in during of", isNumeric),
  begins(without, "except excluding but without other and"),
  begins(
    monthly,
    "on at in of only the last next penultimate end close start beginning between day days weekday workday working business week weekend",
    (token) => isNumeric(token) || token.text.endsWith("-last"),
  ),
  begins(moments.day, "on at the end", beginsTime),
  begins(
    habitDays,
    "on from in only mornings afternoons evenings nights weeknights weekday weekdays workday workdays weekend weekends working business week work",
    isWeekday,
  ),
  begins(moments.namedDay, "next this on coming upcoming", isWeekday),
  begins(hours.months, "on only in during between from of", isMonth),
  begins(moments.times, "at @ around", (token) => isNumeric(token) || beginsTime(token)),
  begins(moments.zone, "in the", beginsZone),
  begins(moments.rightNow, "right now immediately asap"),
];

/** Those that can begin with the token; for most words of a sentence about work none. */
export const elementsAt = readersByStart(TIME_STARTS);
