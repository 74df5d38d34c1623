import { wallFromText } from "../../core/kernel/wall-time.ts";
import { readLines } from "./corpus-file.ts";
import { cronGold, fiveFields } from "./gold-cron.ts";
import { ruleGold } from "./gold-rule.ts";
import { OCCURRENCES, ourAnswer } from "./our-times.ts";
import { sameAsRule, sameMinutes } from "./same-times.ts";
import type { Suite, Verdict } from "./suite.ts";

export interface PoolLine {
  readonly source: string;
  readonly text: string;
  readonly kind: "cron" | "cron6" | "cronaws" | "rrule" | "rrule+ex" | "once" | "reject";
  readonly gold: string;
  /** Of rules: the wall time they were asked at; the day they count from where it is another. */
  readonly now?: string;
  readonly dtstart?: string;
  /** Why the gold is one project's convention. */
  readonly contested?: string;
}

/** For golds that name no instant: a Saturday. */
const SATURDAY = "2026-11-21T10:15:00";
const FRAME = /^(?:remind me to move car |im available )|(?: would work best for me)$/;

/** The same phrase inside "remind me to move car ... would work best for me". */
export const isInside = ({ text }: PoolLine): boolean => FRAME.test(text);

/** The lines of the pool that pass, without repeats. */
export function poolLines(wanted: (line: PoolLine) => boolean): readonly PoolLine[] {
  const lines = readLines<PoolLine>("public", "recurrence", "pool.jsonl").filter(wanted);
  return [...new Map(lines.map((line) => [`${line.text}|${JSON.stringify(line.gold)}`, line])).values()];
}

export const isRecurrence = ({ kind }: PoolLine): boolean => ["cron", "cron6", "cronaws", "rrule"].includes(kind);

/** A gold that five fields cannot hold has no times to compare with. */
export function judgeLine(line: PoolLine): Verdict {
  const now = line.now ?? SATURDAY;
  const ours = ourAnswer(line.text, now);
  if (ours === undefined) return "silent";
  const at = wallFromText(now) ?? 0;
  if (line.kind === "rrule") {
    const start = line.dtstart === undefined ? at : (wallFromText(dashed(line.dtstart)) ?? at);
    return sameAsRule(ours.times, ruleGold(line.gold, start, OCCURRENCES), line.gold, at) ? "right" : "wrong";
  }
  return sameMinutes(ours.times, goldTimes(line, at)) ? "right" : "wrong";
}

/** "20100105" as "2010-01-05T00:00:00". */
const dashed = (date: string): string => `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6, 8)}T00:00:00`;

function goldTimes(line: PoolLine, at: number): readonly number[] {
  const five = fiveFields(line.gold, line.kind === "cron6" ? "cron6" : line.kind === "cronaws" ? "cronaws" : "cron");
  if (five !== undefined) return cronGold(five, at, OCCURRENCES) ?? [];
  const [seconds = "0", ...rest] = line.gold.split(" ");
  return rest.join(" ") === "* * * * *" ? secondGold(seconds, at) : [];
}

/** "every 10 seconds": the seconds field of a six-field text with nothing else in it. */
function secondGold(field: string, at: number): readonly number[] {
  const step = field === "*" ? 1 : Number(/^\*\/(\d+)$/.exec(field)?.[1] ?? 0);
  return step === 0 ? [] : Array.from({ length: OCCURRENCES }, (_, index) => at + (index + 1) * step * 1000);
}

/** A suite of pool lines that shows what came beside what was expected. */
export function poolSuite(
  name: string,
  goal: NonNullable<Suite["goal"]>,
  wanted: (line: PoolLine) => boolean,
): Suite<PoolLine> {
  return {
    name,
    goal,
    cases: () => poolLines(wanted),
    run: judgeLine,
    show: (line) =>
      `${line.text}  |  ${JSON.stringify(line.gold)}  |  ${JSON.stringify(ourAnswer(line.text, line.now ?? SATURDAY)?.schedule ?? null)}`,
  };
}
