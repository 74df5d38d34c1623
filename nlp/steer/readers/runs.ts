import type { Frame } from "../../../core/model/frame.ts";
import { asks, commonQuery, has, isCovered, listFrame, namesOther, type Question, wordSet } from "../question.ts";
import type { Reader } from "../reader.ts";
import { runStatus, type StatusFound } from "../status-words.ts";

const WORDS = wordSet(
  "runs run ran running happened happen happening done do executed execute history activity tasks task started start going on time times executing go good right long went there well active busy working kicked off finish finished end ended way successfully many changed touched change",
);
const NOUNS = wordSet(
  "runs run ran history activity happened happen happening done executed execute executing started changed touched change",
);

/** "what failed last night", "did the backup run", "show my last 5 runs", "is anything running". */
export const runs: Reader = {
  words: WORDS,
  read(question) {
    const { said } = question;
    const found = runStatus(said.words);
    const rest = found?.rest ?? said.words;
    const last = ofOneTask(question);
    if (last) return last;
    const named = said.tasks.length === 1 && has(said.words, "when") && has(said.words, "last", "was", "did");
    if (!found && !named && !rest.some((word) => NOUNS.has(word)) && !asksWhatWasDone(question)) return undefined;
    if (said.runs.length + said.places.length > 0 || has(rest, "how", "why", "will") || !isCovered(rest, WORDS))
      return undefined;
    if (has(said.words, "work", "working") && !has(said.words, "did", "anything", "everything", "backup"))
      return undefined;
    const begins = said.time?.from;
    if (begins !== undefined && Date.parse(`${begins}Z`) > question.draft.setting.nowWall) return undefined;
    if (said.numbers.length > 0 && !COUNTED.test(said.words.join(" "))) return undefined;
    if (
      workOf(question) === undefined ||
      isStatement(question, found) ||
      isAboutIt(question, rest) ||
      namesOther(question)
    )
      return undefined;
    return listFrame(question, "run.list", commonQuery(question, found?.status), workOf(question));
  },
};

/** 'the runs of "restart nginx"': what was done, as the request that asks for it. */
function workOf({ draft, said: { quoted } }: Question): Pick<Frame, "action" | "params"> | undefined {
  if (!quoted) return {};
  const { intent, outcome, action, params = {} } = draft.readPart?.(quoted.raw) ?? {};
  return intent === "task.create" && outcome === "act" && action !== undefined ? { action, params } : undefined;
}

const COUNTED = /\b(?:runs|history|failures|failed|errors|executions|ran|times|latest|last)\b/;

/** "what did ben do", "what have we done" */
function asksWhatWasDone({ said: { words, users }, typed }: Question): boolean {
  if (!has(words, "did") && !has(words, "done")) return false;
  return users.length > 0 || typed.has("i") || has(words, "we", "you");
}

function isStatement(question: Question, found: StatusFound | undefined): boolean {
  const { said, tokens, typed } = question;
  if (typed.has("not") && !found) return true;
  if (asks(question) || has(said.words, "runs", "history", "activity")) return false;
  // "failures this week", "failed last night": short, with a time or a noun for a state
  const headline = tokens.length <= 6 && (said.time !== undefined || has(said.words, "failures", "errors", "failure"));
  return !found || !headline;
}

const LAST = { last: 1 };

/** "how did the nightly backup go", "did it run". */
function ofOneTask(question: Question): Frame | undefined {
  if (asksIfItRan(question)) return listFrame(question, "run.list", lastOf(question));
  return asksHowItWent(question)
    ? listFrame(question, "run.list", { ...commonQuery(question, undefined), ...LAST })
    : undefined;
}

/** "how did the nightly backup go" */
function asksHowItWent({ said: { words, tasks } }: Question): boolean {
  const own = words.every((word) => /^(?:how|did|was|go|went|do|last|run|time)$/.test(word));
  return tasks.length === 1 && own && has(words, "how") && has(words, "go", "went", "do", "was");
}

const DID_IT_RUN =
  /^(?:(?:and|so) )?(?:did|has) (?:it|that|this)(?: already| even| ever)? (?:run|ran|start|started|happen|happened|fire|fired)(?: yet| already| at all)?$/;

/** "did it run" of what has a schedule: what became of its times. */
function asksIfItRan({ draft: { context }, tokens }: Question): boolean {
  const scheduled = context.lastTask !== undefined || context.lastFrame?.schedule !== undefined;
  return scheduled && DID_IT_RUN.test(tokens.map(({ text }) => text).join(" "));
}

const lastOf = ({ draft: { context } }: Question) => ({
  ...(context.lastTask !== undefined && { task: context.lastTask }),
});

/** "did it run": the run that was talked about, which others show. */
const isAboutIt = ({ said }: Question, rest: readonly string[]): boolean =>
  said.points && said.tasks.length === 0 && rest.length < 3 && !said.time;
