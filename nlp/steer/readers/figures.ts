import { commonQuery, has, isCovered, listFrame, type Question, wordSet } from "../question.ts";
import type { Reader } from "../reader.ts";
import { runStatus, taskStatus } from "../status-words.ts";

const WORDS = wordSet(
  "stats rate rates success failure error average mean median typical typically usual usually normal normally duration durations runtime time times long longest shortest slowest fastest quickest slow fast often many run runs ran execution executions tasks task take takes took taking last lasts percentage percent share reliable successful successfully count number total figures succeed fail finish expected some finished started start overview summary performance busiest most day executed happened happen done need needs usually over overall",
);
const RANKED = wordSet("slowest fastest longest shortest quickest");

/** "how many failed today", "how long does the disk check take", "slowest runs this week", "success rate of T-17". */
export const figures: Reader = {
  words: WORDS,
  read(question) {
    const { said } = question;
    const { words } = said;
    if (
      !asksForFigures(words) ||
      (has(words, "long") && !isAboutWork(said)) ||
      said.places.length + said.runs.length > 0
    )
      return undefined;
    const named = has(words, "rate", "rates", "percentage", "long", "duration", "durations", "runtime");
    const found = named ? undefined : runStatus(words);
    const rest = found?.rest ?? words;
    if (isTaskCount(question, rest, found !== undefined) || !isCovered(rest, WORDS)) return undefined;
    const { last: _last, ...query } = commonQuery(question, found?.status);
    const [count] = said.numbers;
    return listFrame(question, "stats.show", { ...query, ...(count !== undefined && { last: count }) });
  },
};

const LASTING = ["take", "takes", "took", "taking", "last", "lasts", "run", "runs", "ran", "need", "needs", "done"];

/** "how long has it been up" is about a machine. */
function isAboutWork({ words, tasks }: Question["said"]): boolean {
  return tasks.length > 0 || has(words, ...LASTING);
}

function asksForFigures(words: readonly string[]): boolean {
  if (has(words, "machines", "machine", "users", "plugins")) return false;
  const many = has(words, "how") && has(words, "many", "often", "long", "reliable");
  const noun = has(words, "stats", "rate", "rates", "duration", "durations", "runtime", "percentage");
  const counted = has(words, "number", "count", "total") && has(words, "runs", "executions");
  return many || noun || counted || words.some((word) => RANKED.has(word));
}

/** "how many tasks do we have": a list of tasks, not of what they did. */
function isTaskCount({ said }: Question, rest: readonly string[], ended: boolean): boolean {
  if (!has(rest, "tasks", "task") || said.tasks.length > 0) return false;
  if (has(rest, "tasks") && taskStatus(rest)) return true;
  return !ended && !has(rest, "ran", "run", "runs", "executed", "long", ...RANKED);
}
