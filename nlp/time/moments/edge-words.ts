import { wallFields } from "../../../core/kernel/wall-time.ts";
import type { Token } from "../../text/token.ts";
import { timeUnit } from "../durations.ts";
import type { TimeSetting } from "../time-facts.ts";
import { type Moment, onlyOnce, SAYS, unitFromNow, WHOLE_DAY } from "./moment.ts";
import { type Piece, textAt } from "./phrase.ts";
import { DAY, dayOf, type Span } from "./span.ts";

type Edge = "start" | "middle" | "end";

const WORDS: Readonly<Record<string, Edge>> = {
  beginning: "start",
  start: "start",
  early: "start",
  middle: "middle",
  mid: "middle",
  end: "end",
  late: "end",
};
const SHORT: Readonly<Record<string, readonly [Edge, "day" | "month" | "year" | "week"]>> = {
  eod: ["end", "day"],
  eom: ["end", "month"],
  eoy: ["end", "year"],
  eow: ["end", "week"],
  bom: ["start", "month"],
  boy: ["start", "year"],
};

/** Reads a day, week, month or year at `at`. */
export type ReadDate = (
  tokens: readonly Token[],
  at: number,
  setting: TimeSetting,
) => { readonly end: number; readonly date: Moment } | undefined;

/** "end of the month", "early March", "mid 2027", "beginning of next week", "eod". */
export function edgeAt(
  tokens: readonly Token[],
  at: number,
  setting: TimeSetting,
  readDate: ReadDate,
): Piece | undefined {
  const the = textAt(tokens, at) === "the" ? at + 1 : at;
  const short = Object.hasOwn(SHORT, textAt(tokens, the)) ? SHORT[textAt(tokens, the)] : undefined;
  if (short) return piece(short[0], currentUnit(setting, short[1]), the + 1);
  const edge = Object.hasOwn(WORDS, textAt(tokens, the)) ? WORDS[textAt(tokens, the)] : undefined;
  if (!edge) return undefined;
  const of = textAt(tokens, the + 1) === "of";
  if (!of && !/^(?:early|mid|late)$/.test(textAt(tokens, the))) return undefined;
  const from = skipWords(tokens, of ? the + 2 : the + 1);
  const place = textAt(tokens, from) === "the" ? from + 1 : from;
  const found = theUnit(tokens, from, setting) ?? readDate(tokens, from, setting) ?? readDate(tokens, place, setting);
  return found && piece(edge, found.date, found.end);
}

const skipWords = (tokens: readonly Token[], at: number): number =>
  /^(?:around|about|approximately)$/.test(textAt(tokens, at)) ? at + 1 : at;

/** "the month", "month": the current one. */
export function theUnit(tokens: readonly Token[], at: number, setting: TimeSetting) {
  const the = /^(?:the|this)$/.test(textAt(tokens, at)) ? at + 1 : at;
  const unit = timeUnit(textAt(tokens, the));
  if (!unit || !/^(?:day|week|month|quarter|year)$/.test(textAt(tokens, the))) return undefined;
  return { end: the + 1, date: currentUnit(setting, unit as "day") };
}

const currentUnit = ({ nowWall }: TimeSetting, unit: "day" | "week" | "month" | "year"): Moment =>
  unitFromNow(
    nowWall,
    unit,
    0,
    unit === "day" ? WHOLE_DAY : SAYS.year | SAYS.month | (unit === "week" ? SAYS.week : 0),
  );

function piece(edge: Edge, whole: Moment, end: number): Piece | undefined {
  const cut = CUTS[whole.grain];
  if (!cut) return undefined;
  if (whole.grain === "day" && edge === "middle") return undefined;
  const grain = whole.grain === "year" ? "month" : whole.grain === "day" ? "second" : "day";
  const shape = { grain, says: WHOLE_DAY, ...(grain !== "second" && { stretch: true }) } as const;
  if (whole.once) return { end, date: onlyOnce(cut(whole.once, edge), shape) };
  const spans = (from: number, to: number) =>
    whole
      .spans(from - whole.longest, to)
      .map((span) => cut(span, edge))
      .filter((span) => span.from >= from && span.from < to);
  return { end, date: { ...shape, spans, longest: whole.longest } };
}

type Cut = (span: Span, edge: Edge) => Span;

/** First, middle and last third of a month; first four and last four months of a year, first and last three days of a week. */
const CUTS: Readonly<Record<string, Cut>> = {
  day: ({ from, to }, edge) => (edge === "end" ? { from: to - 1000, to } : { from, to: from + 1000 }),
  week: ({ from, to }, edge) => {
    if (edge === "middle") return { from: from + 2 * DAY, to: from + 5 * DAY };
    return edge === "start" ? { from, to: from + 3 * DAY } : { from: to - 3 * DAY, to };
  },
  month: ({ from, to }, edge) => {
    if (edge === "middle") return { from: from + 10 * DAY, to: from + 20 * DAY };
    return edge === "start" ? { from, to: from + 10 * DAY } : { from: from + 20 * DAY, to };
  },
  year: ({ from, to }, edge) => {
    const { year } = wallFields(from);
    if (edge === "middle") return { from: dayOf(year, 5, 1), to: dayOf(year, 9, 1) };
    return edge === "start" ? { from, to: dayOf(year, 4, 1) } : { from: dayOf(year, 9, 1), to };
  },
};
