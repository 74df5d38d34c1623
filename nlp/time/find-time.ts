import type { Token } from "../text/token.ts";
import { adverb, every, habitDays, monthly, perPeriod } from "./habit-elements.ts";
import * as moments from "./moment-elements.ts";
import type { TimeFacts, TimePiece, TimeSetting } from "./time-facts.ts";

/** In order of preference where two readings are equally long. */
const ELEMENTS = [
  moments.cronText,
  every,
  perPeriod,
  adverb,
  moments.minuteOfHour,
  moments.window,
  moments.delay,
  moments.until,
  moments.starting,
  moments.extent,
  moments.without,
  monthly,
  moments.day,
  habitDays,
  moments.namedDay,
  moments.months,
  moments.times,
  moments.zone,
  moments.rightNow,
] as const;

export interface TimeFound {
  readonly facts: TimeFacts;
  readonly assumed: readonly string[];
  /** Indexes of the tokens that speak of time, with the word that said it. */
  readonly used: readonly { readonly from: number; readonly to: number }[];
}

/** Collects everything about time in the tokens that are not `taken`. */
export function findTime(tokens: readonly Token[], taken: readonly boolean[], setting: TimeSetting): TimeFound {
  const found = piecesOf(tokens, taken, setting);
  const plain = found.filter(({ piece }) => !piece.needsHabit);
  const waiting = found.filter(({ piece }) => piece.needsHabit);
  let facts: TimeFacts = {};
  const kept: Placed[] = [];
  for (const one of [...plain, ...waiting]) {
    const merged = one.piece.needsHabit && !fits(facts, one.piece.facts) ? undefined : merge(facts, one.piece.facts);
    if (!merged) continue;
    facts = merged;
    kept.push(one);
  }
  return {
    facts,
    assumed: kept.flatMap(({ piece }) => piece.assumed ?? []),
    used: kept.map(({ from, piece }) => ({ from, to: piece.end })).sort((a, b) => a.from - b.from),
  };
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
  const pieces = ELEMENTS.map((element) => element(tokens, at, setting)).filter(
    (piece) =>
      piece !== undefined && piece.end > at && piece.end <= tokens.length && !taken.slice(at, piece.end).includes(true),
  );
  return pieces.reduce((best, piece) => (best && piece && piece.end <= best.end ? best : piece), undefined);
}

const isHabit = (facts: TimeFacts): boolean =>
  facts.rhythm !== undefined || facts.cron !== undefined || facts.weekdays !== undefined;

/** A count, an end or a window needs a habit; a zone or a start date needs any time at all. */
function fits(facts: TimeFacts, piece: TimeFacts): boolean {
  if (isHabit(facts)) return true;
  if (piece.tz !== undefined) return facts.times !== undefined || facts.date !== undefined;
  return false;
}

/** Undefined when the piece contradicts what was said before. */
function merge(facts: TimeFacts, piece: TimeFacts): TimeFacts | undefined {
  for (const key of Object.keys(piece) as (keyof TimeFacts)[]) {
    if (facts[key] === undefined || key === "now") continue;
    if (key === "times" && facts.times && isPartOnly(facts)) continue;
    if (key === "rhythm" || key === "weekdays" || key === "months") continue;
    return undefined;
  }
  return { ...facts, ...piece, ...mergedRhythm(facts, piece) };
}

const isPartOnly = (facts: TimeFacts): boolean => facts.times?.length === 1;

/** "weekly on mondays", "every 5 minutes on weekdays", "every day in june": the finer rhythm stays, filters add up. */
function mergedRhythm(facts: TimeFacts, piece: TimeFacts): TimeFacts {
  if (!facts.rhythm || !piece.rhythm) return {};
  const fixed = piece.weekdays ?? piece.nth ?? piece.monthDays;
  const keep = fixed !== undefined && !isDay(facts) ? facts.rhythm : piece.rhythm;
  return { rhythm: piece.rhythm.unit === "year" && facts.rhythm.unit === "month" ? piece.rhythm : keep };
}

/** "every day, mondays": the later, narrower one says when. */
const isDay = (facts: TimeFacts): boolean => facts.rhythm?.unit === "day" && facts.rhythm.every === 1;
