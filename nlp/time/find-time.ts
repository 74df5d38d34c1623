import type { Token } from "../text/token.ts";
import { repairedWeekday } from "./calendar-words.ts";
import { clockText } from "./clock-text.ts";
import { elementsAt } from "./time-elements.ts";
import type { DayTime, TimeFacts, TimePiece, TimeSetting } from "./time-facts.ts";

export interface TimeFound {
  readonly facts: TimeFacts;
  readonly assumed: readonly string[];
  /** What needs a habit and found none: "until thursday" beside "pause it". */
  readonly loose: TimeFacts;
  readonly looseUsed: readonly { readonly from: number; readonly to: number }[];
  /** Indexes of the tokens that speak of time, with the word that said it. */
  readonly used: readonly { readonly from: number; readonly to: number }[];
}

/** Collects everything about time in the tokens that are not `taken`. */
export function findTime(tokens: readonly Token[], taken: readonly boolean[], setting: TimeSetting): TimeFound {
  const found = piecesOf(tokens, taken, setting);
  const plain = found.filter(({ piece }) => !piece.needsHabit);
  const waiting = found.filter((one) => one.piece.needsHabit && !isForeignCount(one, found, tokens));
  let facts: TimeFacts = {};
  const kept: Placed[] = [];
  for (const one of [...plain, ...waiting]) {
    const said = besides(facts, one, tokens);
    const apart = one.piece.needsHabit && said.months !== undefined && !inOneSentence(one, kept, tokens);
    const merged = one.piece.needsHabit && (apart || !fits(facts, said)) ? undefined : merge(facts, said);
    if (!merged) continue;
    facts = merged;
    kept.push(one);
  }
  const timed = withPart(facts, setting);
  const loose = waiting.filter((one) => !kept.includes(one));
  return {
    facts: timed.facts,
    assumed: [...kept.flatMap(({ piece }) => piece.assumed ?? []), ...timed.assumed, ...repairs(tokens, kept)].filter(
      (note) => !timed.moot.has(note),
    ),
    loose: Object.assign({}, ...loose.map(({ piece }) => piece.facts)) as TimeFacts,
    looseUsed: loose.map(({ from, piece }) => ({ from, to: piece.end })),
    used: kept.map(({ from, piece }) => ({ from, to: piece.end })).sort((a, b) => a.from - b.from),
  };
}

/** Misspelt weekdays are read, and said. */
function repairs(tokens: readonly Token[], kept: readonly Placed[]): readonly string[] {
  const words = kept.flatMap(({ from, piece }) => tokens.slice(from, piece.end).map((token) => token.text));
  return words.flatMap((word) => {
    const weekday = repairedWeekday(word);
    return weekday === undefined ? [] : [`read "${word}" as ${weekday}`];
  });
}

/** "evening" is a time, unless one is said: then "8" is 20:00. */
function withPart(facts: TimeFacts, { dayParts }: TimeSetting) {
  const { part, times } = facts;
  const none = { moot: new Set<string>(), assumed: [] as readonly string[] };
  if (part === undefined) return { facts, ...none };
  if (!times) {
    const time = dayParts[part] ?? { hour: 0, minute: 0 };
    const fixed = part === "noon" || part === "midnight";
    return {
      facts: { ...facts, times: [time] },
      moot: none.moot,
      assumed: fixed ? [] : [`${part} = ${clockText(time)}`],
    };
  }
  if (part === "morning" || part === "noon" || part === "midnight") return { facts, ...none };
  const isLate = ({ hour }: DayTime) => hour < 12 && !(part === "night" && hour < 6);
  const moot = new Set(
    times.filter(isLate).map(({ hour }) => `${hour} = ${clockText({ hour, minute: 0 })}, read as 24 hours`),
  );
  const late = times.map((time) => (isLate(time) ? { hour: time.hour + 12, minute: time.minute } : time));
  return { facts: { ...facts, times: late }, moot, assumed: none.assumed };
}

