import type { Token } from "../../text/token.ts";
import type { TimeSetting } from "../time-facts.ts";
import { finestUnit, lengthAt, shifted } from "./lengths.ts";
import { following, type Moment, onlyOnce, preceding } from "./moment.ts";
import { textAt } from "./phrase.ts";
import { type Said, saidAt } from "./sequence.ts";
import { momentOf } from "./settle.ts";
import { DAY, floorTo, plus, type Span } from "./span.ts";

const JOINTS = new Set(["to", "-", "until", "untill", "till", "til", "through", "thru"]);

export interface StretchFound {
  readonly moment: Moment;
  readonly end: number;
}

/** "July 13 to 15", "from monday to friday", "between 1 and 5 May", "18 Dec for 10 days": from one moment to another. */
export function stretchAt(tokens: readonly Token[], at: number, setting: TimeSetting): StretchFound | undefined {
  const lead = /^(?:from|between)$/.test(textAt(tokens, at)) ? at + 1 : at;
  const first = saidAt(tokens, lead, setting, "any", { clock: lead > at, day: lead > at });
  if (!first) return undefined;
  const joint = textAt(tokens, first.end);
  if (joint === "for") return lasting(tokens, first, setting);
  const between = joint === "and" && textAt(tokens, at) === "between";
  if (!JOINTS.has(joint) && !between) return undefined;
  const expects = first.weak === "number" ? {} : { clock: true, day: true };
  const last = saidAt(tokens, first.end + 1, setting, "any", expects);
  if (!last || !alike(first, last)) return undefined;
  return { end: last.end, moment: fromTo(first, last, setting) };
}

/** Both days, or both clock times. */
function alike(first: Said, last: Said): boolean {
  const numbers = first.weak === "number" && last.weak === "number";
  return (
    !numbers &&
    (first.clock !== undefined) === (last.clock !== undefined || (first.clock !== undefined && last.part !== undefined))
  );
}

/** The end rules where it says more: "13 to 15 July". Otherwise the end is the next such after the beginning. */
function fromTo(first: Said, last: Said, setting: TimeSetting): Moment {
  const one = momentOf(first);
  const other = momentOf(last);
  const shape = { grain: other.grain, says: one.says | other.says, stretch: true } as const;
  const saysMore = other.once !== undefined || (other.says & ~one.says) !== 0;
  if (one.once || !saysMore) return fromFirst(one, other, shape, setting);
  const [end] = other.once ? [other.once] : following(other, floorTo(setting.nowWall, "day"));
  const [start] = end ? preceding(one, end.from) : [];
  return start && end ? onlyOnce(stretched(start, end), shape) : fromFirst(one, other, shape, setting);
}

type Shape = Pick<Moment, "grain" | "says"> & { readonly stretch: true };

function fromFirst(one: Moment, other: Moment, shape: Shape, { nowWall }: TimeSetting): Moment {
  const endOf = (start: Span): Span => {
    const [end] = other.once ? [other.once] : following(other, start.from + 1);
    return end && end.to > start.from ? stretched(start, end) : start;
  };
  if (one.once) return onlyOnce(endOf(one.once), shape);
  const spans = (from: number, to: number) => one.spans(from, to).map(endOf);
  const [near] = following(one, floorTo(nowWall, "day"));
  return { ...shape, spans, longest: near ? Math.max(DAY, endOf(near).to - near.from) : DAY };
}

const stretched = (start: Span, end: Span): Span => ({ from: start.from, to: end.to, until: end.until ?? end.from });

/** "4pm for 30 minutes", "18 Dec for 10 days" */
function lasting(tokens: readonly Token[], first: Said, setting: TimeSetting): StretchFound | undefined {
  const length = lengthAt(tokens, first.end + 1);
  const base = length ? momentOf(first) : undefined;
  const [start] = base
    ? base.once
      ? [base.once]
      : following(base, floorTo(setting.nowWall, base.longest < DAY ? "second" : "day"))
    : [];
  if (!length || !base || !start) return undefined;
  const until = shifted(start.from, length, 1);
  const unit = finestUnit(length);
  const span = { from: start.from, to: plus(until, 1, unit === "week" ? "day" : unit), until };
  return { end: length.end, moment: onlyOnce(span, { grain: unit, says: base.says, stretch: true }) };
}
