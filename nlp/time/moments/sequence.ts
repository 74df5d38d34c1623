import { oncePerPlace } from "../../text/once-per-place.ts";
import type { Token } from "../../text/token.ts";
import { monthWord, weekdayWord } from "../calendar-words.ts";
import { timeUnit } from "../durations.ts";
import { begins, isNumeric, readersByStart, type Start } from "../starts.ts";
import type { TimeSetting } from "../time-facts.ts";
import { zoneAt } from "../zones.ts";
import { clockRange, clockWords } from "./clock-words.ts";
import { dayPartWords } from "./day-part-words.ts";
import { countedFromNow, dayWords, upcoming } from "./day-words.ts";
import { edgeAt, theUnit } from "./edge-words.ts";
import { isHolidayWord } from "./holidays.ts";
import { finestUnit, type LengthFound, lengthAt, shifted } from "./lengths.ts";
import { mayBegin } from "./may-begin.ts";
import { both, following, type Moment, nthOf, onlyOnce, SAYS, WHOLE_DAY } from "./moment.ts";
import { monthWords } from "./month-words.ts";
import { type Around, type Piece, type Reader, textAt } from "./phrase.ts";
import { fromNow, nowWords, nthAfter, nthThing, quarters } from "./relative-words.ts";
import { momentOf } from "./settle.ts";
import { DAY, floorTo, unitSpan } from "./span.ts";
import { writtenDate } from "./written-dates.ts";

/** Everything that was said of one moment, put together. */
export interface Said extends Piece {
  readonly tz?: string;
}

const OF = /^(?:of|in|from)$/;

/** "first monday of october", "third day after christmas", "the second sunday". */
const positions: Reader = (tokens, at, setting) => {
  const found = nthThing(tokens, at);
  if (!found) return undefined;
  return nthInside(tokens, found, setting) ?? nthBeside(tokens, found, setting) ?? nthOfThisMonth(found, setting);
};

type Nth = NonNullable<ReturnType<typeof nthThing>>;

function nthInside(tokens: readonly Token[], { nth, inner, end }: Nth, setting: TimeSetting): Piece | undefined {
  const of = OF.test(textAt(tokens, end)) ? end + 1 : end;
  const outer = dateAt(tokens, of, setting) ?? (of > end ? theUnit(tokens, of, setting) : undefined);
  if (!outer || outer.date.grain === "day") return undefined;
  const wider = outer.date.longest > inner.longest || inner.stretch;
  return wider ? { end: outer.end, date: nthOf(nth, inner, outer.date) } : undefined;
}

function nthBeside(tokens: readonly Token[], { nth, inner, end }: Nth, setting: TimeSetting): Piece | undefined {
  const sign = textAt(tokens, end) === "after" ? 1 : textAt(tokens, end) === "before" ? -1 : undefined;
  const base = sign && nth > 0 ? dateAt(tokens, end + 1, setting) : undefined;
  const date = base && sign ? nthAfter(nth, inner, base.date, setting.nowWall, sign) : undefined;
  return base && date && { end: base.end, date };
}

function nthOfThisMonth({ nth, inner, end }: Nth, setting: TimeSetting): Piece | undefined {
  if (inner.says !== SAYS.weekday || nth < 1 || nth > 4) return undefined;
  const month = onlyOnce(unitSpan(setting.nowWall, "month"), { grain: "month", says: SAYS.month });
  return { end, date: nthOf(nth, inner, month) };
}

/** "3 days after christmas", "a week from tuesday", "15 minutes before 1pm". */
const shiftedDate: Reader = (tokens, at, setting) => {
  const length = lengthAt(tokens, textAt(tokens, at) === "in" ? at + 1 : at) ?? theOne(tokens, at);
  const sign = length ? SIGNS[textAt(tokens, length.end)] : undefined;
  const fine = length && /^(?:second|minute|hour)$/.test(finestUnit(length));
  const base = length && sign ? saidAt(tokens, length.end + 1, setting, fine ? "any" : "date", LED) : undefined;
  return length && sign && base ? shiftedBy(base, length, sign, setting) : undefined;
};

/** "the day after christmas", "the week before easter" */
function theOne(tokens: readonly Token[], at: number): LengthFound | undefined {
  const the = textAt(tokens, at) === "the" ? at + 1 : at;
  const unit = timeUnit(textAt(tokens, the));
  if (!unit || textAt(tokens, the).length < 3 || !/^(?:after|before)$/.test(textAt(tokens, the + 1))) return undefined;
  return { parts: [{ count: 1, unit }], end: the + 1 };
}

