import { mask, type Stage } from "../draft.ts";
import { buildSchedule } from "../time/build-schedule.ts";
import { findTime } from "../time/find-time.ts";

/** When it shall happen: one schedule for the whole message, wherever in it that is said. */
export const readTime: Stage = (draft) => {
  const { tokens, setting } = draft;
  const time = findTime(tokens, mask(tokens.length, draft.policy.used), setting);
  const schedule = buildSchedule(time.facts, setting);
  const trace = time.used.map(({ from, to }) => ({
    stage: "time",
    note: tokens
      .slice(from, to)
      .map((token) => token.text)
      .join(" "),
    start: tokens[from]?.start ?? 0,
    end: tokens[to - 1]?.end ?? 0,
  }));
  return { ...draft, time, schedule, trace: [...draft.trace, ...trace] };
};
