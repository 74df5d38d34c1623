import type { CompiledCatalog } from "../compiled-catalog.ts";
import { mask, type Stage } from "../draft.ts";
import { kindsAt } from "../target/kinds.ts";
import { NOUNS } from "../target/target-words.ts";
import type { Token } from "../text/token.ts";
import { buildSchedule } from "../time/build-schedule.ts";
import { findTime, type TimeFound } from "../time/find-time.ts";
import { cityZone } from "../time/zones.ts";

/** When it shall happen: one schedule for the whole message, wherever in it that is said. */
export const readTime: Stage = (draft) => {
  const { tokens, setting, policy, known } = draft;
  const found = findTime(tokens, mask(tokens.length, policy.used), setting);
  const counted = found.used.filter((range) => countsMachines(tokens, range, known));
  const plain =
    counted.length === 0 ? found : findTime(tokens, mask(tokens.length, [...policy.used, ...counted]), setting);
  const time = inCity(tokens, plain, known);
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

/** "tomorrow 9am in sydney": a city behind a clock time is the clock of that city, unless machines are called so. */
function inCity(tokens: readonly Token[], time: TimeFound, { labels, agents }: CompiledCatalog): TimeFound {
  if (time.facts.tz !== undefined || time.facts.times === undefined) return time;
  for (const { to } of time.used) {
    const city = tokens[to + 1]?.text ?? "";
    const tz =
      tokens[to]?.text === "in" && !labels.has(city) && !agents.has(city) ? cityZone(tokens, to + 1) : undefined;
    if (tz) return { ...time, facts: { ...time.facts, tz: tz.tz }, used: [...time.used, { from: to, to: tz.end }] };
  }
  return time;
}

/** "on every second web server" is no rhythm of a second. */
function countsMachines(tokens: readonly Token[], { from, to }: Range, known: CompiledCatalog): boolean {
  const led = /^(?:on|across|in)$/.test(tokens[from - 1]?.text ?? "") && tokens[from]?.text === "every";
  if (!led && tokens[to - 1]?.text !== "second") return false;
  return NOUNS.has(tokens[to]?.text ?? "") || kindsAt(tokens, to, known).terms.length > 0;
}

interface Range {
  readonly from: number;
  readonly to: number;
}
