import type { Suite } from "./suite.ts";
import { asking } from "./suites/asking.ts";
import { chronoSuites } from "./suites/chrono.ts";
import { clincClassifier } from "./suites/clinc-classifier.ts";
import { cronstrueReadBack } from "./suites/cronstrue.ts";
import { duckling } from "./suites/duckling.ts";
import { explained } from "./suites/explained.ts";
import { foreignActs, foreignRisks } from "./suites/foreign.ts";
import { hwuFrequency } from "./suites/hwu-frequency.ts";
import { ownCorpora } from "./suites/own-corpora.ts";
import { recognizersMoments } from "./suites/recognizers-moments.ts";
import { recognizersSets } from "./suites/recognizers-sets.ts";
import { recurrenceContested, recurrenceCore, recurrenceInside, recurrenceNonsense } from "./suites/recurrence.ts";
import { safeActs } from "./suites/safe-acts.ts";
import { slotValues } from "./suites/slots.ts";
import { typos } from "./suites/typos.ts";

/** Every suite, in the order of the table. A new one is a file in suites/ and a line here. */
export const SUITES: readonly Suite[] = [
  recurrenceCore,
  recurrenceInside,
  recurrenceContested,
  recurrenceNonsense,
  ...recognizersSets,
  ...recognizersMoments,
  ...duckling,
  ...chronoSuites,
  cronstrueReadBack,
  hwuFrequency,
  foreignActs,
  foreignRisks,
  ...clincClassifier,
  ...ownCorpora("measured"),
  ...slotValues,
  ...asking,
  explained,
  ...safeActs,
  typos,
  ...ownCorpora("reserved"),
];