const SIGNS: Readonly<Record<string, 1 | -1>> = { from: 1, after: 1, since: 1, before: -1 };

/** The coming such moment, and from there; hours and minutes only from a time of day. */
function shiftedBy(base: Said, length: LengthFound, sign: 1 | -1, { nowWall }: TimeSetting): Piece | undefined {
  const moment = momentOf(base);
  const fine = /^(?:second|minute|hour)$/.test(finestUnit(length));
  if ((fine && !base.clock) || base.weak === "number" || moment.longest > 400 * DAY) return undefined;
  const [span] = moment.once ? [moment.once] : following(moment, base.clock ? nowWall : floorTo(nowWall, "day"));
  if (!span) return undefined;
  const from = shifted(span.from, length, sign);
  const grain = moment.grain === "year" || moment.grain === "month" ? "day" : fine ? "minute" : moment.grain;
  const to = from + (grain === "day" ? DAY : span.to - span.from);
  const clockDay = floorTo(from, "day");
  return {
    end: base.end,
    date: onlyOnce({ from, to }, { grain, says: SHIFTED, ...(grain === "day" && { clockDay }) }),
  };
}

/** Everything but the weekday, which may be said beside it and then is that of the same week. */
const SHIFTED = WHOLE_DAY & ~SAYS.weekday;

/** "the week of october 7th", "week after next", "march after next". */
const weekOf: Reader = (tokens, at, setting) => {
  const the = textAt(tokens, at) === "the" ? at + 1 : at;
  if (textAt(tokens, the) === "week" && /^(?:of|from)$/.test(textAt(tokens, the + 1))) {
    const found = dateAt(tokens, the + 2, setting);
    const [day] = found
      ? found.date.once
        ? [found.date.once]
        : following(found.date, floorTo(setting.nowWall, "day"))
      : [];
    const grain = "week" as const;
    return found && day && found.date.grain === "day"
      ? { end: found.end, date: onlyOnce(unitSpan(day.from, grain), { grain, says: SAYS.week | SAYS.month }) }
      : undefined;
  }
  return afterNext(tokens, the, setting);
};

function afterNext(tokens: readonly Token[], at: number, setting: TimeSetting): Piece | undefined {
  const after = [1, 2].find(
    (offset) => textAt(tokens, at + offset) === "after" && textAt(tokens, at + offset + 1) === "next",
  );
  if (after === undefined) return undefined;
  const unit = theUnit(tokens, at, setting);
  if (unit && unit.end === at + after) {
    const { grain } = unit.date;
    return {
      end: at + after + 2,
      date: onlyOnce(unitSpan(setting.nowWall, grain, 2), { grain, says: unit.date.says }),
    };
  }
  const one = dayWords(tokens, at, setting, NOTHING) ?? monthWords(tokens, at, setting, NOTHING);
  if (!one?.date || one.end !== at + after) return undefined;
  const week = floorTo(setting.nowWall, "week") + 7 * DAY;
  const from = one.date.grain === "day" ? week : floorTo(setting.nowWall, "day") + DAY;
  const span = one.date.grain === "day" ? following(one.date, from, 1)[0] : following(one.date, from, 2)[1];
  return span && { end: at + after + 2, date: onlyOnce(span, { grain: one.date.grain, says: WHOLE_DAY }) };
}

/** "the closest monday to Oct 5th" */
const closest: Reader = (tokens, at, setting) => {
  const the = textAt(tokens, at) === "the" ? at + 1 : at;
  if (!/^(?:closest|nearest)$/.test(textAt(tokens, the))) return undefined;
  const wanted = dayWords(tokens, the + 1, setting, NOTHING)?.date;
  const to = textAt(tokens, the + 2) === "to" ? dateAt(tokens, the + 3, setting) : undefined;
  const [base] = to ? (to.date.once ? [to.date.once] : following(to.date, setting.nowWall)) : [];
  const near = base && wanted?.spans(base.from - 3 * DAY, base.from + 4 * DAY)[0];
  return near && to && { end: to.end, date: onlyOnce(near, { grain: "day", says: WHOLE_DAY }) };
};

const edges: Reader = (tokens, at, setting) => edgeAt(tokens, at, setting, dateAt);

const isWord =
  (test: (word: string) => unknown) =>
  ({ text }: Token) =>
    test(text) !== undefined;
const isMonth = isWord(monthWord);
const isUnit = isWord(timeUnit);
/** What a length can begin with. */
const isLength = (token: Token): boolean =>
  isNumeric(token) ||
  /^(?:amount|name|path)$/.test(token.kind) ||
  /^(?:the|all|full|whole|entire|another|half|quarter|couple|pair|few|several)$/.test(token.text);
