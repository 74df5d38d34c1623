import type { Schedule } from "../../core/model/schedule.ts";
import type { Draft } from "../draft.ts";
import { movedClock } from "../follow/moved-clock.ts";

/**
 * What was assumed about the words and the time, for the card; `last` is the schedule that an edit changes, `made` what
 * came of it: where that is another than the words alone would be, no hour or day had to be assumed.
 */
export function assumedOf(draft: Draft, last?: Schedule, made?: Schedule): { readonly assumed?: readonly string[] } {
  const said = draft.schedule.schedule;
  const merged = made !== undefined && JSON.stringify(made) !== JSON.stringify(said);
  const notes = draft.schedule.assumed.filter((note) => !(merged && note.startsWith("no time was said")));
  const assumed = [
    ...draft.repaired.map((note) => `I read ${note}`),
    ...draft.time.assumed,
    // A moved time of day is no day that has passed.
    ...(movedClock(draft, last) ? [] : notes),
  ];
  return assumed.length > 0 ? { assumed } : {};
}
