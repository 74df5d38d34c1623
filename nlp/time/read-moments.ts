import type { WallMs } from "../../core/kernel/wall-time.ts";
import { DAY_PARTS } from "../day-parts.ts";
import { normalise } from "../text/normalise.ts";
import type { Token } from "../text/token.ts";
import { tokenise } from "../text/tokenise.ts";
import { isAfterPart } from "./moments/day-part-words.ts";
import { forTask } from "./moments/for-task.ts";
import { type LengthFound, lengthAt, lengthMs } from "./moments/lengths.ts";
import { mayBegin } from "./moments/may-begin.ts";
import type { Moment } from "./moments/moment.ts";
import type { DurationRead, MomentRead, PointRead } from "./moments/moment-read.ts";
import { type Around, textAt } from "./moments/phrase.ts";
import { type Said, saidAt } from "./moments/sequence.ts";
import { momentOf, readings } from "./moments/settle.ts";
import { floorTo, type Span } from "./moments/span.ts";
import { stretchAt } from "./moments/stretches.ts";
import { timeTokens } from "./moments/time-tokens.ts";
import type { DayTime, TimeSetting } from "./time-facts.ts";

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
  const tokens = timeTokens(tokenise(normalise(text)).flatMap(unquoted));
  const found: MomentRead[] = [];
  let at = 0;
  while (at < tokens.length) {
    const read = momentAt(tokens, at, setting);
    if (read) found.push(read.value);
    at = read?.to ?? at + 1;
  }
  return options.forTask
    ? found.flatMap((one) => forTask(one, setting, text.slice(one.start, one.end).toLowerCase()) ?? [])
    : found;
}

/** Quotes around a time are no part of it. */
function unquoted(token: Token): readonly Token[] {
  if (token.kind !== "quoted" || token.raw.length > 60) return [token];
  return tokenise(normalise(token.raw)).map((inner) => ({
    ...inner,
    start: token.start + 1 + inner.start,
    end: token.start + 1 + inner.end,
  }));
}

export interface MomentAt {
  readonly value: MomentRead;
  readonly to: number;
}

/** What the tokens from `at` on say about time; the longest reading. */
export function momentAt(tokens: readonly Token[], at: number, setting: TimeSetting): MomentAt | undefined {
  if (!mayBegin(tokens, at)) return undefined;
  const length = lengthAt(tokens, textAt(tokens, at) === "for" ? at + 1 : at);
  const point = pointAt(tokens, at, setting);
  if (length && length.end >= (point?.to ?? 0)) return durationRead(tokens, at, length);
  return point;
}

function pointAt(tokens: readonly Token[], at: number, setting: TimeSetting): MomentAt | undefined {
  const bound = boundedAt(tokens, at, setting);
  const stretch = stretchAt(tokens, at, setting);
  const said = ledAt(tokens, at, setting);
  const longest = Math.max(stretch?.end ?? 0, said?.end ?? 0);
  if (bound && bound.to >= longest && bound.to > (stretch?.end ?? 0)) return bound;
  if (stretch && stretch.end >= longest) return pointRead(tokens, at, stretch.end, { moment: stretch.moment }, setting);
  if (!said) return undefined;
  const later = afterAndLater(tokens, said.end);
  const open = later === undefined ? said.open : "after";
  return pointRead(tokens, at, later ?? said.end, { moment: momentOf(said), said, open }, setting);
}

/** Behind "onwards" or "and later", which leave the end open. */
function afterAndLater(tokens: readonly Token[], at: number): number | undefined {
  if (/^onwards?$/.test(textAt(tokens, at))) return at + 1;
  const and = /^(?:and|or)$/.test(textAt(tokens, at)) ? at + 1 : undefined;
  const last = and === undefined ? undefined : /^(?:later|greater|onwards?|newer|after|up)$/.test(textAt(tokens, and));
  return last && (!tokens[at + 2] || /^(?:stop|comma)$/.test(tokens[at + 2]?.kind ?? "")) ? at + 2 : undefined;
}