const isClock = (token: Token): boolean =>
  isNumeric(token) ||
  /^(?:clock|amount)$/.test(token.kind) ||
  /^(?:half|quarter|mid.*|noon.*|lunchtime)$/.test(token.text);

/** In order of preference where two read equally far. */
export const MOMENT_STARTS: readonly Start<Reader>[] = [
  begins(clockRange, "in from between", isClock),
  begins(writtenDate, "", ({ kind }) => kind !== "word"),
  begins(positions, "the last final", isNumeric),
  begins(fromNow, "in within + -", isLength),
  begins(shiftedDate, "in", (token) => isLength(token) || isUnit(token)),
  begins(nowWords, "right just now at atm asap as immediately"),
  begins(upcoming, "the", isLength),
  begins(weekOf, "", () => true),
  begins(closest, "the closest nearest"),
  begins(edges, "the beginning start early middle mid end late eod eom eoy eow bom boy"),
  begins(countedFromNow, "the this current next following upcoming coming last past previous"),
  begins(quarters, "the", (token) => isNumeric(token) || token.text.startsWith("q")),
  begins(
    dayWords,
    "the today todays tonight tomorrow tomorrows tmrw tmr yesterday week weekend weekends spring summer fall autumn winter",
    ({ text }) => weekdayWord(text) !== undefined || isHolidayWord(text) || timeUnit(text) === "day",
  ),
  begins(dayPartWords, "", ({ kind }) => kind === "word"),
  begins(monthWords, "the ides year", (token) => isNumeric(token) || isMonth(token)),
  begins(clockWords, "after since before until by", isClock),
];
const CLOCKS: readonly Reader[] = [clockRange, clockWords, dayPartWords];
const readersAt = {
  any: readersByStart(MOMENT_STARTS),
  date: readersByStart(MOMENT_STARTS.filter(({ reader }) => !CLOCKS.includes(reader))),
};
const NOTHING: Around = { clock: false, day: false, said: {} };
const LED: Partial<Around> = { clock: true, day: true, year: true };

/** A date without a time of day at `at`. */
export function dateAt(tokens: readonly Token[], at: number, setting: TimeSetting) {
  const said = saidAt(tokens, at, setting, "date");
  return said?.date && !said.part && !said.clock ? { end: said.end, date: said.date } : undefined;
}

type Only = "date" | "any";

/** As much as is said of one moment from `at` on: day, part of the day and clock time in any order. */
export function saidAt(
  tokens: readonly Token[],
  at: number,
  setting: TimeSetting,
  only: Only = "any",
  led: Partial<Around> = {},
): Said | undefined {
  const { clock = false, day = false, year = false } = led;
  return READ_SAID[(only === "date" ? 8 : 0) + (clock ? 4 : 0) + (day ? 2 : 0) + (year ? 1 : 0)]?.(tokens, at, setting);
}

/** One for each combination of what is asked for and what leads to it. */
const READ_SAID = Array.from({ length: 16 }, (_, flags) => {
  const around: Around = { clock: (flags & 4) > 0, day: (flags & 2) > 0, year: (flags & 1) > 0, said: {} };
  return oncePerPlace((tokens, at, setting: TimeSetting) =>
    readSaid(tokens, at, setting, flags >= 8 ? "date" : "any", around),
  );
});

function readSaid(
  tokens: readonly Token[],
  at: number,
  setting: TimeSetting,
  only: Only,
  around: Around,
): Said | undefined {
  const first = pieceAt(tokens, at, setting, around, only);
  if (!first) return undefined;
  const said = chain(tokens, first, setting, only);
  if (first.weak !== "number" || first.clock || only === "date") return said;
  const clock = clockWords(tokens, at, setting, around);
  const other = clock && chain(tokens, clock, setting, only);
  return other && other.end >= said.end && (other.part || other.end > said.end) ? other : said;
}

function chain(tokens: readonly Token[], first: Piece, setting: TimeSetting, only: Only): Said {
  let said: Said = first;
  for (;;) {
    const joint = jointAt(tokens, said.end, said);
    const next: Piece | undefined = pieceAt(tokens, joint.end, setting, { ...joint, said }, only);
    const merged: Said | undefined =
      next && joinable(said, next, joint.end - said.end) ? merge(said, next, setting) : undefined;
    if (!merged) return withZone(tokens, withSign(tokens, said, setting));
    said = merged;
  }
}

