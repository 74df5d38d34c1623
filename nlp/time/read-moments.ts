import type { WallMs } from "../../core/kernel/wall-time.ts";
import { DAY_PARTS } from "../day-parts.ts";
import { normalise } from "../text/normalise.ts";
import type { Token } from "../text/token.ts";
import { tokenise } from "../text/tokenise.ts";
import { type LengthFound, lengthAt, lengthMs } from "./moments/lengths.ts";
import type { Moment } from "./moments/moment.ts";
import { textAt } from "./moments/phrase.ts";
import { type Said, saidAt } from "./moments/sequence.ts";
import { momentOf, readings } from "./moments/settle.ts";
import { floorTo, type Grain, type Span } from "./moments/span.ts";
import { stretchAt } from "./moments/stretches.ts";
import { timeTokens } from "./moments/time-tokens.ts";
import type { DayTime, TimeSetting } from "./time-facts.ts";

/** Something a text says about time. */
export type MomentRead = PointRead | DurationRead;

export interface PointRead {
  readonly kind: "point" | "interval";
  /** Where in the text, half open. */
  readonly start: number;
  readonly end: number;
  readonly grain: Grain;
  /** What it may mean, the coming one first: the time up to `to`, exclusive; `until` where the end was named. */
  readonly values: readonly Span[];
  /** "after 5pm", "until friday": only one end is said. */
  readonly open?: "before" | "after";
  /** Neither a day nor anything longer was said: a time of any day. */
  readonly clockOnly?: boolean;
  /** The word for a part of the day that was said instead of a clock time. */
  readonly part?: string;
  readonly tz?: string;
}

export interface DurationRead {
  readonly kind: "duration";
  readonly start: number;
  readonly end: number;
  readonly length: LengthFound;
  readonly ms: number;
}

export interface ReadMomentsOptions {
  /** The reader's wall clock: what "now" and "tomorrow" are counted from. */
  readonly nowWall: WallMs;
  readonly dayParts?: Readonly<Record<string, DayTime>>;
  /** For something to be done: a part of the day is the time that stands for it, and stretches beyond a month are left out. */
  readonly forTask?: true;
}

/** All moments, stretches of time and durations in a text, in order. Pure; longest reading first, none overlap. */
export function readMoments(text: string, options: ReadMomentsOptions): readonly MomentRead[] {
  const setting: TimeSetting = { nowWall: options.nowWall, dayParts: options.dayParts ?? DAY_PARTS };
  const tokens = timeTokens(tokenise(normalise(text)));
  const found: MomentRead[] = [];
  let at = 0;
  while (at < tokens.length) {
    const read = momentAt(tokens, at, setting);
    if (read) found.push(read.value);
    at = read?.to ?? at + 1;
  }
  return found;
}

export interface MomentAt {
  readonly value: MomentRead;
  readonly to: number;
}

/** What the tokens from `at` on say about time. */
export function momentAt(tokens: readonly Token[], at: number, setting: TimeSetting): MomentAt | undefined {
  if (!mayBegin(tokens, at)) return undefined;
  const bound = boundedAt(tokens, at, setting);
  const stretch = stretchAt(tokens, at, setting);
  const lead = leadAt(tokens, at);
  const said = saidAt(tokens, lead.at, setting, "any", lead);
  const length = lengthAt(tokens, textAt(tokens, at) === "for" ? at + 1 : at);
  const longest = Math.max(stretch?.end ?? 0, said?.end ?? 0, bound?.end ?? 0);
  if (length && length.end >= longest) return durationRead(tokens, at, length);
  if (bound && bound.end >= longest && bound.end > (stretch?.end ?? 0)) return bound.read;
  if (stretch && stretch.end >= longest) return pointRead(tokens, at, stretch.end, { moment: stretch.moment }, setting);
  if (!said || !isSure(tokens, lead.at > at, said)) return undefined;
  return pointRead(tokens, at, said.end, { moment: momentOf(said), said }, setting);
}

/** Almost all words are no beginning of a moment, and are left at once. */
function mayBegin(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  return token !== undefined && token.kind !== "stop" && token.kind !== "comma" && token.kind !== "quoted";
}

