import type { Schedule } from "../../core/model/schedule.ts";
import type { Draft } from "../draft.ts";

/** "make it 8:30" of something that repeats moves its time and keeps its days; undefined where it says something else. */
export function movedClock({ time, schedule }: Draft, last: Schedule | undefined): Schedule | undefined {
  const said = Object.keys(time.facts).filter((name) => name !== "part");
  const [clock, another] = time.facts.times ?? [];
  if (!last || !clock || another || said.join(" ") !== "times" || schedule.schedule?.kind !== "once") return undefined;
  if (last.kind === "cron") {
    const [minute = "", hour = "", ...days] = last.cron.split(" ");
    const fixed = /^\d+$/.test(minute) && /^\d+$/.test(hour);
    return fixed ? { ...last, cron: [clock.minute, clock.hour, ...days].join(" ") } : undefined;
  }
  if (last.kind !== "rrule") return undefined;
  const rrule = last.rrule
    .replace(/BYHOUR=[\d,]+/, `BYHOUR=${clock.hour}`)
    .replace(/BYMINUTE=[\d,]+/, `BYMINUTE=${clock.minute}`);
  return { ...last, rrule: rrule.replace(/;BYSETPOS=[\d,]+/, "") };
}
