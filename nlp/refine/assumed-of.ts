import type { Schedule } from "../../core/model/schedule.ts";
import type { Draft } from "../draft.ts";
import { movedClock } from "../follow/moved-clock.ts";

/** What was assumed about the words and the time, for the card; `last` is the schedule that an edit changes. */
export function assumedOf(draft: Draft, last?: Schedule): { readonly assumed?: readonly string[] } {
  const assumed = [
    ...draft.repaired.map((note) => `I read ${note}`),
    ...draft.time.assumed,
    // A moved time of day is no day that has passed.
    ...(movedClock(draft, last) ? [] : draft.schedule.assumed),
  ];
  return assumed.length > 0 ? { assumed } : {};
}
