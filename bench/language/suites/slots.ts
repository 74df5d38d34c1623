import { type FrameValue, frameValues, SLOTS } from "../frame-values.ts";
import { ourFrame } from "../our-frame.ts";
import type { Suite, Verdict } from "../suite.ts";
import { said, visibleSentences } from "../visible-sentences.ts";

/** One value that was meant, that was read, or both. */
interface ValueCase extends FrameValue {
  readonly text: string;
  readonly verdict: Verdict;
}

let compared: readonly ValueCase[] | undefined;
/** Every value of every visible sentence, once; one that was read and not meant is a case, too. */
function values(): readonly ValueCase[] {
  compared ??= visibleSentences().flatMap((one) => {
    const [wanted, got] = [frameValues(one.frame), frameValues(ourFrame(one.text, one.context))];
    const key = ({ slot, value }: FrameValue): string => `${slot} ${value}`;
    const [meant, read] = [new Set(wanted.map(key)), new Set(got.map(key))];
    return [...wanted, ...got.filter((value) => !meant.has(key(value)))].map((value) => {
      const verdict: Verdict = !read.has(key(value)) ? "silent" : meant.has(key(value)) ? "right" : "wrong";
      return { ...value, text: said(one), verdict };
    });
  });
  return compared;
}

/** How good the values of each slot are, whatever else of the sentence was understood. */
export const slotValues: readonly Suite<ValueCase>[] = ["all", ...SLOTS].map((slot) => ({
  name: `slot values, ${slot} (F1)`,
  goal: { share: 0.97 },
  scores: "f1",
  cases: () => values().filter((value) => slot === "all" || value.slot === slot),
  run: ({ verdict }) => verdict,
  show: ({ text, slot: of, value, verdict }) =>
    `${text}\n         ${verdict === "silent" ? "missed" : "not meant"}: ${of} ${value}`,
}));
