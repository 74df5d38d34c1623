import type { Frame } from "../../../core/model/frame.ts";
import { findActions } from "../../match/find-actions.ts";
import type { Token } from "../../text/token.ts";
import { commonQuery, has, listFrame, type Question, wordSet } from "../question.ts";
import { runStatus } from "../status-words.ts";

const LEAST = 0.55;
/** A name nobody knows makes it a question about something else ("when did I have my car checked"). */
const SURE = 0.9;

/** "who restarted nginx this week", "when was nginx last restarted", "which restarts of nginx failed": what was done, as an action. */
export function actionQuestion(question: Question): Frame | undefined {
  const { draft, said, tokens, typed } = question;
  if (
    !OPENS.test(tokens[0]?.text ?? "") ||
    said.points ||
    typed.has("you") ||
    said.runs.length + said.places.length + said.tasks.length > 0 ||
    !isAboutPast(question)
  )
    return undefined;
  const free = tokens.filter((token, at) => isFree(question, token, at));
  const place = free.findIndex((token) => baseOf(token, question) !== undefined);
  const verb = free[place];
  const base = verb && baseOf(verb, question);
  if (base === undefined) return undefined;
  const found = runStatus(said.words.filter((word) => word !== verb?.text));
  const object = free.filter(
    (token, index) => index !== place && !isQuestionWord(token) && !isStatusWord(token, found),
  );
  const spoken = base.split(" ").map((text): Token => ({ kind: "word", text, raw: text, start: 0, end: 0 }));
  const [best] = findActions([...spoken, ...object], draft.message, draft.known);
  if (
    !best ||
    best.score < LEAST ||
    (best.match.missing === undefined && best.match.quality < SURE) ||
    best.unexplained.length > 0 ||
    best.hosts.length > 0
  )
    return undefined;
  const { last, ...query } = commonQuery(question, found?.status);
  const once = has(said.words, "when") || (typed.has("last") && has(said.words, "who", "time") && !said.time);
  const count = said.numbers[0] ?? (once ? 1 : last);
  return listFrame(
    question,
    "run.list",
    { ...query, ...(count !== undefined && { last: count }) },
    { action: best.action.name, params: best.match.params },
  );
}

const OPENS = /^(?:who|which|what|when|any|has|have|had|did|was|were|show|list|how)$/;

/** Asked of what was done: "who …", "has anyone …", "when was …", "did ben …", "which restarts …". */
function isAboutPast({ said: { words, users }, typed }: Question): boolean {
  if (has(words, "how", "why", "will", "can", "could", "should", "would", "not", "if")) return false;
  const who = has(words, "who", "anyone", "anybody", "someone", "somebody");
  const past = has(words, "did", "has", "have", "was", "were", "had");
  if (who) return !has(words, "can", "may", "is", "are");
  return (
    (past &&
      (has(words, "when", "what", "which", "any") || users.length > 0 || typed.has("i") || has(words, "we", "you"))) ||
    has(words, "which", "any", "show")
  );
}

function isFree({ said }: Question, token: Token, at: number): boolean {
  if (token.kind === "comma" || token.kind === "stop") return false;
  return !said.spans.some(({ from, to }) => at >= from && at < to);
}

const QUESTION_WORDS = wordSet(
  "who whom what which when how did does do is are was were has have had been be anyone anybody someone somebody any last latest recent time times ever already i we you us me my the a an of by on in for there show list all that it today again just currently recently to tell know successfully everything things",
);
const isQuestionWord = ({ text }: Token): boolean => QUESTION_WORDS.has(text);

const isStatusWord = ({ text }: Token, found: ReturnType<typeof runStatus>): boolean =>
  found !== undefined && runStatus([text]) !== undefined;

/** "restarted" = restart, "stopped" = stop, "updates" = update: where the actions know the verb. */
function baseOf({ kind, text }: Token, { draft, said }: Question): string | undefined {
  if (kind !== "word" || text.length < 4 || QUESTION_WORDS.has(text)) return undefined;
  const { words } = draft.known;
  const verbs = [...formsOf(text)].filter((form) => words.has(form) && !NO_VERBS.has(form));
  const [base] = verbs;
  if (base === undefined) return IRREGULAR.get(text);
  if (base !== text) return base;
  return has(said.words, "did", "anyone", "any", "which") && !NOUNS.has(text) ? base : undefined;
}

function* formsOf(text: string): Iterable<string> {
  const [, stem, ending] = /^(.{3,20}?)(ed|s|ing)$/.exec(text) ?? [];
  if (stem !== undefined) {
    yield stem;
    yield `${stem}e`;
    if (ending !== "s" && stem.at(-1) === stem.at(-2)) yield stem.slice(0, -1);
  }
  yield text;
}

const IRREGULAR = new Map([
  ["backed", "back up"],
  ["backups", "back up"],
  ["rebooted", "reboot"],
]);
/** In the phrases of actions, but no verbs of them. */
const NO_VERBS = wordSet(
  "running run ran free used service services disk status state active failed show list get up down last process processes package packages file files log logs lines machine server host time times uptime load memory users name top what print display give",
);
const NOUNS = wordSet("disk space status");
