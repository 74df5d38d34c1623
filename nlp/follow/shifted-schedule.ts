import { wallFromText, wallText } from "../../core/kernel/wall-time.ts";
import type { Schedule } from "../../core/model/schedule.ts";
import type { Token } from "../text/token.ts";
import { durationAt } from "../time/durations.ts";
import { withClock } from "./moved-clock.ts";

const LEAD =
  /^(?:make|move|put|push|shift|bring|delay|postpone|do|run|it|that|this|back|forward|out|up|by|no|ok|okay|and|actually|please|rather|lets|let|us)$/;
const LATER = /^(?:later|back|postpone|delay|out)$/;
const EARLIER = /^(?:earlier|sooner|forward|up)$/;
const TRAIL = /^(?:later|earlier|sooner|please|instead|than|that|back|forward)$/;
const DAY_MINUTES = 24 * 60;

/** "an hour later", "push it back 30 minutes": the time before, moved by that; undefined where that is no one time. */
export function shiftedSchedule(tokens: readonly Token[], last: Schedule): Schedule | undefined {
  const words = tokens.filter(({ kind }) => kind !== "comma" && kind !== "stop");
  const from = words.findIndex(({ text }, at) => !LEAD.test(text) || durationAt(words, at) !== undefined);
  const found = from < 0 ? undefined : durationAt(words, from);
  if (!found || !words.slice(found.end).every(({ text }) => TRAIL.test(text))) return undefined;
  const around = [...words.slice(0, from), ...words.slice(found.end)].map(({ text }) => text);
  const [later, earlier] = [around.some((text) => LATER.test(text)), around.some((text) => EARLIER.test(text))];
  return later === earlier ? undefined : moved(last, later ? found.ms : -found.ms);
}

function moved(last: Schedule, ms: number): Schedule | undefined {
  const at = last.kind === "once" ? wallFromText(last.at) : undefined;
  if (last.kind === "once") return at === undefined ? undefined : { ...last, at: wallText(at + ms) };
  if (last.kind !== "cron") return undefined;
  const [minute = "", hour = ""] = last.cron.split(" ");
  const clock = Number(hour) * 60 + Number(minute) + ms / 60_000;
  // Over midnight the days would change, too.
  if (!Number.isInteger(clock) || clock < 0 || clock >= DAY_MINUTES) return undefined;
  return withClock(last, { hour: Math.floor(clock / 60), minute: clock % 60 });
}