/** A moment with or without a word that leads to it. */
function ledAt(tokens: readonly Token[], at: number, setting: TimeSetting): Said | undefined {
  const plain = saidAt(tokens, at, setting);
  const lead = LEADS[textAt(tokens, at)];
  const led = lead && !isPlace(tokens, at) ? saidAt(tokens, at + 1, setting, "any", lead) : undefined;
  const better = led && (!plain || led.end > plain.end || (led.end === plain.end && plain.weak !== undefined));
  if (led && better) return led.weak === "number" && !led.clock && !led.date ? undefined : led;
  if (!plain || plain.weak === undefined) return plain;
  const whole = tokens.filter((token) => token.kind !== "stop" && token.kind !== "comma").length;
  return plain.weak === "name" && plain.end >= whole ? plain : undefined;
}

/** What may stand before a moment, and what it leads to expect. */
const LEADS: Readonly<Record<string, Pick<Around, "clock" | "day" | "year">>> = {
  at: { clock: true, day: false },
  "@": { clock: true, day: false },
  around: { clock: true, day: false },
  about: { clock: false, day: false, year: true },
  approximately: { clock: true, day: false },
  circa: { clock: true, day: false },
  for: { clock: true, day: true },
  on: { clock: false, day: true },
  in: { clock: false, day: false, year: true },
  during: { clock: false, day: false, year: true },
};

/** "i am at 10" says where, not when. */
const isPlace = (tokens: readonly Token[], at: number): boolean =>
  textAt(tokens, at) === "at" && textAt(tokens, at - 1) === "am" && /^\d{1,3}$/.test(textAt(tokens, at + 1));

const BEFORE = new Set(["before", "by", "until", "till", "til", "untill", "through"]);
const AFTER = new Set(["after", "since", "from", "starting"]);

/** "before 11", "until friday", "since 2014", "after 5pm": one end is open; "by friday" begins now. */
function boundedAt(tokens: readonly Token[], at: number, setting: TimeSetting): MomentAt | undefined {
  const first = /^(?:anytime|sometimes?)$/.test(textAt(tokens, at)) ? at + 1 : at;
  const word = textAt(tokens, first);
  const open = BEFORE.has(word) ? "before" : AFTER.has(word) ? "after" : undefined;
  if (!open || isAfterPart(tokens, first)) return undefined;
  const the = /^(?:at|on)$/.test(textAt(tokens, first + 1)) ? first + 2 : first + 1;
  const said = saidAt(tokens, the, setting, "any", { clock: true, day: true, year: true });
  if (!said || said.clock?.until || (said.weak === "number" && !said.clock && !said.date)) return undefined;
  const moment = momentOf(said);
  if (word !== "by") return pointRead(tokens, at, said.end, { moment, said, open }, setting);
  const made = pointRead(tokens, at, said.end, { moment, said }, setting);
  const value = made?.value.kind === "duration" ? undefined : made?.value;
  const values = value?.values.map((span) => ({ ...span, from: setting.nowWall }));
  return made && value && values ? { ...made, value: { ...value, kind: "interval", values } } : undefined;
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
  readonly open?: "before" | "after" | undefined;
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
  const part = said?.clock === undefined ? said?.part : undefined;
  const value: PointRead = {
    kind: stretch ? "interval" : "point",
    ...placeOf(tokens, at, end),
    grain: moment.grain,
    values: values.map((span) => atGrain(span, moment)),
    ...(open && { open }),
    ...(clockOnly && { clockOnly }),
    ...(part && { part }),
    ...(said?.tz !== undefined && { tz: said.tz }),
  };
  return { value, to: end };
}

/** An instant counted from now begins with the hour or day it is exact to. */
const atGrain = (span: Span, { grain, once }: Moment): Span =>
  once && span.to - span.from === 1 ? { ...span, from: floorTo(span.from, grain), until: span.from } : span;
