import { has, isCovered, type Question, wordSet } from "../question.ts";
import type { Reader } from "../reader.ts";
import { queryWith, steerFrame } from "../steer-frame.ts";
import { listed } from "../verb-frame.ts";

const WORDS = wordSet(
  "why come reason cause caused behind not run runs ran running execution fail failed failing fails failure break broke broken skipped skip missed miss late slow long take took taking stuck queued waiting cancelled canceled stop stopped time timed out went go going wrong happened happen problem matter error errors finish finished red start started never work working worked offline down disabled so again did paused pause problems make made expired crash crashed",
);

/** "why did R-92 fail", "what went wrong with the second one", "how come the backup was skipped". */
export const why: Reader = {
  words: WORDS,
  read(question) {
    const { draft, tokens, said } = question;
    const ref = said.runs[0] ?? said.tasks[0] ?? listed(draft, said.places[0]);
    if (!isWhy(question, ref !== undefined || said.points)) return undefined;
    const machine = hostOf(question);
    const about = ref ?? (said.points ? undefined : machine);
    const agent = about === machine ? undefined : machine;
    const { from, to } = said.time ?? {};
    const query = { ...(from && { from }), ...(to && { to }), ...(agent !== undefined && { agent }) };
    const known = about ?? draft.context.lastRun;
    return steerFrame(draft, tokens, said, "why", { ...(known !== undefined && { ref: known }), ...queryWith(query) });
  },
};

function isWhy({ said, typed }: Question, named: boolean): boolean {
  const { words, targets } = said;
  if (has(words, "you") || !isCovered(words, WORDS) || said.numbers.length > 0) return false;
  if (targets && targets.include.length > 1) return false;
  if (has(words, "why", "reason", "cause", "caused")) return true;
  if (has(words, "how") && has(words, "come") && !typed.has("up")) return true;
  const wrong = has(words, "what") && has(words, "wrong", "problem", "matter") && !has(words, "anything", "any");
  return wrong && (named || (!said.time && !targets));
}

function hostOf({ said }: Question): string | undefined {
  const [machine] = said.targets?.include ?? [];
  return machine?.startsWith("host:") ? machine.slice(5) : undefined;
}
