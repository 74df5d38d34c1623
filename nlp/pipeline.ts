import type { Stage } from "./draft.ts";
import { answerQuestion } from "./stages/answer-question.ts";
import { decide } from "./stages/decide.ts";
import { findMeanings } from "./stages/find-meanings.ts";
import { followUp } from "./stages/follow-up.ts";
import { leaveOutMeant } from "./stages/leave-out-meant.ts";
import { placeValues } from "./stages/place-values.ts";
import { readCheck } from "./stages/read-check.ts";
import { readPolicy } from "./stages/read-policy.ts";
import { readTargets } from "./stages/read-targets.ts";
import { readTime } from "./stages/read-time.ts";
import { readVagueTime } from "./stages/read-vague-time.ts";
import { repairWords } from "./stages/repair-words.ts";
import { sayLeftOut } from "./stages/say-left-out.ts";
import { spellNames } from "./stages/spell-names.ts";
import { splitClauses } from "./stages/split-clauses.ts";
import { steer } from "./stages/steer.ts";
import { stripCourtesy } from "./stages/strip-courtesy.ts";

/** From tokens to a frame, in this order. Each stage is a pure function of what is known so far. */
export const PIPELINE: readonly (readonly [string, Stage])[] = [
  ["names", spellNames],
  ["courtesy", stripCourtesy],
  ["policy", readPolicy],
  ["check", readCheck],
  ["clauses", splitClauses],
  ["time", readTime],
  ["vague time", readVagueTime],
  ["targets", readTargets],
  ["steer", steer],
  ["meanings", findMeanings],
  ["answer", answerQuestion],
  ["follow-up", followUp],
  ["repair", repairWords],
  ["decide", decide],
  ["others", leaveOutMeant],
  ["left out", sayLeftOut],
  ["places", placeValues],
];
