import { durationToMs, msToDuration } from "../../../core/kernel/duration.ts";

const UNITS: readonly (readonly [name: string, ms: number, others: readonly string[]])[] = [
  ["d", 86_400_000, ["day", "days"]],
  ["h", 3_600_000, ["hour", "hours", "hr", "hrs"]],
  ["min", 60_000, ["m", "minute", "minutes", "mins"]],
  ["s", 1_000, ["sec", "secs", "second", "seconds"]],
];

/** How people write a span: "1 h 30 min". What is no duration stays as it is. */
export function durationText(iso: string): string {
  let rest = durationToMs(iso);
  if (rest === undefined) return iso;
  const parts: string[] = [];
  for (const [name, ms] of UNITS) {
    const count = name === "s" ? rest / ms : Math.floor(rest / ms);
    if (count > 0) parts.push(`${count} ${name}`);
    rest -= count * ms;
  }
  return parts.length === 0 ? "0 s" : parts.join(" ");
}

/** The ISO duration of "10m", "1 h 30 min", "90 seconds", "2 weeks" or "PT5M"; undefined for anything else and nothing. */
export function durationFrom(text: string): string | undefined {
  const said = text.trim();
  const exact = durationToMs(said.toUpperCase());
  if (exact !== undefined) return exact > 0 ? msToDuration(exact) : undefined;
  const tokens = said.toLowerCase().match(/\d+(?:\.\d+)?|[a-z]+|[^\s\w]/g) ?? [];
  let total = 0;
  for (let at = 0; at < tokens.length; at += 2) {
    const ms = Number(tokens[at]) * unitMs(tokens[at + 1] ?? "");
    if (Number.isNaN(ms)) return undefined;
    total += ms;
  }
  const whole = Math.round(total);
  return whole > 0 ? msToDuration(whole) : undefined;
}

function unitMs(word: string): number {
  if (["w", "week", "weeks"].includes(word)) return 604_800_000;
  return UNITS.find(([name, , others]) => name === word || others.includes(word))?.[1] ?? Number.NaN;
}
