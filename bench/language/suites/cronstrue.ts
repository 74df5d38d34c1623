import { wallFromText } from "../../../core/kernel/wall-time.ts";
import { readJson } from "../corpus-file.ts";
import { cronGold, fiveFields } from "../gold-cron.ts";
import { OCCURRENCES, ourAnswer } from "../our-times.ts";
import { sameMinutes } from "../same-times.ts";
import type { Suite } from "../suite.ts";

interface Pair {
  readonly cron: string;
  readonly text: string;
}

const NOW = "2026-11-21T10:15:00";
const NAMED: Readonly<Record<string, string>> = {
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
  "@hourly": "0 * * * *",
};

const pairs = (): readonly Pair[] => readJson<readonly Pair[]>("public", "cronstrue", "pairs.json");

/** What no five fields can hold, or what the sentence does not say as its cron does. */
function whyNot({ cron, text }: Pair): string | undefined {
  if (NAMED[cron] !== undefined) return undefined;
  if (cron.startsWith("@")) return "no time";
  if (/\d{4}/.test(text)) return "years";
  if (/\b[Ss]econds?\b(?!.*day of the)/.test(text) && !/second (?:Sunday|Monday)/.test(text)) return "seconds";
  if (/W/.test(cron.replace(/WED/gi, ""))) return "nearest weekday";
  if (/L-|every \d+ (?:days of the week|years)|-L/.test(cron + text))
    return "counted from the last day, or over weeks and years";
  return gold(cron) === undefined ? "another cron dialect" : undefined;
}

function gold(cron: string): readonly number[] | undefined {
  const fields = cron.trim().split(/\s+/);
  // Six fields may be seconds first or a year last; a question mark in the third is the day of the month.
  const yearLast = fields.length === 6 && fields[2] === "?";
  const plain = yearLast ? fields.slice(0, 5) : fields.slice(0, 6);
  const five = NAMED[cron] ?? fiveFields(plain.join(" "));
  try {
    return five === undefined ? undefined : cronGold(five, wallFromText(NOW) ?? 0, OCCURRENCES);
  } catch {
    return undefined;
  }
}

/** Their sentence for a cron text, read back. */
export const cronstrueReadBack: Suite<Pair> = {
  name: "cRonstrue read-back",
  goal: { share: 0.98 },
  cases: () => pairs().filter((pair) => whyNot(pair) === undefined),
  run: ({ cron, text }) => {
    const ours = ourAnswer(text, NOW);
    if (ours === undefined) return "silent";
    return sameMinutes(ours.times, gold(cron) ?? []) ? "right" : "wrong";
  },
  show: ({ cron, text }) => `${text}  |  ${cron}  |  ${JSON.stringify(ourAnswer(text, NOW)?.schedule ?? null)}`,
  outOfScope: () => {
    const counts: Record<string, number> = {};
    for (const reason of pairs().flatMap((pair) => whyNot(pair) ?? [])) counts[reason] = (counts[reason] ?? 0) + 1;
    return counts;
  },
};
