import { commonQuery, has, isCovered, listFrame, type Question, wordSet } from "../question.ts";
import type { Reader } from "../reader.ts";
import { machineStatus, runStatus } from "../status-words.ts";
import { queryWith, steerFrame } from "../steer-frame.ts";

const WORDS = wordSet("executions execution machines machine start started run did belong part");

/** "which ones failed", "show failed executions", "the executions of R-92". */
export const executions: Reader = {
  words: WORDS,
  read(question) {
    const { draft, said, typed, tokens } = question;
    const found = runStatus(said.words);
    const rest = found?.rest ?? said.words;
    const asked = has(said.words, "executions") || (has(said.words, "execution") && typed.has("last"));
    if ((!asked && !(found && asksForOnes(question, rest))) || has(rest, "how") || !isCovered(rest, WORDS))
      return undefined;
    if (!asked && found?.status === "running" && machineStatus(said.words)) return undefined;
    const [ref] = said.runs;
    const query = found ? { status: found.status } : {};
    return ref === undefined
      ? listFrame(question, "execution.list", commonQuery(question, found?.status))
      : steerFrame(draft, tokens, said, "execution.list", { ref, ...queryWith(query) });
  },
};

/** "which ones", "which machines": of the run that was just started. */
function asksForOnes({ draft, said, typed }: Question, rest: readonly string[]): boolean {
  const ones = typed.has("ones") || (typed.has("which") && has(rest, "machines"));
  return ones && draft.context.lastQuestion === undefined && has(said.words, "which", "what", "show", "did", "any");
}
