import { Cron } from "croner";
import { validate } from "node-cron";
import type { WallMs } from "../kernel/wall-time.ts";
import { type PlainCron, plainCronTimes, readPlainCron } from "./plain-cron.ts";

/** Verdicts on cron texts: checking one asks two engines and costs more than computing from it. */
const checked = new Map<string, string | undefined>();
const MOST_CHECKED = 1_000;

/** Undefined when both cron engines take it; croner computes, node-cron ticks, and a schedule must mean one thing. */
export function cronProblem(cron: string): string | undefined {
  if (checked.has(cron)) return checked.get(cron);
  if (checked.size >= MOST_CHECKED) checked.clear();
  const problem = cronProblemOf(cron);
  checked.set(cron, problem);
  return problem;
}

function cronProblemOf(cron: string): string | undefined {
  const fields = cron.trim().split(/\s+/);
  if (fields.length !== 5) return `The cron text "${cron}" has ${fields.length} fields; it needs 5.`;
  if (cron.length > 120 || hasStepOutOfRange(fields) || !validate(cron)) return `The cron text "${cron}" is not valid.`;
  try {
    return wallCron(cron).nextRun(new Date(0)) ? undefined : `The cron text "${cron}" never comes due.`;
  } catch {
    return `The cron text "${cron}" is not valid.`;
  }
}

/** "*" + "/90" in the minutes is taken by engines and silently means something else. */
function hasStepOutOfRange(fields: readonly string[]): boolean {
  const largest = [59, 23, 31, 12, 7];
  return fields.some((field, index) =>
    field.split(",").some((part) => {
      const step = part.split("/")[1];
      return step !== undefined && !(Number(step) >= 1 && Number(step) <= (largest[index] ?? 0));
    }),
  );
}

/** Offset 0 because wall times are walked here, and without a zone croner asks no calendar; zones are the business of next-runs. */
function wallCron(cron: string): Cron {
  return new Cron(cron, { utcOffset: 0, paused: true, mode: "5-part" });
}

/** What was read last, by text: thousands of schedules share few texts. */
const readBefore = new Map<string, PlainCron | undefined>();
const MOST_REMEMBERED = 2_000;

function plainCron(cron: string): PlainCron | undefined {
  if (readBefore.has(cron)) return readBefore.get(cron);
  if (readBefore.size >= MOST_REMEMBERED) readBefore.clear();
  const read = readPlainCron(cron);
  readBefore.set(cron, read);
  return read;
}

/** Wall times of a valid cron text that are not before `from`, ascending; ends by itself when there are no more. */
export function* cronTimes(cron: string, from: WallMs): Generator<WallMs> {
  const plain = plainCron(cron);
  if (plain) yield* plainCronTimes(plain, from);
  else yield* engineTimes(cron, from);
}

/** As the engine says, whatever the text; slow. */
export function* engineTimes(cron: string, from: WallMs): Generator<WallMs> {
  const engine = wallCron(cron);
  let previous = new Date(from - 1000);
  for (;;) {
    const next = engine.nextRun(previous);
    if (!next) return;
    yield next.getTime();
    previous = next;
  }
}

/** Debian's rule: with a wildcard hour it follows real time, whatever the wall clock does. */
export function followsRealTime(cron: string): { readonly everyHour: boolean; readonly everyMinute: boolean } {
  const [minute = "", hour = ""] = cron.trim().split(/\s+/);
  return { everyHour: hour.startsWith("*"), everyMinute: minute.startsWith("*") };
}