/** "next tuesday +10 days" */
function withSign(tokens: readonly Token[], said: Said, setting: TimeSetting): Said {
  const sign = textAt(tokens, said.end) === "+" ? 1 : textAt(tokens, said.end) === "-" ? -1 : undefined;
  const glued =
    tokens[said.end]?.end === tokens[said.end + 1]?.start && tokens[said.end]?.start !== tokens[said.end - 1]?.end;
  const length = sign && glued && said.date ? lengthAt(tokens, said.end + 1) : undefined;
  const moved = length && sign ? shiftedBy(said, length, sign, setting) : undefined;
  return moved && length ? { ...moved, end: length.end } : said;
}

function withZone(tokens: readonly Token[], said: Said): Said {
  const zone = said.clock && tokens[said.end] ? zoneAt(tokens, said.end) : undefined;
  return zone ? { ...said, end: zone.end, tz: zone.tz } : said;
}

/** A bare number goes with what stands right beside it. */
const joinable = (said: Piece, next: Piece, gap: number): boolean =>
  !(said.weak === "number" && said.clock !== undefined && gap > 1) &&
  !(next.weak === "number" && (said.weak === "number" || next.clock !== undefined));

/** "on", ", at", "of the": words between two parts of one moment, and what they lead to expect. */
function jointAt(tokens: readonly Token[], at: number, said: Piece) {
  let end = tokens[at]?.kind === "comma" || /^[∙·|]$/u.test(textAt(tokens, at)) ? at + 1 : at;
  let clock = false;
  let day = false;
  for (let count = 0; count < 2; count += 1) {
    const word = textAt(tokens, end);
    const forClock =
      /^(?:at|@|around|about|approximately|circa|sometime)$/.test(word) || (word === "for" && said.clock === undefined);
    if (!forClock && !/^(?:on|of|in|from)$/.test(word)) break;
    clock = forClock;
    day = !forClock;
    end += 1;
  }
  return { end, clock, day };
}

function pieceAt(
  tokens: readonly Token[],
  at: number,
  setting: TimeSetting,
  around: Around,
  only: Only,
): Piece | undefined {
  if (!mayBegin(tokens, at)) return undefined;
  const token = tokens[at];
  let best: Piece | undefined;
  for (const reader of token ? readersAt[only](token) : []) {
    const piece = reader(tokens, at, setting, around);
    if (
      !piece ||
      piece.end <= at ||
      (best && piece.end <= best.end && !(best.weak && !piece.weak && piece.end === best.end))
    )
      continue;
    if (around.said.end !== undefined && !fits(around.said, piece)) continue;
    best = piece;
  }
  return best;
}

/** Nothing is said twice. */
function fits(said: Partial<Piece>, piece: Piece): boolean {
  if (said.open) return false;
  if ((said.clock && piece.clock) || (said.part && piece.part && !piece.date)) return false;
  if (said.date && piece.date)
    return (
      (said.date.says & piece.date.says) === 0 ||
      (said.part === undefined && piece.part !== undefined && said.date.once?.from === piece.date.once?.from)
    );
  return true;
}

function merge(said: Said, next: Piece, setting: TimeSetting): Said | undefined {
  const date = said.date && next.date ? joined(said.date, next.date, setting) : (said.date ?? next.date);
  if (said.date && next.date && !date) return undefined;
  const part = said.part ?? next.part;
  const clock = said.clock ?? next.clock;
  const open = next.open && { open: next.open };
  return { end: next.end, ...(date && { date }), ...(part && { part }), ...(clock && { clock }), ...open };
}

/** A weekday beside a counted date is that of its week, beside a written date only repeats it; all else is what both say. */
function joined(one: Moment, other: Moment, { nowWall }: TimeSetting): Moment | undefined {
  if (one.says === other.says) return one;
  const [exact, weekday] = one.says === SAYS.weekday ? [other, one] : [one, other];
  if (weekday.says === SAYS.weekday) return withWeekday(exact, weekday, nowWall);
  const made = both(one, other);
  const some = made.once !== undefined || following(made, nowWall - 800 * DAY).length > 0;
  return some ? made : undefined;
}

const SOON = 550 * DAY;

function withWeekday(exact: Moment, weekday: Moment, nowWall: number): Moment | undefined {
  const made = both(exact, weekday);
  if ((exact.says & SAYS.day) === 0) return made;
  if (!exact.once) {
    const near = following(made, floorTo(nowWall, "day")).some((span) => span.from < nowWall + SOON);
    return near || (exact.says & SAYS.month) === 0 ? made : exact;
  }
  if (made.once || (exact.says & SAYS.week) === 0) return made.once ? made : exact;
  const week = unitSpan(exact.once.from, "week");
  const [day] = weekday.spans(week.from, week.to);
  return day && onlyOnce(day, { grain: "day", says: WHOLE_DAY });
}
