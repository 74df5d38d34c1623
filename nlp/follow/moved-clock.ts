import type { Schedule } from "../../core/model/schedule.ts";
import type { Draft } from "../draft.ts";
import type { DayTime } from "../time/time-facts.ts";

/**
 * The schedule before with the one thing of it that is said: "make it 8:30" of what repeats keeps the days, "tomorrow
 * instead" keeps the time. Undefined where it says something else, too.
 */
export function movedClock({ time, schedule }: Draft, last: Schedule | undefined): Schedule | undefined {
  const said = Object.keys(time.facts).filter((name) => name !== "part" && name !== "habit");
  if (!last || schedule.schedule?.kind !== "once") return undefined;
  const [clock, another] = time.facts.times ?? [];
  if (clock && !another && said.join(" ") === "times") return withClock(last, clock);
  const dated = !clock && last.kind === "once" && schedule.assumed.some((note) => note.startsWith("no time was said"));
  return dated ? { ...schedule.schedule, at: `${schedule.schedule.at.slice(0, 11)}${last.at.slice(11)}` } : undefined;
}

/** The same days at another time; undefined where it has several times, or happens once. */
export function withClock(last: Schedule, { hour, minute }: DayTime): Schedule | undefined {
  if (last.kind === "cron") {
    const [oldMinute = "", oldHour = "", ...days] = last.cron.split(" ");
    const fixed = /^\d+$/.test(oldMinute) && /^\d+$/.test(oldHour);
    return fixed ? { ...last, cron: [minute, hour, ...days].join(" ") } : undefined;
  }
  if (last.kind !== "rrule") return undefined;
  const rrule = last.rrule.replace(/BYHOUR=[\d,]+/, `BYHOUR=${hour}`).replace(/BYMINUTE=[\d,]+/, `BYMINUTE=${minute}`);
  return { ...last, rrule: rrule.replace(/;BYSETPOS=[\d,]+/, "") };
}