/** After "and" a time or a weekday is one more, not a narrower one: "every 4 hours and at 6", "on day 1 and on monday". */
function besides(facts: TimeFacts, { from, piece }: Placed, tokens: readonly Token[]): TimeFacts {
  const { rhythm, ...still } = piece.facts;
  if (rhythm?.unit === "hour" && piece.facts.minutes && facts.rhythm?.unit === "minute") return still;
  if (tokens[from - 1]?.text !== "and") return piece.facts;
  const { times, ...rest } = piece.facts;
  if (times && facts.rhythm?.unit === "hour") return { ...rest, alsoTimes: times };
  const named = piece.facts.weekdays ?? piece.facts.dayNamed;
  return named && (facts.monthDays ?? facts.nthDays) ? { ...piece.facts, eitherDay: true } : piece.facts;
}

/** "ping db-1 4 times every hour": a count belongs to the habit only right behind it, or with "for". */
function isForeignCount({ from, piece }: Placed, found: readonly Placed[], tokens: readonly Token[]): boolean {
  if (piece.facts.count === undefined || tokens[from]?.text === "for") return false;
  const before = tokens[from - 1]?.kind === "comma" ? from - 1 : from;
  return !found.some((one) => one.piece.end === before);
}

/** "... each week and so on. Schedule 45 minutes in November.": the month is not that of the weeks. */
function inOneSentence({ from }: Placed, kept: readonly Placed[], tokens: readonly Token[]): boolean {
  return kept.some((other) => {
    const [first, last] = other.from < from ? [other.piece.end, from] : [from, other.from];
    return !tokens.slice(first, last).some(({ kind }) => kind === "stop");
  });
}

interface Placed {
  readonly from: number;
  readonly piece: TimePiece;
}

function piecesOf(tokens: readonly Token[], taken: readonly boolean[], setting: TimeSetting): readonly Placed[] {
  const found: Placed[] = [];
  let at = 0;
  while (at < tokens.length) {
    const piece = taken[at] ? undefined : longest(tokens, at, taken, setting);
    if (piece) found.push({ from: at, piece });
    at = piece?.end ?? at + 1;
  }
  return found;
}

function longest(
  tokens: readonly Token[],
  at: number,
  taken: readonly boolean[],
  setting: TimeSetting,
): TimePiece | undefined {
  const token = tokens[at];
  let best: TimePiece | undefined;
  for (const element of token ? elementsAt(token) : []) {
    const piece = element(tokens, at, setting);
    if (!piece || piece.end <= (best?.end ?? at) || piece.end > tokens.length) continue;
    if (!taken.slice(at, piece.end).includes(true)) best = piece;
  }
  return best;
}

const isHabit = (facts: TimeFacts): boolean =>
  facts.rhythm !== undefined ||
  facts.cron !== undefined ||
  facts.rrule !== undefined ||
  facts.weekdays !== undefined ||
  facts.habit === true;

/** A count, an end or a window needs a habit; a zone or a start date needs any time at all. */
function fits(facts: TimeFacts, piece: TimeFacts): boolean {
  if (isHabit(facts)) return true;
  if (piece.months && piece.months.length > 1) return facts.times !== undefined;
  if (piece.tz !== undefined) return facts.times !== undefined || facts.date !== undefined;
  return false;
}

/** May be said twice: the later one narrows, or says the same again. */
const ADDING: ReadonlySet<string> = new Set(["now", "rhythm", "weekdays", "months", "habit", "unclear", "eitherDay"]);

/** Undefined when the piece contradicts what was said before. */
function merge(facts: TimeFacts, piece: TimeFacts): TimeFacts | undefined {
  for (const key of Object.keys(piece) as (keyof TimeFacts)[]) {
    if (facts[key] === undefined || ADDING.has(key)) continue;
    return undefined;
  }
  return { ...facts, ...piece, ...mergedRhythm(facts, piece) };
}

/** "weekly on mondays", "every 5 minutes on weekdays", "every day in june": the finer rhythm stays, filters add up. */
function mergedRhythm(facts: TimeFacts, piece: TimeFacts): TimeFacts {
  if (!facts.rhythm || !piece.rhythm) return {};
  const fixed = piece.weekdays ?? piece.nth ?? piece.monthDays;
  const keep = fixed !== undefined && !isDay(facts) ? facts.rhythm : piece.rhythm;
  return { rhythm: piece.rhythm.unit === "year" && facts.rhythm.unit === "month" ? piece.rhythm : keep };
}

/** "every day, mondays": the later, narrower one says when. */
const isDay = (facts: TimeFacts): boolean => facts.rhythm?.unit === "day" && facts.rhythm.every === 1;
