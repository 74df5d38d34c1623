import type { WallMs } from "../core/kernel/wall-time.ts";
import type { Schedule } from "../core/model/schedule.ts";
import { DAY_PARTS } from "./day-parts.ts";
import { normalise } from "./text/normalise.ts";
import type { Token } from "./text/token.ts";
import { tokenise } from "./text/tokenise.ts";
import { type BuiltSchedule, buildSchedule } from "./time/build-schedule.ts";
import { findTime } from "./time/find-time.ts";
import type { TimeFacts, TimeSetting } from "./time/time-facts.ts";

/**
 * The schedule in a sentence, wherever it is in it; undefined when there is none, or none that is clear. A text that is
 * nothing but a clock time or a day of the month names a habit here, "5am" every day: it was asked for as a schedule. So
 * does "the annual review", where nothing else does.
 */
export function readSchedule(
  text: string,
  when: { readonly nowWall: WallMs } & Pick<TimeSetting, "wallIn">,
): Schedule | undefined {
  const setting: TimeSetting = { ...when, dayParts: DAY_PARTS };
  const tokens = tokenise(normalise(text));
  const strict = read(tokens, setting);
  return strict.schedule ?? (strict.unclear ? undefined : read(tokens, { ...setting, loose: true }).schedule);
}

function read(tokens: readonly Token[], setting: TimeSetting): BuiltSchedule {
  const { facts, used } = findTime(tokens, [], setting);
  const whole = used.reduce((sum, { from, to }) => sum + to - from, 0) === tokens.length;
  return buildSchedule(whole && isBareHabit(facts) ? { ...facts, habit: true } : facts, setting);
}

const HABIT_WORDS = ["times", "part", "monthDays", "tz"];

function isBareHabit(facts: TimeFacts): boolean {
  const said = Object.keys(facts);
  return said.some((name) => name !== "tz") && said.every((name) => HABIT_WORDS.includes(name));
}
