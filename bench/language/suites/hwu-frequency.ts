import { wallFromText } from "../../../core/kernel/wall-time.ts";
import { readJson } from "../corpus-file.ts";
import { ruleGold } from "../gold-rule.ts";
import { OCCURRENCES, ourAnswer } from "../our-times.ts";
import { sameAsRule } from "../same-times.ts";
import type { Suite } from "../suite.ts";

type Utterance = readonly [text: string, slot: string, intent: string];

const NOW = "2026-11-21T10:15:00";
/** The period each frequency slot names; the utterance may add a time, so only the rhythm is compared. */
const PERIODS: readonly (readonly [RegExp, string])[] = [
  [/tuesday thursday and saturday/, "FREQ=WEEKLY;BYDAY=TU,TH,SA"],
  [/first monday of the month/, "FREQ=MONTHLY;BYDAY=1MO"],
  [/tuesday/, "FREQ=WEEKLY;BYDAY=TU"],
  [/wednesday/, "FREQ=WEEKLY;BYDAY=WE"],
  [/every three hours/, "FREQ=HOURLY;INTERVAL=3"],
  [/daily|every ?day|every morning/, "FREQ=DAILY"],
  [/year/, "FREQ=YEARLY"],
  [/month/, "FREQ=MONTHLY"],
];

const ruleFor = (slot: string): string | undefined => PERIODS.find(([pattern]) => pattern.test(slot))?.[1];
const utterances = (): readonly Utterance[] => readJson<readonly Utterance[]>("public", "hwu", "frequency.json");

/** Sentences to a home assistant with a frequency in them. */
export const hwuFrequency: Suite<Utterance> = {
  name: "HWU frequency",
  cases: () => utterances().filter(([, slot]) => ruleFor(slot) !== undefined),
  run: ([text, slot]) => {
    const ours = ourAnswer(text, NOW);
    if (ours === undefined) return "silent";
    const rule = ruleFor(slot) ?? "";
    const at = wallFromText(NOW) ?? 0;
    if (rule === "FREQ=YEARLY") return isYearly(ours.times) ? "right" : "wrong";
    return sameAsRule(ours.times, ruleGold(rule, at, OCCURRENCES), rule, at) ? "right" : "wrong";
  },
  show: ([text, slot]) => `${text}  |  ${slot}  |  ${JSON.stringify(ourAnswer(text, NOW)?.schedule ?? null)}`,
  outOfScope: () => ({ "without a period": utterances().filter(([, slot]) => ruleFor(slot) === undefined).length }),
};

const isYearly = (times: readonly number[]): boolean =>
  times.length > 1 &&
  times.every(
    (time, index) => index === 0 || Math.abs(time - (times[index - 1] ?? 0) - 365.25 * 86_400_000) < 86_400_000,
  );
