import { isInside, isRecurrence, judgeLine, type PoolLine, poolLines, poolSuite } from "../recurrence-pool.ts";
import type { Suite } from "../suite.ts";

const contested = ({ contested: why }: PoolLine): boolean => why !== undefined;

/** Phrases on their own whose meaning nobody disputes. */
export const recurrenceCore: Suite<PoolLine> = poolSuite(
  "recurrence core",
  { share: 0.97, wrong: 0.01 },
  (line) => isRecurrence(line) && !contested(line) && !isInside(line),
);

/** The same inside other words. */
export const recurrenceInside: Suite<PoolLine> = poolSuite(
  "recurrence inside sentences",
  { share: 0.97 },
  (line) => isRecurrence(line) && !contested(line) && isInside(line),
);

/** Golds that follow one project's convention; ours are written in the language reference and need not agree. */
export const recurrenceContested: Suite<PoolLine> = poolSuite(
  "recurrence contested (apart)",
  {},
  (line) => isRecurrence(line) && contested(line),
);

/** Refused by a project that knows no feasts; here a habit may end at one. */
const endsAtFeast = ({ kind, text }: PoolLine): boolean => kind === "reject" && text.endsWith("until christmas");

/** No time at all, or an impossible one: no answer is the right one. */
export const recurrenceNonsense: Suite<PoolLine> = {
  ...poolSuite("recurrence nonsense", { share: 1 }, (line) => line.kind === "reject" && !endsAtFeast(line)),
  run: (line) => (judgeLine(line) === "silent" ? "right" : "wrong"),
  outOfScope: () => ({ "that end at a feast, which habits may here": poolLines(endsAtFeast).length }),
};
