import { commonQuery, has, isCovered, listFrame, type Question, wordSet } from "../question.ts";
import type { Reader } from "../reader.ts";
import { runStatus, taskStatus } from "../status-words.ts";
import { steerFrame } from "../steer-frame.ts";

const ONE_WORDS = wordSet(
  "next run runs due task schedule scheduled planned start owner owns own owned belong belongs created made set details state status paused active running enabled finished done time often going happen ran configured look defined about coming execute fire",
);

/** "when is the next disk check", "is the disk check paused", "who owns T-21": one task and its future. */
export const oneTask: Reader = {
  words: ONE_WORDS,
  read(question) {
    const { draft, tokens, said } = question;
    const [ref] = said.tasks;
    const { lastTask, lastFrame } = draft.context;
    const next = said.words.join(" ") === "when is next run" || said.words.join(" ") === "next run";
    const pointed = (said.points || next) && (lastTask !== undefined || lastFrame?.schedule !== undefined);
    if ((ref === undefined && !pointed) || said.targets || said.users.length + said.numbers.length > 0)
      return undefined;
    if (!looksAhead(question, ref !== undefined) || !isCovered(said.words, ONE_WORDS)) return undefined;
    if (said.time && has(said.words, "last", "did", "ran", "was")) return undefined;
    const known = ref ?? lastTask;
    return steerFrame(draft, tokens, said, "task.show", known === undefined ? {} : { ref: known });
  },
};

const KEPT = wordSet(
  "next due scheduled planned paused active enabled owner owns owned belong belongs created own configured",
);

function looksAhead({ said: { words }, typed }: Question, named: boolean): boolean {
  if (words.some((word) => KEPT.has(word))) return true;
  if (has(words, "when") && has(words, "does", "will", "is") && !typed.has("last") && !has(words, "was")) return true;
  if (!named) return false;
  return (
    has(words, "status", "state", "schedule") ||
    (has(words, "task") && has(words, "what", "show")) ||
    (has(words, "is") && has(words, "finished", "done"))
  );
}

const WORDS = wordSet(
  "tasks task schedule scheduled planned due coming up next run runs start happen happens going lists plan plans own owned belong belongs created recurring regular defined set repeat repeating automated cron execute executed upcoming many",
);

/** "show my tasks", "what is scheduled for tomorrow", "what will run on monday". */
export const tasks: Reader = {
  words: WORDS,
  read(question) {
    const { said, typed } = question;
    const { words } = said;
    const noun = has(words, "tasks") || (typed.has("schedule") && typed.has("the") && has(words, "what", "show"));
    if (!noun && !isPlanned(question)) return undefined;
    const ended = runStatus(words);
    if (ended && !/^(?:running|cancelled)$/.test(ended.status)) return undefined;
    const status = taskStatus(words);
    const rest = status?.rest ?? words;
    if (has(rest, "ran", "did") || !isCovered(rest, WORDS)) return undefined;
    if (said.runs.length + said.tasks.length + said.places.length > 0) return undefined;
    const { last: _last, ...query } = commonQuery(question, status?.status);
    const [count] = said.numbers;
    return listFrame(question, "task.list", { ...query, ...(count !== undefined && { last: count }) });
  },
};

function isPlanned({ said: { words }, typed }: Question): boolean {
  if (has(words, "scheduled", "due", "upcoming")) return !has(words, "have") || has(words, "we", "what");
  if (has(words, "planned") && !has(words, "i")) return true;
  if (has(words, "coming") && typed.has("up")) return true;
  const ahead = has(words, "will", "next") || (has(words, "going") && typed.has("to"));
  const asked = has(words, "what", "which", "when", "anything", "show");
  return ahead && asked && has(words, "run", "runs", "start", "next");
}
