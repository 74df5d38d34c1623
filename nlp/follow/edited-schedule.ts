import { wallText } from "../../core/kernel/wall-time.ts";
import type { Schedule } from "../../core/model/schedule.ts";
import type { Draft } from "../draft.ts";
import type { TimeFacts } from "../time/time-facts.ts";
import { movedClock } from "./moved-clock.ts";

/** Said beside others, or nothing of when. */
const SILENT = new Set(["part", "habit", "now"]);
const FIXED = /^\d+$/;

/** The schedule that is said, or the one before with what is said of it: "weekdays only", "until friday", "not on sundays". */
export function editedSchedule(draft: Draft, last: Schedule | undefined): Schedule | "unclear" | undefined {
  const { facts, loose, used, looseUsed } = draft.time;
  const all = { ...loose, ...facts };
  const { schedule, unclear } = draft.schedule;
  const said = Object.keys(all).filter((name) => !SILENT.has(name));
  if (last && said.join(" ") === "tz") return inZone(last, all);
  const refused = used.some(({ from }) => REFUSING.test(draft.tokens[from - 1]?.text ?? ""));
  const added = used.some(({ from }) => ADDING.test(draft.tokens[from - 1]?.text ?? ""));
  if (added && all.weekdays && last && last.kind !== "once") return withDays(last, all.weekdays) ?? "unclear";
  const merged = last && last.kind !== "once" ? changed(all, last, said, refused) : undefined;
  if (merged) return merged;
  const moved = refused || looseUsed.length > 0 ? undefined : movedClock(draft, last);
  if (moved) return moved;
  if (unclear || refused || looseUsed.length > 0) return "unclear";
  return said.length > 0 && !schedule ? "unclear" : schedule;
}

/** "berlin time": the same clock elsewhere. */
const inZone = (last: Schedule, { tz }: TimeFacts): Schedule => ({ ...last, ...(tz !== undefined && { tz }) });

const REFUSING = /^(?:not|never|skip|without|no|except|excluding)$/;
const ADDING = /^(?:and|also|add|plus)$/;
const WEEK = [0, 1, 2, 3, 4, 5, 6];

function changed(
  facts: TimeFacts,
  last: Exclude<Schedule, { kind: "once" }>,
  said: readonly string[],
  refused: boolean,
): Schedule | undefined {
  const names = said.join(" ");
  if (names === "end" && facts.end !== undefined) return { ...last, end: wallText(facts.end) };
  if (names === "count" && facts.count !== undefined) return { ...last, count: facts.count };
  if (names === "without" && facts.without) return onDays(last, othersThan(facts.without));
  if (facts.window && said.every((name) => name === "window" || name === "weekdays")) return inHours(last, facts);
  const weekly = facts.rhythm?.unit === "week" && facts.rhythm.every === 1;
  const days = names === "weekdays" || (weekly && names === "rhythm weekdays") ? facts.weekdays : undefined;
  return days && onDays(last, refused ? othersThan(days) : days);
}

/** "and fridays too": those days and these, where it has days of the week. */
function withDays(last: Exclude<Schedule, { kind: "once" }>, days: readonly number[]): Schedule | undefined {
  const field = last.kind === "cron" ? (last.cron.split(" ")[4] ?? "") : "";
  if (!/^[0-6](?:[-,][0-6])*$/.test(field)) return undefined;
  const before = field.split(",").flatMap((part) => {
    const [from = 0, to = from] = part.split("-").map(Number);
    return WEEK.filter((day) => day >= from && day <= to);
  });
  return onDays(last, [...before, ...days]);
}

const othersThan = (days: readonly number[]): readonly number[] =>
  WEEK.filter((day) => !days.some((one) => one % 7 === day));

/** "only during business hours": the same rhythm within those hours, where it ran around the clock. */
function inHours(last: Schedule, { window, weekdays }: TimeFacts): Schedule | undefined {
  if (last.kind !== "cron" || !window || window.from.minute + window.to.minute > 0) return undefined;
  const [minute = "", hour, day, month, week] = last.cron.split(" ");
  if (hour !== "*") return undefined;
  const hours = `${window.from.hour}-${window.to.hour}`;
  return { ...last, cron: [minute, hours, day, month, weekdays ? daysText(weekdays) : week].join(" ") };
}

/** The same time on these days of the week; only where there is one time on days of the week. */
function onDays(last: Schedule, days: readonly number[]): Schedule | undefined {
  if (last.kind !== "cron" || days.length === 0) return undefined;
  const [minute = "", hour = "", , month = ""] = last.cron.split(" ");
  if (!FIXED.test(minute) || !FIXED.test(hour)) return undefined;
  return { ...last, cron: [minute, hour, "*", month, daysText(days)].join(" ") };
}

/** "1-5" where days follow each other, "1,3" where they do not; 0 is Sunday. */
function daysText(days: readonly number[]): string {
  const sorted = [...new Set(days.map((day) => day % 7))].sort((a, b) => a - b);
  const [first = 0] = sorted;
  const last = sorted.at(-1) ?? first;
  return sorted.length > 2 && last - first === sorted.length - 1 ? `${first}-${last}` : sorted.join(",");
}
