import { asks, has, isCovered, namesOther, type Question, wordSet } from "../question.ts";
import type { Reader } from "../reader.ts";
import { machineStatus, runStatus, type StatusFound } from "../status-words.ts";
import { onlyMachine, queryWith, steerFrame } from "../steer-frame.ts";

const LIST_WORDS = wordSet(
  "machines machine many exist known registered connected run runs running use uses label inventory fleet under rotation available count number total belong member part currently labelled tagged",
);

/** "which web servers are online", "list the linux machines", "anything offline". */
export const machines: Reader = {
  words: LIST_WORDS,
  read(question) {
    const { draft, tokens, said } = question;
    const found = machineStatus(said.words);
    const noun = saysMachines(question);
    if (!isAboutMachines(question) || (!noun && !asksForState(question, found))) return undefined;
    // "offline or draining": one of the two would be half of the answer.
    if (found && machineStatus(found.rest) && tokens.some(({ text }) => text === "or" || text === "and"))
      return undefined;
    const rest = found?.rest ?? said.words;
    if (!isCovered(rest, LIST_WORDS) || !(asks(question) || (noun && isHeading(question, found)))) return undefined;
    if (asksForRuns(question, rest)) return undefined;
    return steerFrame(draft, tokens, said, "agent.list", {
      ...(said.targets &&
        !(isEverything(said.targets.include) && said.targets.exclude.length === 0) && { targets: said.targets }),
      ...queryWith(found ? { status: found.status } : {}),
    });
  },
};

/** "my runs on windows machines", "is apache2 running on linux machines": not the machines themselves. */
function asksForRuns(question: Question, rest: readonly string[]): boolean {
  if ((has(rest, "runs") && !has(rest, "machines")) || (has(rest, "running") && namesOther(question))) return true;
  return has(rest, "run", "runs", "running", "use", "uses") && !question.said.targets;
}

/** Names nothing else, and no single machine. */
function isAboutMachines({ said, typed }: Question): boolean {
  const { words, runs, tasks, places, users, numbers, time } = said;
  if (runs.length + tasks.length + places.length + users.length + numbers.length > 0 || time) return false;
  return (
    !has(words, "when", "why") && !typed.has("from") && (onlyMachine(said) === undefined || has(words, "machines"))
  );
}

/** "anything offline", "who is down": a state that only machines have. */
function asksForState({ said: { words } }: Question, found: StatusFound | undefined): boolean {
  if (!found || !words.some((word) => STATES.has(word)) || runStatus(found.rest)) return false;
  return has(words, "what", "which", "who", "anything", "any", "anyone", "everything", "show", "is", "are", "how");
}

const STATES = wordSet(
  "offline online down unreachable disconnected connected disabled draining drained quarantined reachable",
);

/** Every machine there is. */
export const isEverything = (include: readonly string[]): boolean => include.length === 1 && include[0] === "all";

/** "machines", "all offline machines": a list by its title. */
const isHeading = ({ draft, tokens, said }: Question, found: StatusFound | undefined): boolean =>
  draft.context.question === undefined &&
  !/^(?:on|in|at|for|and|also|now|same|only|just|not|no|but|without)$/.test(tokens[0]?.text ?? "") &&
  !/^(?:too|also|well|instead)$/.test(tokens.at(-1)?.text ?? "") &&
  tokens.length <= 4 &&
  (found !== undefined || said.words.length <= 1) &&
  !said.points;

const NOUN = /^(?:machines?|servers?|hosts?|boxes|nodes?|agents?|clients?|computers?|vms?)$/;

/** The noun may stand inside the name of the group: "the linux machines". */
function saysMachines({ tokens, said, typed }: Question): boolean {
  if (has(said.words, "machines") || typed.has("fleet") || typed.has("inventory")) return true;
  return said.spans.some(
    ({ from, to, slot }) => slot === "targets" && tokens.slice(from, to).some(({ text }) => NOUN.test(text)),
  );
}

const SHOW_WORDS = wordSet(
  "seen heard hear see show contact heartbeat report reported reporting up down online offline connected alive reachable healthy health ok status state details detail info information facts label machine agent doing back dead disabled draining quarantined enabled known checked in fine well going registered available responding there os version about not",
);
const LOOKS = wordSet("seen heartbeat contact heard label details detail info information facts status state health");

/** "is mail up", "when was db-2 last seen", "which labels does web-1 have": what is known of one machine. */
export const oneMachine: Reader = {
  words: SHOW_WORDS,
  read(question) {
    const { draft, tokens, said, typed } = question;
    const { words, runs, tasks, places, users, numbers } = said;
    const ref = onlyMachine(said);
    if (ref === undefined || typed.has("from") || said.time || said.percent !== undefined) return undefined;
    if (runs.length + tasks.length + places.length + users.length + numbers.length > 0) return undefined;
    const known = draft.known.agents.has(ref) || typed.has("machine") || typed.has("agent") || typed.has("server");
    if (!known || !asksAfterOne(question) || !isCovered(words, SHOW_WORDS)) return undefined;
    return steerFrame(draft, tokens, said, "agent.show", { ref });
  },
};

function asksAfterOne(question: Question): boolean {
  const { words } = question.said;
  if (has(words, "how") && has(words, "many", "long")) return false;
  if (words.some((word) => LOOKS.has(word))) return asks(question) || words.every((word) => LOOKS.has(word));
  if (machineStatus(words) && has(words, "is", "are")) return true;
  return has(words, "how") && has(words, "doing", "is") && words.length <= 3;
}