/** "at", "on the", "around": what may stand before a moment, and what it leads to expect. */
function leadAt(tokens: readonly Token[], at: number) {
  const word = textAt(tokens, at);
  if (/^(?:at|@|around|about|approximately|circa)$/.test(word)) return { at: at + 1, clock: true, day: false };
  if (word === "for") return { at: at + 1, clock: true, day: true };
  if (/^(?:on|during)$/.test(word)) return { at: at + 1, clock: false, day: true };
  if (word === "in" && isPlainIn(tokens, at + 1)) return { at: at + 1, clock: false, day: true };
  return { at, clock: false, day: false };
}

/** "in" belongs to "in 3 days" and "in the morning". */
const isPlainIn = (tokens: readonly Token[], at: number): boolean =>
  textAt(tokens, at) !== "the" && lengthAt(tokens, at) === undefined;

/** Weak ones need a word before them, or to be all there is. */
function isSure(tokens: readonly Token[], led: boolean, said: Said): boolean {
  if (said.weak === undefined) return true;
  const whole = tokens.filter((token) => token.kind !== "stop" && token.kind !== "comma").length;
  if (led && (said.clock !== undefined || said.date !== undefined)) return said.weak === "name" || said.end > 1;
  return said.weak === "name" && said.end >= whole;
}

const BEFORE = new Set(["before", "by", "until", "till", "til", "untill", "through"]);
const AFTER = new Set(["after", "since", "from", "starting"]);

/** "before 11", "until friday", "since 2014", "after 5pm": one end is open. */
function boundedAt(tokens: readonly Token[], at: number, setting: TimeSetting) {
  const first = /^(?:anytime|sometimes?)$/.test(textAt(tokens, at)) ? at + 1 : at;
  const word = textAt(tokens, first);
  const open = BEFORE.has(word) ? "before" : AFTER.has(word) ? "after" : undefined;
  if (!open) return undefined;
  const the = /^(?:at|on)$/.test(textAt(tokens, first + 1)) ? first + 2 : first + 1;
  const said = saidAt(tokens, the, setting, "any", { clock: true, day: true });
  if (!said || (said.part?.said === "after" && !said.date)) return undefined;
  const read = pointRead(tokens, at, said.end, { moment: momentOf(said), said, open }, setting);
  return read && { end: said.end, read };
}

function durationRead(tokens: readonly Token[], at: number, length: LengthFound): MomentAt {
  const value: DurationRead = { kind: "duration", ...placeOf(tokens, at, length.end), length, ms: lengthMs(length) };
  return { value, to: length.end };
}

const placeOf = (tokens: readonly Token[], at: number, end: number) => ({
  start: tokens[at]?.start ?? 0,
  end: tokens[end - 1]?.end ?? 0,
});

interface Made {
  readonly moment: Moment;
  readonly said?: Said;
  readonly open?: "before" | "after";
}

function pointRead(
  tokens: readonly Token[],
  at: number,
  end: number,
  { moment, said, open }: Made,
  setting: TimeSetting,
): MomentAt | undefined {
  const values = readings(moment, setting, said?.clock?.halfOpen === true);
  if (values.length === 0) return undefined;
  const stretch = moment.stretch || (open !== undefined && moment.grain !== "second");
  const clockOnly = said !== undefined && said.date === undefined;
  const part = said?.clock === undefined ? said?.part?.said : undefined;
  const value: PointRead = {
    kind: stretch ? "interval" : "point",
    ...placeOf(tokens, at, end),
    grain: moment.grain,
    values: values.map((span) => atGrain(span, moment)),
    ...(open && { open }),
    ...(clockOnly && { clockOnly }),
    ...(part !== undefined && { part }),
    ...(said?.tz !== undefined && { tz: said.tz }),
  };
  return { value, to: end };
}

/** An instant counted from now begins with the hour or day it is exact to. */
const atGrain = (span: Span, { grain, once }: Moment): Span =>
  once && span.to - span.from === 1 ? { ...span, from: floorTo(span.from, grain), until: span.from } : span;
